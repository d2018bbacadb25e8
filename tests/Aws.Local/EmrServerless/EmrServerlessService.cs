using System.Text.Json.Nodes;
using Aws.Local.Emr;
using Aws.Local.Signing;

namespace Aws.Local.EmrServerless;

/// <summary>A job run and where it stands.</summary>
public sealed class JobRun(string id, string application, JsonObject request, DateTimeOffset created)
{
    public string Id { get; } = id;
    public string Application { get; } = application;
    public JsonObject Request { get; } = request;
    public DateTimeOffset Created { get; } = created;
    public string State { get; set; } = "SUBMITTED";
    public string StateDetails { get; set; } = "";
    public CancellationTokenSource Cancel { get; } = new();

    public JsonObject ToJson() =>
        new()
        {
            ["applicationId"] = Application,
            ["jobRunId"] = Id,
            ["name"] = Request["name"]?.DeepClone(),
            ["state"] = State,
            ["stateDetails"] = StateDetails,
            ["executionRole"] = Request["executionRoleArn"]?.DeepClone(),
            ["jobDriver"] = Request["jobDriver"]?.DeepClone(),
            ["releaseLabel"] = "emr-spark-8.2.0",
            ["createdAt"] = Created.ToUnixTimeMilliseconds() / 1000.0,
            ["updatedAt"] = Created.ToUnixTimeMilliseconds() / 1000.0,
        };
}

/// <summary>
/// Amazon EMR Serverless: job runs of applications, which exist once they are named.
/// https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_Operations.html
/// </summary>
public sealed class EmrServerlessService(LocalAwsOptions options, ScaledClock clock, LogUploads logs)
{
    private readonly Lock _lock = new();
    private readonly List<JobRun> _runs = [];

    /// <summary>All job runs, oldest first.</summary>
    public IReadOnlyList<JobRun> Runs
    {
        get
        {
            lock (_lock)
                return [.. _runs];
        }
    }

    /// <summary>The operation of a method and path such as <c>POST /applications/{id}/jobruns</c>.</summary>
    public static string OperationOf(string method, string path) =>
        (method, path.Trim('/').Split('/')) switch
        {
            ("POST", ["applications", _, "jobruns"]) => "StartJobRun",
            ("GET", ["applications", _, "jobruns"]) => "ListJobRuns",
            ("GET", ["applications", _, "jobruns", _]) => "GetJobRun",
            ("DELETE", ["applications", _, "jobruns", _]) => "CancelJobRun",
            _ => throw new AwsError(404, "ResourceNotFoundException", $"{method} {path} is not served here."),
        };

    public JsonObject Handle(string operation, string path, JsonObject request)
    {
        var parts = path.Trim('/').Split('/');
        switch (operation)
        {
            case "StartJobRun":
                return Start(parts[1], request);
            case "ListJobRuns":
                return new JsonObject
                {
                    ["jobRuns"] = new JsonArray([
                        .. Runs.Where(run => run.Application == parts[1])
                            .Reverse()
                            .Select(run =>
                                (JsonNode)
                                    new JsonObject
                                    {
                                        ["id"] = run.Id,
                                        ["applicationId"] = run.Application,
                                        ["name"] = run.Request["name"]?.DeepClone(),
                                        ["state"] = run.State,
                                    }
                            ),
                    ]),
                };
            case "GetJobRun":
                return new JsonObject { ["jobRun"] = Find(parts[1], parts[3]).ToJson() };
            default:
                var run = Find(parts[1], parts[3]);
                if (run.State is "SUCCESS" or "FAILED" or "CANCELLED")
                    throw new AwsError(400, "ValidationException", $"Job run {run.Id} is {run.State}.");
                run.State = "CANCELLING";
                run.Cancel.Cancel();
                return new JsonObject { ["applicationId"] = run.Application, ["jobRunId"] = run.Id };
        }
    }

    private JsonObject Start(string application, JsonObject request)
    {
        foreach (var field in (string[])["clientToken", "executionRoleArn"])
        {
            if (request[field] is null)
                throw new AwsError(400, "ValidationException", $"{field} is required.");
        }

        JobRun? run;
        lock (_lock)
        {
            run = _runs.Find(known =>
                known.Application == application
                && known.Request["clientToken"]!.GetValue<string>() == request["clientToken"]!.GetValue<string>()
            );
            if (run is not null && !JsonNode.DeepEquals(run.Request, request))
                throw new AwsError(409, "ConflictException", "The client token was used with other parameters.");
            if (run is null)
            {
                run = new JobRun(
                    "00f" + Guid.NewGuid().ToString("N")[..13],
                    application,
                    (JsonObject)request.DeepClone(),
                    clock.GetUtcNow()
                );
                _runs.Add(run);
                var started = run;
                _ = Task.Run(() => LiveAsync(started));
            }
        }

        return new JsonObject
        {
            ["applicationId"] = application,
            ["jobRunId"] = run.Id,
            ["arn"] = $"arn:aws:emr-serverless:eu-west-1:000000000000:/applications/{application}/jobruns/{run.Id}",
        };
    }

    private async Task LiveAsync(JobRun run)
    {
        var step = new Step(
            run.Id,
            new JsonObject
            {
                ["Name"] = run.Request["name"]?.DeepClone() ?? "job run",
                ["HadoopJarStep"] = new JsonObject
                {
                    ["Jar"] = "spark-submit",
                    ["Args"] = run.Request["jobDriver"]?["sparkSubmit"]?["entryPointArguments"]?.DeepClone() ?? new JsonArray(),
                },
            },
            run.Created
        );
        var log = run.Request["configurationOverrides"]
            ?["monitoringConfiguration"]?["s3MonitoringConfiguration"]?["logUri"]?.GetValue<string>();
        var cluster = new Cluster(run.Application, new JsonObject { ["Name"] = run.Application, ["LogUri"] = log }, run.Created);
        var program = new StepRun(cluster, step, clock);
        try
        {
            foreach (var state in (string[])["QUEUED", "PENDING", "SCHEDULED"])
            {
                run.State = state;
                await clock.Delay(state == "QUEUED" ? options.QueueTime : TimeSpan.FromSeconds(20), run.Cancel.Token);
            }

            run.State = "RUNNING";
            var outcome = await (options.Steps?.Invoke(program) ?? new SimulatedStep()).RunAsync(
                program,
                run.Cancel.Token,
                run.Cancel.Token
            );
            foreach (var (name, text) in (IEnumerable<(string, string)>)[("stdout", program.Stdout.Text), ("stderr", program.Stderr.Text)])
                await logs.PutAsync(log, $"applications/{run.Application}/jobs/{run.Id}/SPARK_DRIVER/{name}.gz", text);
            run.StateDetails =
                outcome.ExitCode == 0
                    ? ""
                    : $"Job failed, please check complete logs in configured logging destination. ExitCode: {outcome.ExitCode}.";
            run.State = outcome.ExitCode == 0 ? "SUCCESS" : "FAILED";
        }
        catch (OperationCanceledException)
        {
            run.State = "CANCELLED";
        }
    }

    private JobRun Find(string application, string id)
    {
        lock (_lock)
            return _runs.Find(run => run.Application == application && run.Id == id)
                ?? throw new AwsError(404, "ResourceNotFoundException", $"Job run {id} does not exist.");
    }
}
