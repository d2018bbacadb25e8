using System.CommandLine;
using Spark.Jobs.Lakes;

namespace Spark.Jobs.CommandLine;

/// <summary><c>sql QUERY</c>: a query over the tables of a lake.</summary>
internal static class SqlCommand
{
    public static Command Create()
    {
        var query = new Argument<string>("query") { Description = "Spark SQL; tables go by layer and name, such as processed.retail." };
        var lake = new Option<string>("--lake") { Description = "The lake. Default: ./lake.", DefaultValueFactory = _ => "lake" };
        var format = new Option<string>("--format")
        {
            Description = "How to print the rows.",
            DefaultValueFactory = _ => "table",
            HelpName = "table|csv|json",
        };
        var engine = Engine.Option();
        var memory = Engine.MemoryOption();
        var threads = Engine.ThreadsOption();
        var command = new Command("sql", "Query the tables of a lake.") { query, lake, format, engine, memory, threads };
        command.SetAction(parsed =>
        {
            var chosen = Engine.Of(parsed.GetValue(engine)).With(parsed.GetValue(memory), parsed.GetValue(threads));
            var target = new Lake(parsed.GetRequiredValue(lake));
            var write = RowOutput.Of(parsed.GetRequiredValue(format));
            chosen.CheckReach(target.Root);
            if (!Directory.Exists(target.Root))
                throw new UsageException($"There is no lake at {target.Root}; --lake names the folder of one.");
            if (chosen.NeedsSubmit)
                return Engine.Submit([
                    "sql",
                    parsed.GetRequiredValue(query),
                    "--lake",
                    target.Root,
                    "--format",
                    parsed.GetRequiredValue(format),
                ]);

            using var interrupt = new Interrupt();
            var spark = chosen.Open();
            interrupt.Session = spark;
            try
            {
                var text = parsed.GetRequiredValue(query);
                new LakeCatalog(spark, target, parsed.InvocationConfiguration.Error).Register(text);
                write(parsed.InvocationConfiguration.Output, spark.Sql(text));
                return 0;
            }
            finally
            {
                spark.Stop();
            }
        });
        return command;
    }
}
