using System.CommandLine;
using Microsoft.Spark.Sql;
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
        var command = new Command("sql", "Query the tables of a lake.") { query, lake, format, engine };
        command.SetAction(parsed =>
        {
            var chosen = Engine.Of(parsed.GetValue(engine));
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
                Register(spark, target);
                var rows = spark.Sql(parsed.GetRequiredValue(query));
                write(parsed.InvocationConfiguration.Output, rows);
                return 0;
            }
            finally
            {
                spark.Stop();
            }
        });
        return command;
    }

    /// <summary>Makes the lake's tables known to the session under their layers and names.</summary>
    private static void Register(SparkSession spark, Lake lake)
    {
        foreach (var layer in lake.Tables().GroupBy(table => table.Layer))
        {
            spark.Sql($"create database if not exists `{layer.Key}`");
            foreach (var table in layer)
            {
                if (!spark.Catalog.TableExists(layer.Key, table.Table))
                    spark.Sql(
                        $"create table `{layer.Key}`.`{table.Table}` using delta location '{table.Path.Replace("'", "\\'", StringComparison.Ordinal)}'"
                    );
                else if (PathOf(spark, table) is var path && path != table.Path)
                    throw new UsageException($"The engine's catalog knows {table.Name} already, at {path}, which is not this lake.");
            }
        }
    }

    private static string PathOf(SparkSession spark, LakeTable table)
    {
        var location = spark.Sql($"describe detail `{table.Layer}`.`{table.Table}`").Select("location").Collect().Single().GetAs<string>(0);
        return location.StartsWith("file:", StringComparison.Ordinal)
            ? $"/{Uri.UnescapeDataString(location[5..].TrimStart('/'))}"
            : location;
    }
}
