using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spark.Embedded.Delta;

/// <summary>Pieces of DuckDB SQL.</summary>
internal static class Sql
{
    /// <summary>A quoted name.</summary>
    public static string Name(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A string literal.</summary>
    public static string Text(string? text) => text is null ? "NULL" : "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>A path that names one file, whatever characters it has: DuckDB reads patterns.</summary>
    public static string FilePath(string path) => Run.Sql.FilePath(path);

    /// <summary>Items between commas.</summary>
    public static string List(IEnumerable<string> items) => string.Join(", ", items);
}

/// <summary>JSON texts as the log has them.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class DeltaJson : JsonSerializerContext
{
    /// <summary>Escapes only what JSON must.</summary>
    public static readonly DeltaJson Relaxed = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
