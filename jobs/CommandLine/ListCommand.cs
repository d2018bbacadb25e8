using System.CommandLine;
using Spark.Jobs.Lakes;
using Spark.Jobs.Pipelines;

namespace Spark.Jobs.CommandLine;

/// <summary><c>list</c>: the pipelines and their tables.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "List the pipelines, what they are for, and the tables that they write.");
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            foreach (var name in Contracts.Names)
            {
                var contract = Contracts.Of(name);
                output.WriteLine($"{name}  {contract.Purpose}");
                foreach (var table in PipelineRun.TablesOf(contract, new Lake("lake")))
                    output.WriteLine($"    {table.Name}");
            }

            return 0;
        });
        return command;
    }
}
