using System.CommandLine;
using Amazon.ElasticMapReduce.Model;
using Spark.Emr.Errors;
using Spark.Emr.Logs;
using Spark.Emr.Settings;
using Spark.Emr.Targets;
using Spark.Emr.Targets.ClusterStep;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace Spark.Emr.Commands;

/// <summary><c>steps list|show|logs|cancel</c>.</summary>
internal static class StepsCommand
{
    public static Command Create(LauncherServices services) =>
        new("steps", "List, show and cancel the steps of a cluster, and read their logs.\nExample: steps list --cluster shared --env dev")
        {
            List(services),
            Show(services),
            Logs(services),
            Cancel(services),
        };

    private static Command List(LauncherServices services)
    {
        var (environment, set, cluster) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption(), ClusterOption());
        var active = new Option<bool>("--active") { Description = "Only those that have not ended." };
        var command = new Command("list", "List the steps of a cluster, newest first.\nExample: steps list --cluster j-1ABCDEF --env dev")
        {
            environment,
            set,
            cluster,
            active,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var request = new ListStepsRequest
                {
                    ClusterId = await services
                        .Clusters(aws)
                        .ResolveAsync(parsed.GetValue(cluster) ?? loaded.Cluster.Name, cancellationToken),
                };
                if (parsed.GetValue(active))
                    request.StepStates = ["PENDING", "RUNNING", "CANCEL_PENDING"];
                var steps = new List<StepSummary>();
                do
                {
                    var page = await aws.Emr.RepeatableAsync((client, ct) => client.ListStepsAsync(request, ct), cancellationToken);
                    steps.AddRange(page.Steps ?? []);
                    request.Marker = page.Marker;
                } while (request.Marker is not null);
                services.Show(
                    new
                    {
                        request.ClusterId,
                        steps = steps.Select(step => new
                        {
                            step.Id,
                            step.Name,
                            runId = RunId.FromStepName(step.Name)?.Value,
                            state = step.Status?.State?.Value,
                            started = step.Status?.Timeline?.StartDateTime,
                            ended = step.Status?.Timeline?.EndDateTime,
                        }),
                    },
                    console =>
                    {
                        var table = new Table().AddColumns("id", "state", "name", "started (UTC)", "took").Border(TableBorder.Simple);
                        foreach (var step in steps)
                        {
                            var timeline = step.Status?.Timeline;
                            table.AddRow(
                                step.Id!,
                                step.Status?.State?.Value ?? "",
                                Markup.Escape(step.Name ?? ""),
                                $"{timeline?.StartDateTime:yyyy-MM-dd HH:mm}",
                                $"{timeline?.EndDateTime - timeline?.StartDateTime:hh\\:mm\\:ss}"
                            );
                        }

                        console.Write(table);
                    }
                );
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static Command Show(LauncherServices services)
    {
        var (environment, set, cluster, step) = (
            LauncherCommand.EnvironmentOption(),
            LauncherCommand.SetOption(),
            ClusterOption(),
            StepArgument()
        );
        var command = new Command(
            "show",
            "Show one step with its arguments and its failure.\nExample: steps show s-1ABCDEF --cluster j-1ABCDEF --env dev"
        )
        {
            step,
            environment,
            set,
            cluster,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var id = await services.Clusters(aws).ResolveAsync(parsed.GetValue(cluster) ?? loaded.Cluster.Name, cancellationToken);
                var found = (
                    await aws.Emr.RepeatableAsync(
                        (client, ct) =>
                            client.DescribeStepAsync(new DescribeStepRequest { ClusterId = id, StepId = parsed.GetValue(step) }, ct),
                        cancellationToken
                    )
                ).Step!;
                services.Show(
                    new
                    {
                        clusterId = id,
                        found.Id,
                        found.Name,
                        state = found.Status?.State?.Value,
                        failure = found.Status?.FailureDetails,
                        arguments = found.Config?.Args,
                        timeline = found.Status?.Timeline,
                    },
                    _ =>
                    {
                        services.Out.WriteLine($"{found.Id}  {found.Status?.State?.Value}  {found.Name}");
                        services.Out.WriteLine(string.Join(' ', found.Config?.Args ?? []));
                        if (found.Status?.FailureDetails is { } failure)
                            services.Out.WriteLine($"{failure.Reason} {failure.Message} {failure.LogFile}".Trim());
                    }
                );
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static Command Logs(LauncherServices services)
    {
        var (environment, set, cluster, step) = (
            LauncherCommand.EnvironmentOption(),
            LauncherCommand.SetOption(),
            ClusterOption(),
            StepArgument()
        );
        var command = new Command(
            "logs",
            "Print what a step printed and, when it failed, why. EMR uploads logs every five minutes.\nExample: steps logs s-1ABCDEF --cluster j-1ABCDEF --env dev"
        )
        {
            step,
            environment,
            set,
            cluster,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var clusters = services.Clusters(aws);
                var described = await clusters.DescribeAsync(
                    await clusters.ResolveAsync(parsed.GetValue(cluster) ?? loaded.Cluster.Name, cancellationToken),
                    cancellationToken
                );
                if (described.LogUri is not { } uri)
                    throw new LauncherException(ExitCode.Missing, $"{described.Id} was created without a LogUri: EMR keeps no logs of it.");
                var logs = new StepLogs(aws.S3, uri, described.Id!, parsed.GetValue(step)!, services.Clock);
                var (lines, cause) = await logs.LastAsync(failed: true, TimeSpan.Zero, cancellationToken);
                if (lines.Count == 0 && cause is null)
                    throw new LauncherException(
                        ExitCode.Missing,
                        $"There are no logs under {logs.Folder} yet. EMR uploads them every five minutes."
                    );
                services.Show(
                    new
                    {
                        folder = logs.Folder,
                        lines,
                        cause = cause is null ? null : new { cause.Exception, cause.Place },
                    },
                    _ =>
                    {
                        foreach (var line in lines)
                            services.Out.WriteLine(line);
                    }
                );
                if (cause is { Certainty: > 0 })
                    services.Tell($"Root cause: {cause}");
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static Command Cancel(LauncherServices services)
    {
        var (environment, set, cluster, step) = (
            LauncherCommand.EnvironmentOption(),
            LauncherCommand.SetOption(),
            ClusterOption(),
            StepArgument()
        );
        var kill = new Option<bool>("--kill") { Description = "TERMINATE_PROCESS instead of SEND_INTERRUPT." };
        var command = new Command(
            "cancel",
            "Cancel a step that is pending or running.\nExample: steps cancel s-1ABCDEF --cluster j-1ABCDEF --env dev"
        )
        {
            step,
            environment,
            set,
            cluster,
            kill,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var id = await services.Clusters(aws).ResolveAsync(parsed.GetValue(cluster) ?? loaded.Cluster.Name, cancellationToken);
                var refusal = await new ClusterSteps(aws.Emr, services.Tell).CancelAsync(
                    id,
                    parsed.GetValue(step)!,
                    parsed.GetValue(kill),
                    cancellationToken
                );
                if (refusal is not null)
                    throw new LauncherException(ExitCode.Refused, $"EMR does not cancel {parsed.GetValue(step)}: {refusal}");
                services.Show(
                    new
                    {
                        clusterId = id,
                        stepId = parsed.GetValue(step),
                        state = "CANCEL_PENDING",
                    },
                    _ => services.Out.WriteLine($"{parsed.GetValue(step)} is being cancelled")
                );
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static Option<string?> ClusterOption() =>
        new("--cluster", "-c") { Description = "The cluster's id or name; by default the environment's shared one." };

    private static Argument<string> StepArgument() => new("step") { Description = "The step's id." };
}
