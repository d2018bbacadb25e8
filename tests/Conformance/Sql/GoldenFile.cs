using System.Text.Json;
using Spark.Testing;

namespace Conformance.Tests.Sql;

/// <summary>One statement of a golden file and what Spark answered.</summary>
/// <param name="File">The file's name below <c>inputs/</c>, such as <c>postgreSQL/int4.sql</c>.</param>
/// <param name="Number">The statement's number in the file, from 1.</param>
/// <param name="Schema">The schema of the result as text; <c>struct&lt;&gt;</c> for none.</param>
/// <param name="Output">The rows, or the error, as text.</param>
public sealed record GoldenCase(string File, int Number, string Sql, string Schema, string Output)
{
    /// <summary>The error that Spark raised; null when it answered.</summary>
    public GoldenError? Error { get; } = GoldenError.Read(Output);

    public override string ToString() => $"{File}#{Number}";
}

/// <summary>An error in a golden file.</summary>
/// <param name="ExceptionClass">The name of Spark's exception class, without its package.</param>
/// <param name="Message">The text of an exception of Java that Spark lets through; empty for Spark's own.</param>
/// <param name="ErrorClass">Null for the exceptions of Java that Spark lets through.</param>
public sealed record GoldenError(
    string ExceptionClass,
    string Message,
    string? ErrorClass,
    string? SqlState,
    IReadOnlyDictionary<string, string> Parameters
)
{
    public static GoldenError? Read(string output)
    {
        var end = output.IndexOf('\n');
        var first = end < 0 ? output : output[..end];
        if (
            !(first.StartsWith("org.apache.", StringComparison.Ordinal) || first.StartsWith("java.", StringComparison.Ordinal))
            || first.Contains(' ')
            || !(first.EndsWith("Exception", StringComparison.Ordinal) || first.EndsWith("Error", StringComparison.Ordinal))
        )
            return null;
        var name = first[(first.LastIndexOf('.') + 1)..];
        var json = end < 0 ? "" : output[(end + 1)..].Trim();
        if (!json.StartsWith('{'))
            return new GoldenError(name, json, null, null, new Dictionary<string, string>());
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var parameters = new Dictionary<string, string>();
        if (root.TryGetProperty("messageParameters", out var all))
        {
            foreach (var parameter in all.EnumerateObject())
                parameters[parameter.Name] = parameter.Value.GetString() ?? "";
        }
        return new GoldenError(
            name,
            "",
            root.GetProperty("errorClass").GetString(),
            root.TryGetProperty("sqlState", out var state) ? state.GetString() : null,
            parameters
        );
    }
}

/// <summary>
/// A file of Spark's SQL test suite: statements that share a session, with Spark's own answers. How such files are read is
/// https://github.com/apache/spark/blob/v4.1.3/sql/core/src/test/scala/org/apache/spark/sql/SQLQueryTestSuite.scala.
/// </summary>
public sealed class GoldenFile
{
    private GoldenFile(string name, IReadOnlyList<GoldenCase> cases, IReadOnlyDictionary<string, string> settings)
    {
        Name = name;
        Cases = cases;
        Settings = settings;
    }

    public string Name { get; }

    public IReadOnlyList<GoldenCase> Cases { get; }

    /// <summary>The session's settings before the first statement.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    private static string Folder => Repository.RequireShared("spark-sql-tests");

    /// <summary>The names of all files that are there; empty where the folder is missing.</summary>
    public static IEnumerable<string> Names()
    {
        var results = Path.Combine(Repository.Root, "..", "shared", "spark-sql-tests", "results");
        return !Directory.Exists(results)
            ? []
            : Directory
                .EnumerateFiles(results, "*.sql.out", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(results, path)[..^4].Replace('\\', '/'))
                .Order(StringComparer.Ordinal);
    }

    public static GoldenFile Read(string name)
    {
        var cases = new List<GoldenCase>();
        var text = System.IO.File.ReadAllText(Path.Combine(Folder, "results", name + ".out"));
        foreach (var block in text.Split("-- !query\n").Skip(1))
        {
            var (sql, rest) = Cut(block, "-- !query schema\n");
            var (schema, output) = Cut(rest, "-- !query output\n");
            cases.Add(new GoldenCase(name, cases.Count + 1, sql.TrimEnd('\n'), schema.TrimEnd('\n'), output.TrimEnd()));
        }
        return new GoldenFile(name, cases, ReadSettings(name));
    }

    private static (string Before, string After) Cut(string text, string separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + separator.Length)..]);
    }

    /// <summary>What the folder implies, and the lines <c>--SET key=value,...</c> and the first <c>--CONFIG_DIM</c> of each dimension say.</summary>
    private static Dictionary<string, string> ReadSettings(string name)
    {
        var settings = new Dictionary<string, string>
        {
            ["spark.sql.session.timeZone"] = "America/Los_Angeles",
            ["spark.sql.ansi.enabled"] = name.StartsWith("nonansi/", StringComparison.Ordinal) ? "false" : "true",
        };
        if (name.StartsWith("timestampNTZ/", StringComparison.Ordinal))
            settings["spark.sql.timestampType"] = "TIMESTAMP_NTZ";
        if (name.StartsWith("postgreSQL/", StringComparison.Ordinal) || name.StartsWith("udf/postgreSQL/", StringComparison.Ordinal))
            settings["spark.sql.legacy.interval.enabled"] = "true";
        var dimensions = new HashSet<string>();
        foreach (var line in System.IO.File.ReadLines(Path.Combine(Folder, "inputs", name)))
        {
            if (line.StartsWith("--SET ", StringComparison.Ordinal))
                Add(line[6..]);
            else if (
                line.StartsWith("--CONFIG_DIM", StringComparison.Ordinal)
                && line.IndexOf(' ') is > 0 and var space
                && dimensions.Add(line[..space])
            )
                Add(line[(space + 1)..]);
        }
        return settings;

        void Add(string assignments)
        {
            foreach (var assignment in assignments.Split(','))
            {
                var (key, value) = Cut(assignment, "=");
                settings[key.Trim()] = value.Trim();
            }
        }
    }
}
