using System.CommandLine;
using Amazon.Runtime;
using Amazon.S3;
using Spark.Emr.Errors;
using Spark.Emr.Settings;

namespace Spark.Emr.Commands;

/// <summary>What the commands share: their common options and how their errors end.</summary>
internal static class LauncherCommand
{
    /// <summary>A new <c>--env</c> option; each command needs its own.</summary>
    public static Option<string> EnvironmentOption() =>
        new("--env", "-e")
        {
            Description = $"The environment: {string.Join(", ", EnvironmentFile.Names())}, or the path of a YAML file.",
            Required = true,
        };

    /// <summary>A new <c>--set</c> option.</summary>
    public static Option<string[]> SetOption() =>
        new("--set")
        {
            Description =
                "Override a field of the environment file, such as --set release=emr-7.12.0 or --set cluster.idleMinutes=15. May be repeated.",
            DefaultValueFactory = _ => [],
            AllowMultipleArgumentsPerToken = false,
        };

    /// <summary>Runs a command's body; every failure that has an explanation becomes one line on stderr and its own exit code.</summary>
    public static void Run(this Command command, LauncherServices services, Func<ParseResult, CancellationToken, Task<ExitCode>> body) =>
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                services.AsJson = parsed.GetValue(services.Json);
                try
                {
                    return (int)await body(parsed, cancellationToken);
                }
                catch (LauncherException exception)
                {
                    return Fail(services, exception.Code, exception.Message);
                }
                catch (EnvironmentFileException exception)
                {
                    return Fail(services, ExitCode.Usage, exception.Message);
                }
                catch (AmazonS3Exception exception) when (exception.ErrorCode is "NoSuchBucket")
                {
                    return Fail(
                        services,
                        ExitCode.Missing,
                        $"A bucket of the environment does not exist: {exception.Message} 'doctor' names which."
                    );
                }
                catch (AmazonServiceException exception) when ((int)exception.StatusCode is 401 or 403)
                {
                    return Fail(
                        services,
                        ExitCode.Credentials,
                        $"AWS does not accept the credentials or they may not do this: {exception.ErrorCode}: {exception.Message}"
                    );
                }
                catch (AmazonServiceException exception)
                {
                    return Fail(services, ExitCode.Refused, $"AWS refused the request: {exception.Message} ({exception.ErrorCode})");
                }
                catch (AmazonClientException exception)
                {
                    return Fail(services, ExitCode.Credentials, $"{exception.Message} Set AWS_PROFILE or log in (aws sso login).");
                }
                catch (Exception exception)
                    when (exception
                            is HttpRequestException
                                or TaskCanceledException { InnerException: TimeoutException }
                                or System.Net.Sockets.SocketException
                                or IOException { InnerException: System.Net.Sockets.SocketException }
                    )
                {
                    return Fail(services, ExitCode.Unreachable, $"AWS cannot be reached: {exception.Message}");
                }
                catch (OperationCanceledException exception)
                    when (exception is not TaskCanceledException { InnerException: TimeoutException })
                {
                    return Fail(services, ExitCode.Interrupted, "Interrupted.");
                }
            }
        );

    private static int Fail(LauncherServices services, ExitCode code, string message)
    {
        services.Error.WriteLine($"error: {message}");
        return (int)code;
    }
}
