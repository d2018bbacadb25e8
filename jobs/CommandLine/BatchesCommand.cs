using System.CommandLine;
using Spark.Jobs.Batches;
using Spark.Jobs.Lakes;
using Spark.Jobs.Pipelines;
using Spectre.Console;

namespace Spark.Jobs.CommandLine;

/// <summary><c>batches list</c> and <c>batches abandon</c>: what a pipeline's batches are, and a way out of one that cannot be finished.</summary>
internal static class BatchesCommand
{
    public static Command Create() =>
        new("batches", "See a pipeline's batches, or give up one that cannot be finished.") { CreateList(), CreateAbandon() };

    private static Command CreateList()
    {
        var (pipeline, lake) = Arguments();
        var command = new Command("list", "List the batches: what each was for, its files, and whether it is done.") { pipeline, lake };
        command.SetAction(parsed =>
        {
            var contract = Contracts.Of(parsed.GetRequiredValue(pipeline));
            var spark = Engine.Of("embedded").Open();
            try
            {
                var history = new BatchLog(spark, new Lake(parsed.GetRequiredValue(lake)), contract.Name).Read();
                var grid = TableOutput.Grid("batch", "kind", "files", "state");
                foreach (var batch in history.Batches)
                    grid.AddRow($"{batch.Id}", $"{batch.Kind}", $"{batch.Files.Count:N0}", State(batch, history));
                TableOutput.Console(parsed.InvocationConfiguration.Output).Write(grid);
                return 0;
            }
            finally
            {
                spark.Stop();
            }
        });
        return command;
    }

    private static Command CreateAbandon()
    {
        var (pipeline, lake) = Arguments();
        var command = new Command(
            "abandon",
            "Give the unfinished batch up: the tables go back to what they were before it, and its files count as never processed. No run of the pipeline may be active."
        )
        {
            pipeline,
            lake,
        };
        command.SetAction(parsed =>
        {
            var contract = Contracts.Of(parsed.GetRequiredValue(pipeline));
            var place = new Lake(parsed.GetRequiredValue(lake));
            var spark = Engine.Of("embedded").Open();
            try
            {
                var log = new BatchLog(spark, place, contract.Name);
                if (log.Read().Unfinished is not { } batch)
                    throw new PipelineException($"{contract.Name} has no unfinished batch in {place.Root}.");
                var undone = BatchRollback.Undo(spark, contract.Name, PipelineRun.TablesOf(contract, place), batch);
                log.Abandon(batch);
                parsed.InvocationConfiguration.Output.WriteLine(
                    $"Batch {batch.Id} of {contract.Name} is given up; {batch.Files.Count} raw files count as never processed."
                );
                if (undone.Count > 0)
                    parsed.InvocationConfiguration.Output.WriteLine(
                        $"Taken back: {string.Join(", ", undone.Select(table => table.Name))}."
                    );
                return 0;
            }
            finally
            {
                spark.Stop();
            }
        });
        return command;
    }

    private static string State(Batch batch, BatchHistory history) =>
        history.Abandoned.Contains(batch.Id) ? "given up"
        : batch.Id <= history.Closed ? "done"
        : batch == history.Unfinished ? "unfinished"
        : "replaced";

    private static (Argument<string> Pipeline, Option<string> Lake) Arguments() =>
        (
            new Argument<string>("pipeline") { Description = $"The pipeline: {string.Join(", ", Contracts.Names)}." },
            new Option<string>("--lake")
            {
                Description = "The lake that the tables lie in. Default: ./lake.",
                DefaultValueFactory = _ => "lake",
            }
        );
}
