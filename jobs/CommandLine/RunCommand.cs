using System.CommandLine;
using System.Globalization;
using Spark.Jobs.Batches;
using Spark.Jobs.Datasets;
using Spark.Jobs.Lakes;
using Spark.Jobs.Pipelines;
using Spark.Launch;

namespace Spark.Jobs.CommandLine;

/// <summary><c>run PIPELINE</c>: raw files to curated tables.</summary>
internal static class RunCommand
{
    public static Command Create(IReadOnlyList<string> commandLine)
    {
        var pipeline = new Argument<string>("pipeline") { Description = $"The pipeline: {string.Join(", ", Contracts.Names)}." };
        var input = new Option<string>(JobsApp.InputOption)
        {
            Description = "The folder of raw .csv or .csv.gz files. Default: LAKE/raw/PIPELINE.",
        };
        var lake = new Option<string>(JobsApp.LakeOption)
        {
            Description = "The lake that the tables lie in. Default: ./lake.",
            DefaultValueFactory = _ => "lake",
        };
        var engine = Engine.Option();
        var memory = Engine.MemoryOption();
        var threads = Engine.ThreadsOption();
        var json = new Option<bool>("--json") { Description = "Print the result as one JSON object, the last line on standard output." };
        var fullRefresh = new Option<bool>("--full-refresh") { Description = "Process all raw files again, into tables that start anew." };
        var from = new Option<string>("--from")
        {
            Description = "Restate the days from this one (yyyy-MM-dd), from the raw files processed before.",
        };
        var to = new Option<string>("--to") { Description = "Restate the days up to and with this one (yyyy-MM-dd)." };
        var strict = new Option<bool>("--strict")
        {
            Description = "Fail when a raw file cannot be read. Default: such a file is put aside (ops.rejected_files) and the rest runs.",
        };
        var allowMissing = new Option<bool>("--allow-missing")
        {
            Description = "At --full-refresh or --from/--to, let rows go whose raw files are gone.",
        };
        var command = new Command(JobsApp.RunCommand, "Take the raw files of a pipeline to its processed, quarantine and curated tables.")
        {
            pipeline,
            input,
            lake,
            engine,
            memory,
            threads,
            json,
            fullRefresh,
            from,
            to,
            strict,
            allowMissing,
        };
        command.SetAction(parsed =>
        {
            var contract = Contracts.Of(parsed.GetRequiredValue(pipeline));
            var chosen = Engine.Of(parsed.GetValue(engine)).With(parsed.GetValue(memory), parsed.GetValue(threads));
            var target = new Lake(parsed.GetRequiredValue(lake));
            var request = Request(
                Location.Absolute(parsed.GetValue(input) ?? target.RawFolder(contract.Name)),
                parsed.GetValue(fullRefresh),
                Day(from, parsed.GetValue(from)),
                Day(to, parsed.GetValue(to))
            ) with
            {
                Strict = parsed.GetValue(strict),
                AllowMissing = parsed.GetValue(allowMissing),
            };
            CheckLocations(chosen, request, target);
            return chosen.NeedsSubmit
                ? Engine.Submit(commandLine)
                : Run(
                    chosen,
                    contract,
                    target,
                    request,
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    parsed.GetValue(json)
                );
        });
        return command;
    }

    /// <summary>Runs a pipeline and reports it.</summary>
    public static int Run(
        Engine engine,
        DataContract contract,
        Lake lake,
        RunRequest request,
        TextWriter output,
        TextWriter error,
        bool json
    )
    {
        using var interrupt = new Interrupt();
        var progress = new ConsoleProgress(silent: json);
        progress.Report($"starting the engine ({engine.Name})");
        var spark = engine.Open();
        interrupt.Session = spark;
        try
        {
            var result = new PipelineRun(spark, contract, lake, progress).Run(request);
            progress.Clear();
            RunReport.WriteNotices(error, result);
            if (json)
                RunReport.WriteJson(output, engine.Name, result);
            else
                RunReport.Write(output, engine.Name, lake, request, result);
            return 0;
        }
        finally
        {
            progress.Clear();
            spark.Stop();
        }
    }

    private static RunRequest Request(string input, bool fullRefresh, DateOnly? from, DateOnly? to)
    {
        if (from is null && to is null)
            return new RunRequest(input, fullRefresh ? BatchKind.FullRefresh : BatchKind.Incremental);
        if (fullRefresh)
            throw new UsageException("--full-refresh restates every day; leave --from and --to out.");
        if (from is null || to is null)
            throw new UsageException("--from and --to go together.");
        return from <= to
            ? new RunRequest(input, BatchKind.Restatement, from, to)
            : throw new UsageException($"--from {from:O} is after --to {to:O}.");
    }

    private static DateOnly? Day(Option<string> option, string? text)
    {
        if (text is null)
            return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new UsageException($"{option.Name} must be a day such as 2011-01-31, not '{text}'.");
    }

    private static void CheckLocations(Engine engine, RunRequest request, Lake lake)
    {
        engine.CheckReach(request.Input);
        engine.CheckReach(lake.Root);
        if (!Location.IsUrl(request.Input) && !Directory.Exists(request.Input))
            throw new UsageException($"There is no folder {request.Input}; --input names the folder of the raw files.");
        if (File.Exists(lake.Root))
            throw new UsageException($"{lake.Root} is a file; --lake names a folder.");
    }
}
