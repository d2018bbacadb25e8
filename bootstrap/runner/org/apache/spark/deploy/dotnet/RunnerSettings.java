package org.apache.spark.deploy.dotnet;

/** The runner's names, for whoever submits to it. {@code src/Spark.Launch/RunnerSettings.cs} holds the same, and a test compares the two. */
final class RunnerSettings {
    static final String LAYERS = "spark.dotnet.layers";
    static final String ARGUMENTS_ENCODED = "spark.dotnet.arguments.encoded";
    static final String ENCODED_PREFIX = "base64:";
    static final String REMOTE_VARIABLE = "SPARK_REMOTE";

    private RunnerSettings() {}
}
