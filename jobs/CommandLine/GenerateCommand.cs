using System.CommandLine;
using Spark.Jobs.Samples;

namespace Spark.Jobs.CommandLine;

/// <summary><c>generate sales</c>: raw files of any size.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var pipeline = new Argument<string>("pipeline") { Description = "The pipeline to generate raw files for: sales." };
        var rows = new Option<long>("--rows") { Description = "How many rows to write.", DefaultValueFactory = _ => SampleCommand.Rows };
        var output = new Option<string>("--output") { Description = "The folder to write to.", Required = true };
        var seed = new Option<int>("--seed")
        {
            Description = "Another seed gives other rows, the same seed the same.",
            DefaultValueFactory = _ => SampleCommand.Seed,
        };
        var command = new Command("generate", "Write dirty, deterministic raw files: one CSV a day.") { pipeline, rows, output, seed };
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(pipeline);
            if (name != "sales")
                throw new UsageException($"Raw files are generated for the pipeline sales, not for '{name}'.");
            var count = parsed.GetValue(rows);
            if (count < 1)
                throw new UsageException($"--rows must be 1 or more, not {count}.");
            var folder = Path.GetFullPath(parsed.GetRequiredValue(output));
            if (File.Exists(folder))
                throw new UsageException($"{folder} is a file; --output names a folder.");
            var generator = new SalesGenerator(count, parsed.GetValue(seed));
            var bytes = generator.Write(folder);
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{count:N0} rows in {generator.Days} files under {folder} ({bytes / 1e6:N1} MB written)."
            );
            return 0;
        });
        return command;
    }
}
