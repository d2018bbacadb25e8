using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Errors;
using Spark.Launch;

namespace Spark.Emr.Targets.ClusterStep;

/// <summary>Builds the step that runs the jobs app: <c>command-runner.jar spark-submit ... DotnetRunner</c>.</summary>
internal static class StepRequests
{
    /// <summary>EMR's limit on a step's arguments together, in characters.</summary>
    public const int LongestArguments = 10_240;

    /// <summary>The step as AddJobFlowSteps and RunJobFlow take it.</summary>
    /// <exception cref="LauncherException">The arguments are longer than EMR takes.</exception>
    public static StepConfig Step(RunRequest run, StepOptions options)
    {
        var command = RunnerCommand.Of(run);
        List<string> arguments = ["spark-submit", "--deploy-mode", options.ClusterMode ? "cluster" : "client"];
        arguments.AddRange(["--class", RunnerSettings.RunnerClass]);
        foreach (var (name, value) in command.Settings)
            arguments.AddRange(["--conf", $"{name}={value}"]);
        arguments.Add(command.Jar);
        arguments.AddRange(command.Arguments);

        var length = arguments.Sum(argument => argument.Length + 1);
        if (length > LongestArguments)
            throw new LauncherException(
                ExitCode.Usage,
                $"The step's arguments have {length:N0} characters, EMR takes {LongestArguments:N0}. Put the long ones into a file in S3 and pass its address."
            );
        return new StepConfig
        {
            Name = run.Name,
            ActionOnFailure = options.ActionOnFailure,
            HadoopJarStep = new HadoopJarStepConfig { Jar = "command-runner.jar", Args = arguments },
        };
    }
}
