using Microsoft.Spark;
using Microsoft.Spark.Sql;
using Spark.Jobs.Lakes;

namespace Spark.Jobs.CommandLine;

/// <summary>
/// Makes the tables of a lake known to a session under their layers and names. A table is opened when a query names it, so that one that is
/// damaged, or needs what the engine does not have, stands in the way of no other.
/// </summary>
internal sealed class LakeCatalog(SparkSession spark, Lake lake, TextWriter error)
{
    /// <summary>Registers the layers, and the tables that a query names; all that can be opened for a query that lists tables.</summary>
    /// <exception cref="UsageException">The engine's catalog has another table of that name.</exception>
    public void Register(string query)
    {
        var listed = ListsTables(query);
        foreach (var layer in lake.Tables().GroupBy(table => table.Layer))
        {
            var known = layer.Where(table => listed || Names(query, table.Table)).ToList();
            if (listed || known.Count > 0 || Names(query, layer.Key))
                spark.Sql($"create database if not exists {Quoted(layer.Key)}");
            foreach (var table in known)
                Register(table, listed);
        }
    }

    private void Register(LakeTable table, bool mayFail)
    {
        try
        {
            if (!spark.Catalog.TableExists(table.Layer, table.Table))
                spark.Sql($"create table {Quoted(table.Layer)}.{Quoted(table.Table)} using delta location {Text(table.Path)}");
            else if (PathOf(table) is var path && path != table.Path)
                throw new UsageException($"The engine's catalog knows {table.Name} already, at {path}, which is not this lake.");
        }
        catch (SparkException e) when (mayFail)
        {
            error.WriteLine($"spark-jobs: {table.Name} is left out: {e.Message.ReplaceLineEndings("\n").Split('\n', 2)[0]}");
        }
        catch (SparkException e)
        {
            throw new LakeException($"{table.Name} at {table.Path} cannot be opened: {e.Message}");
        }
    }

    /// <summary>Whether a statement asks what tables there are, without naming them.</summary>
    private static bool ListsTables(string query) =>
        query.TrimStart().StartsWith("show", StringComparison.OrdinalIgnoreCase)
        || query.Contains("information_schema", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a name stands in a query by itself, not as a part of a longer one.</summary>
    private static bool Names(string query, string name)
    {
        for (var at = 0; (at = query.IndexOf(name, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + name.Length;
            if ((at == 0 || !IsNamePart(query[at - 1])) && (end == query.Length || !IsNamePart(query[end])))
                return true;
        }

        return false;
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private string PathOf(LakeTable table)
    {
        var location = spark
            .Sql($"describe detail {Quoted(table.Layer)}.{Quoted(table.Table)}")
            .Select("location")
            .Collect()
            .Single()
            .GetAs<string>(0);
        return location.StartsWith("file:", StringComparison.Ordinal)
            ? $"/{Uri.UnescapeDataString(location[5..].TrimStart('/'))}"
            : location;
    }

    private static string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private static string Text(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
