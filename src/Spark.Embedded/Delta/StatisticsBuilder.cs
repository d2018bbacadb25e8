using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>Makes a file's statistics for the log of what DuckDB says of the columns it wrote.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#per-file-statistics</remarks>
internal sealed class StatisticsBuilder
{
    // DuckDB's names of statistics.
    private const string Least = "min";
    private const string Greatest = "max";
    private const string Nulls = "null_count";
    private const string HasNaN = "has_nan";

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

    /// <summary>The columns of floating-point numbers that get statistics, by quoted path of their names in the file.</summary>
    public IReadOnlyList<string> FloatingColumns => [.. Leaves(_root).Where(leaf => leaf.IsFloating).Select(leaf => leaf.Path)];

    /// <summary>The statistics of one file as JSON.</summary>
    /// <param name="rows">Rows of the file.</param>
    /// <param name="columns">DuckDB's statistics by quoted path and name; see <c>RETURN_STATS</c>.</param>
    /// <param name="withNaN">Columns, by quoted path, in which there is a NaN that DuckDB's statistics may not tell of.</param>
    public string Write(
        long rows,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> columns,
        IReadOnlyCollection<string> withNaN
    )
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("numRecords", rows);
            if (_root.Children.Count > 0)
            {
                WriteNode(
                    writer,
                    "minValues",
                    _root,
                    columns,
                    static (leaf, stats) => stats.TryGetValue(Least, out var least) ? Bounds.Lower(leaf.Type!, least) : null
                );
                // NaN is above every number, and DuckDB's greatest value leaves it out: then there is no upper bound.
                WriteNode(
                    writer,
                    "maxValues",
                    _root,
                    columns,
                    (leaf, stats) =>
                        stats.TryGetValue(Greatest, out var greatest)
                        && stats.GetValueOrDefault(HasNaN) != "true"
                        && !withNaN.Contains(leaf.Path)
                            ? Bounds.Upper(leaf.Type!, greatest)
                            : null
                );
                WriteNode(
                    writer,
                    "nullCount",
                    _root,
                    columns,
                    static (leaf, stats) => leaf.CountsNulls ? stats.GetValueOrDefault(Nulls) : null
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

    private static IEnumerable<Node> Leaves(Node node) =>
        node.Children.SelectMany(child => child.Node.Type is null ? Leaves(child.Node) : [child.Node]);

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

    private sealed class Node
    {
        public string Path { get; init; } = "";

        public DeltaType? Type { get; init; }

        /// <summary>Parquet counts the nulls of leaves: of a list or map as a whole it knows nothing.</summary>
        public bool CountsNulls => Type is PrimitiveType;

        public bool IsFloating => Type is PrimitiveType { Name: "float" or "double" };

        public List<(string Name, Node Node)> Children { get; } = [];
    }
}
