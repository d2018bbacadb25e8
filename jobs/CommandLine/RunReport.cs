using System.Text;
using System.Text.Json;
using Spark.Jobs.Lakes;
using Spark.Jobs.Pipelines;
using Spark.Jobs.Raw;
using Spectre.Console;

namespace Spark.Jobs.CommandLine;

/// <summary>The end of a run: a table for people, or one line of JSON for programs.</summary>
internal static class RunReport
{
    /// <summary>Writes the result as one line of JSON.</summary>
    public static void WriteJson(TextWriter output, string engine, RunResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("pipeline", result.Pipeline);
            json.WriteString("engine", engine);
            json.WriteString("runId", result.RunId);
            json.WriteNumber("rowsRead", result.Rows.Read);
            json.WriteNumber("rowsProcessed", result.Rows.Processed);
            json.WriteNumber("rowsQuarantined", result.Rows.Quarantined);
            json.WriteNumber("rowsDuplicate", result.Rows.Duplicate);
            json.WriteStartArray("tables");
            foreach (var (table, version, rows) in result.Tables)
            {
                json.WriteStartObject();
                json.WriteString("name", table.Name);
                json.WriteString("path", table.Path);
                json.WriteNumber("version", version);
                json.WriteNumber("rows", rows);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (result.RejectedFiles.Count > 0)
                WriteRejectedFiles(json, result.RejectedFiles);
            json.WriteNumber("elapsedSeconds", Math.Round(result.Elapsed.TotalSeconds, 3));
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
        output.Flush();
    }

    private static void WriteRejectedFiles(Utf8JsonWriter json, IReadOnlyList<RejectedFile> files)
    {
        json.WriteStartArray("rejectedFiles");
        foreach (var (file, reason) in files)
        {
            json.WriteStartObject();
            json.WriteString("file", file.Path);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Says which raw files were put aside and what else is worth knowing, a line each.</summary>
    public static void WriteNotices(TextWriter error, RunResult result)
    {
        foreach (var (file, reason) in result.RejectedFiles)
            error.WriteLine($"spark-jobs: put aside: {Relative(file.Path)} {reason} (ops.rejected_files)");
        foreach (var notice in result.Notices)
            error.WriteLine($"spark-jobs: {notice}.");
    }

    /// <summary>Writes the result for people: what was read and what became of it, the tables, and what to try next.</summary>
    public static void Write(TextWriter output, string engine, Lake lake, RunRequest request, RunResult result)
    {
        var console = TableOutput.Console(output);
        var rows = result.Rows;
        console.WriteLine(
            result.Files == 0
                ? $"{result.Pipeline} on {engine}: no new raw files in {Relative(request.Input)}; nothing changed."
                : $"{result.Pipeline} on {engine}: {Count(result.Files, "raw file")} in {result.Elapsed.TotalSeconds:0.0} s"
        );
        console.WriteLine();

        var counts = TableOutput.Grid("rows", "", "where");
        counts.AddRow("read", $"{rows.Read:N0}", Text(Relative(request.Input)));
        counts.AddRow("processed", $"{rows.Processed:N0}", $"processed.{result.Pipeline}");
        counts.AddRow("rejected", $"{rows.Quarantined:N0}", $"quarantine.{result.Pipeline}");
        counts.AddRow("duplicates", $"{rows.Duplicate:N0}", "said nothing new");
        console.Write(counts);

        var tables = TableOutput.Grid("table", "rows", "version", "path");
        foreach (var (table, version, count) in result.Tables)
            tables.AddRow(table.Name, $"{count:N0}", $"{version}", Text(Relative(table.Path)));
        console.Write(tables);

        foreach (var warning in result.Warnings)
            console.WriteLine($"Warning: {warning.Rule} does not hold ({warning.RuleSet}); {warning.Observed} was observed.");
        console.WriteLine("Try next:");
        var program = "dotnet run --project jobs --";
        var lakeOption = Relative(lake.Root) == "lake" ? "" : $" --lake {Relative(lake.Root)}";
        if (result.Tables.Any(table => table.Table.Layer == "curated"))
            console.WriteLine($"  {program} sql \"select * from curated.{result.Pipeline}_monthly_kpis order by month\"{Sql(lake)}");
        console.WriteLine(
            $"  {program} sql \"select reasons, count(*) as n from quarantine.{result.Pipeline} group by reasons order by n desc\"{Sql(lake)}"
        );
        console.WriteLine(
            $"  {program} run {result.Pipeline}{Input(lake, request, result)}{lakeOption}   (again, after new files arrived in {Relative(request.Input)})"
        );
    }

    private static string Sql(Lake lake) => $" --lake {Relative(lake.Root)}";

    private static string Input(Lake lake, RunRequest request, RunResult result) =>
        request.Input == lake.RawFolder(result.Pipeline) ? "" : $" --input {Relative(request.Input)}";

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count:N0} {noun}s";

    private static string Text(string value) => Markup.Escape(value);

    private static string Relative(string path)
    {
        if (Location.IsUrl(path))
            return path;
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) && relative.Length > path.Length ? path : relative;
    }
}
