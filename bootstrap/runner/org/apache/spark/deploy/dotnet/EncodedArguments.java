package org.apache.spark.deploy.dotnet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.spark.SparkConf;

/**
 * Arguments that an EMR step would not hand on as they are: it loses empty ones, YARN replaces {@code {{} and {@code }}}, and shells split and unquote.
 * A launcher writes such an argument as {@code base64:} and the URL-safe Base64 of its UTF-8, and says so with a setting; without the setting
 * an argument of that form is the program's own.
 */
final class EncodedArguments {
    private EncodedArguments() {}

    static String[] decode(String[] args, SparkConf conf) {
        if (!conf.getBoolean(RunnerSettings.ARGUMENTS_ENCODED, false)) {
            return args;
        }
        return Arrays.stream(args)
            .map(argument -> argument.startsWith(RunnerSettings.ENCODED_PREFIX)
                ? new String(Base64.getUrlDecoder().decode(argument.substring(RunnerSettings.ENCODED_PREFIX.length())), StandardCharsets.UTF_8)
                : argument)
            .toArray(String[]::new);
    }
}
