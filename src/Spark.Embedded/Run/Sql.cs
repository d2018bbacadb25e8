namespace Spark.Embedded.Run;

/// <summary>Text as DuckDB SQL.</summary>
internal static class Sql
{
    /// <summary>A string literal.</summary>
    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>An identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A path that names one file, whatever characters it has: DuckDB reads patterns.</summary>
    public static string FilePath(string path) =>
        Text(
            path.AsSpan().IndexOfAny("*?[") < 0
                ? path
                : path.Replace("[", "[[]", StringComparison.Ordinal)
                    .Replace("*", "[*]", StringComparison.Ordinal)
                    .Replace("?", "[?]", StringComparison.Ordinal)
        );

    /// <summary>A list literal of strings.</summary>
    public static string List(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Text))}]";
}
