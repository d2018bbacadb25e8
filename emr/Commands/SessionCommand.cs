using System.CommandLine;
using Spark.Emr.Clusters;
using Spark.Emr.Errors;
using Spark.Emr.Settings;
using Command = System.CommandLine.Command;

namespace Spark.Emr.Commands;

/// <summary><c>session</c>: a Spark Connect session on a cluster of EMR-Spark 8, for a job that runs without a step.</summary>
internal static class SessionCommand
{
    public static Command Create(LauncherServices services)
    {
        var (environment, set) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption());
        var cluster = new Option<string?>("--cluster", "-c")
        {
            Description = "The cluster's id or name; by default the environment's shared one, created when there is none.",
        };
        var session = new Option<string?>("--session") { Description = "A session that exists; its token is renewed." };
        var file = new Option<FileInfo?>("--url-file")
        {
            Description = "Write the address with its token to this file, readable by you only, instead of stdout.",
        };
        var idle = new Option<int>("--idle-minutes") { Description = "When an unused session ends.", DefaultValueFactory = _ => 60 };
        var command = new Command(
            "session",
            "Start a Spark Connect session and print its sc:// address for SPARK_REMOTE or --engine. The address holds a token that expires.\nExample: export SPARK_REMOTE=\"$(dotnet run --project emr -- session --env dev)\""
        )
        {
            environment,
            set,
            cluster,
            session,
            file,
            idle,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var clusters = services.Clusters(aws);
                var target = parsed.GetValue(cluster) ?? loaded.Cluster.Name;
                var id =
                    target == loaded.Cluster.Name
                        ? await clusters.FindOrCreateAsync(loaded, target, cancellationToken)
                        : await clusters.ResolveAsync(target, cancellationToken);
                var sessions = new ConnectSessions(aws.Emr, clusters, services.Tell);
                var sessionId = parsed.GetValue(session) ?? await sessions.StartAsync(id, parsed.GetValue(idle), cancellationToken);
                var endpoint = await sessions.EndpointAsync(id, sessionId, cancellationToken);
                services.Tell(
                    $"Session {sessionId} on {id}; its token expires {endpoint.Expires:HH:mm} UTC. 'session --session {sessionId} --cluster {id} --env {loaded.Name}' renews it."
                );
                if (parsed.GetValue(file) is { } to)
                {
                    var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
                    if (!OperatingSystem.IsWindows())
                        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                    await using (var stream = new FileStream(to.FullName, options))
                    await using (var writer = new StreamWriter(stream))
                        await writer.WriteLineAsync(endpoint.Address);
                    services.Show(
                        new
                        {
                            clusterId = id,
                            sessionId,
                            file = to.FullName,
                            expires = endpoint.Expires,
                        },
                        _ => services.Out.WriteLine(to.FullName)
                    );
                    return ExitCode.Success;
                }

                services.Show(
                    new
                    {
                        clusterId = id,
                        sessionId,
                        url = endpoint.Address,
                        expires = endpoint.Expires,
                    },
                    _ => services.Out.WriteLine(endpoint.Address)
                );
                return ExitCode.Success;
            }
        );
        return command;
    }
}
