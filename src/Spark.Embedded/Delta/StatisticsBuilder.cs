using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>Makes a file's statistics for the log of what DuckDB says of the columns it wrote.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#per-file-statistics</remarks>
internal sealed class StatisticsBuilder
{
    /// <summary>Characters of text that bounds keep, as in Delta.</summary>
    private const int TextLength = 32;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Node _root;

    /// <param name="metadata">Says which columns get statistics.</param>
    public StatisticsBuilder(TableMetadata metadata)
    {
        var properties = metadata.Properties;
        var remaining = properties.DataSkippingNumIndexedCols < 0 ? int.MaxValue : properties.DataSkippingNumIndexedCols;
        var named = properties
            .DataSkippingStatsColumns?.Split(',')
            .Select(name => name.Trim().Trim('`'))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (named is not null)
            remaining = int.MaxValue;
        _root = Build(
            metadata.Schema.Fields.Where(field =>
                !metadata.PartitionColumns.Contains(field.Name) && (named is null || named.Contains(field.Name))
            ),
            "",
            ref remaining
        );
    }

    /// <summary>The statistics of one file as JSON.</summary>
    /// <param name="rows">Rows of the file.</param>
    /// <param name="columns">DuckDB's statistics by quoted path and name; see <c>RETURN_STATS</c>.</param>
    public string Write(long rows, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> columns)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("numRecords", rows);
            if (_root.Children.Count > 0)
            {
                WriteNode(writer, "minValues", _root, columns, static (leaf, stats) => Bound(leaf, stats, "min"));
                WriteNode(writer, "maxValues", _root, columns, static (leaf, stats) => Bound(leaf, stats, "max"));
                WriteNode(
                    writer,
                    "nullCount",
                    _root,
                    columns,
                    static (leaf, stats) => leaf.CountsNulls ? stats.GetValueOrDefault("null_count") : null
                );
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static Node Build(IEnumerable<StructField> fields, string prefix, ref int remaining)
    {
        var node = new Node();
        foreach (var field in fields.Where(DeltaSchemas.IsStored))
        {
            if (remaining <= 0)
                break;
            var path = prefix + Sql.Name(field.PhysicalName);
            if (field.Type is StructType structure)
            {
                node.Children.Add((field.PhysicalName, Build(structure.Fields, path + ".", ref remaining)));
            }
            else
            {
                node.Children.Add((field.PhysicalName, new Node { Path = path, Type = field.Type }));
                remaining--;
            }
        }

        return node;
    }

    private static void WriteNode(
        Utf8JsonWriter writer,
        string name,
        Node node,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> columns,
        Func<Node, IReadOnlyDictionary<string, string>, string?> value
    )
    {
        writer.WriteStartObject(name);
        foreach (var (child, inner) in node.Children)
        {
            if (inner.Type is null)
            {
                WriteNode(writer, child, inner, columns, value);
            }
            else if (columns.TryGetValue(inner.Path, out var stats) && value(inner, stats) is { } json)
            {
                writer.WritePropertyName(child);
                writer.WriteRawValue(json, skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>A bound as JSON; null when there is none that the log can hold.</summary>
    private static string? Bound(Node leaf, IReadOnlyDictionary<string, string> stats, string which)
    {
        if (!stats.TryGetValue(which, out var text) || leaf.Type is not PrimitiveType type)
            return null;
        switch (type.Name)
        {
            case "long" or "integer" or "short" or "byte":
                return text;
            case "float" or "double":
                return double.TryParse(text, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? text : null;
            case "date":
                return DeltaValue.TryParseDate(text, out _) ? $"\"{text}\"" : null;
            case "timestamp" or "timestamp_ntz":
                if (!DeltaValue.TryParseTimestamp(text, out var micros))
                    return null;
                // Cut to milliseconds, downwards; readers allow for it in the upper bound.
                var time = DateTime.UnixEpoch.AddMilliseconds(Math.Floor(micros / 1000.0));
                return $"\"{time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture)}{(type.Name == "timestamp" ? "Z" : "")}\"";
            case "string":
                return (which == "min" ? Prefix(text) : UpperBound(text)) is { } bound
                    ? JsonSerializer.Serialize(bound, DeltaJson.Relaxed.String)
                    : null;
            default:
                return type is DecimalType ? text : null; // Booleans and binary have no bounds in Delta.
        }
    }

    private static string Prefix(string text)
    {
        if (text.Length <= TextLength)
            return text;
        return text[..(char.IsHighSurrogate(text[TextLength - 1]) ? TextLength - 1 : TextLength)];
    }

    /// <summary>A text of limited length that is not below the value: what was cut is replaced by a character above it.</summary>
    private static string? UpperBound(string text)
    {
        var prefix = Prefix(text);
        if (prefix.Length == text.Length)
            return text;
        const string Highest = "\U0010FFFF";
        return text[prefix.Length] < '\u007F' ? prefix + "\u007F"
            : text.AsSpan(prefix.Length).StartsWith(Highest) ? null
            : prefix + Highest;
    }

    private sealed class Node
    {
        public string Path { get; init; } = "";

        public DeltaType? Type { get; init; }

        /// <summary>Parquet counts the nulls of leaves: of a list or map as a whole it knows nothing.</summary>
        public bool CountsNulls => Type is PrimitiveType;

        public List<(string Name, Node Node)> Children { get; } = [];
    }
}
