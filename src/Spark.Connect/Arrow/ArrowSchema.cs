using System.Globalization;
using Microsoft.Spark;
using Spark.Connect.Columnar;

namespace Spark.Connect.Arrow;

/// <summary>Translates the fields of a batch to and from the Schema message of Arrow IPC.</summary>
/// <remarks>https://github.com/apache/arrow/blob/main/format/Schema.fbs gives the slots and the numbers.</remarks>
internal static class ArrowSchema
{
    // A nesting that no schema of Spark reaches; it keeps a damaged message from exhausting the stack.
    private const int MaxDepth = 256;

    private const byte Null = 1,
        Int = 2,
        FloatingPoint = 3,
        Binary = 4,
        Utf8 = 5,
        Bool = 6,
        Decimal = 7,
        Date = 8,
        Time = 9,
        Timestamp = 10,
        Interval = 11,
        List = 12,
        Struct = 13,
        Map = 17,
        Duration = 18,
        LargeBinary = 19,
        LargeUtf8 = 20;

    private static readonly string[] TypeNames =
    [
        "NONE",
        "Null",
        "Int",
        "FloatingPoint",
        "Binary",
        "Utf8",
        "Bool",
        "Decimal",
        "Date",
        "Time",
        "Timestamp",
        "Interval",
        "List",
        "Struct",
        "Union",
        "FixedSizeBinary",
        "FixedSizeList",
        "Map",
        "Duration",
        "LargeBinary",
        "LargeUtf8",
        "LargeList",
        "RunEndEncoded",
        "BinaryView",
        "Utf8View",
        "ListView",
        "LargeListView",
    ];

    public static IReadOnlyList<ColumnField> Read(FlatTable schema)
    {
        if (schema.GetInt16(0) != 0)
            throw new SparkUnsupportedOperationException("The Arrow data is big-endian, which is not supported.");
        return ReadFields(schema.GetTables(1), 0);
    }

    /// <summary>Adds a Schema table to the message.</summary>
    public static int Write(FlatWriter writer, IReadOnlyList<ColumnField> fields)
    {
        var schema = writer.AddTable(2, 4);
        writer.SetReference(schema, 1, WriteFields(writer, fields));
        return schema;
    }

    private static ColumnField[] ReadFields(FlatTables tables, int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException($"The Arrow schema nests deeper than {MaxDepth} levels.");
        var fields = new ColumnField[tables.Count];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = ReadField(tables[i], depth);
        return fields;
    }

    private static ColumnField ReadField(FlatTable field, int depth)
    {
        var name = field.GetString(0) ?? "";
        if (field.TryGetTable(4, out _))
            throw Unsupported(name, "dictionary-encoded");
        var children = ReadFields(field.GetTables(5), depth + 1);
        field.TryGetTable(3, out var type);
        return new ColumnField(
            name,
            ReadType(name, field.GetByte(2), type, children),
            field.GetBoolean(1),
            ReadMetadata(field.GetTables(6))
        );
    }

    private static ColumnType ReadType(string name, byte tag, FlatTable type, ColumnField[] children)
    {
        switch (tag)
        {
            case Null:
                return new ColumnType(ColumnKind.Null);
            case Bool:
                return ColumnType.Boolean;
            case Int when type.GetBoolean(1):
                return new ColumnType(
                    type.GetInt32(0) switch
                    {
                        8 => ColumnKind.Int8,
                        16 => ColumnKind.Int16,
                        32 => ColumnKind.Int32,
                        64 => ColumnKind.Int64,
                        var width => throw Unsupported(name, $"Int of {width} bits"),
                    }
                );
            case Int:
                throw Unsupported(name, $"unsigned Int of {type.GetInt32(0)} bits");
            case FloatingPoint:
                return new ColumnType(
                    type.GetInt16(0) switch
                    {
                        1 => ColumnKind.Float32,
                        2 => ColumnKind.Float64,
                        _ => throw Unsupported(name, "half-precision FloatingPoint"),
                    }
                );
            case Decimal:
                var (precision, scale, bits) = (type.GetInt32(0), type.GetInt32(1), type.GetInt32(2, 128));
                if (bits != 128 || precision is < 1 or > Decimal128.MaxPrecision || scale < 0 || scale > Decimal128.MaxPrecision)
                    throw Unsupported(name, $"Decimal({precision},{scale}) of {bits} bits");
                return new ColumnType(ColumnKind.Decimal128) { Precision = precision, Scale = scale };
            case Utf8:
                return ColumnType.Utf8;
            case LargeUtf8:
                return new ColumnType(ColumnKind.LargeUtf8);
            case Binary:
                return new ColumnType(ColumnKind.Binary);
            case LargeBinary:
                return new ColumnType(ColumnKind.LargeBinary);
            case Date when type.GetInt16(0, 1) == 0:
                return new ColumnType(ColumnKind.Date32);
            case Date:
                throw Unsupported(name, "Date in milliseconds");
            case Time when type.GetInt16(0, 1) == 3 && type.GetInt32(1, 32) == 64:
                return new ColumnType(ColumnKind.Time64Nanos);
            case Time:
                throw Unsupported(name, "Time in another unit than nanoseconds");
            case Timestamp when type.GetInt16(0) == 2:
                return new ColumnType(ColumnKind.TimestampMicros) { TimeZone = type.GetString(1) is { Length: > 0 } zone ? zone : null };
            case Timestamp:
                throw Unsupported(name, "Timestamp in another unit than microseconds");
            case Duration when type.GetInt16(0, 1) == 2:
                return new ColumnType(ColumnKind.DurationMicros);
            case Duration:
                throw Unsupported(name, "Duration in another unit than microseconds");
            case Interval:
                return new ColumnType(
                    type.GetInt16(0) switch
                    {
                        0 => ColumnKind.IntervalMonths,
                        2 => ColumnKind.IntervalMonthDayNano,
                        _ => throw Unsupported(name, "Interval of days and milliseconds"),
                    }
                );
            case List:
                return new ColumnType(ColumnKind.List) { Children = Expect(name, children, 1) };
            case Struct:
                return new ColumnType(ColumnKind.Struct) { Children = children };
            case Map:
                if (Expect(name, children, 1)[0].Type is not { Kind: ColumnKind.Struct, Children.Count: 2 })
                    throw new InvalidDataException($"The Arrow field '{name}' is a map whose entries are not a struct of key and value.");
                return new ColumnType(ColumnKind.Map) { Children = children };
            default:
                throw Unsupported(name, tag < TypeNames.Length ? TypeNames[tag] : tag.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static ColumnField[] Expect(string name, ColumnField[] children, int count) =>
        children.Length == count
            ? children
            : throw new InvalidDataException($"The Arrow field '{name}' has {children.Length} children where {count} is expected.");

    private static Dictionary<string, string>? ReadMetadata(FlatTables pairs)
    {
        if (pairs.Count == 0)
            return null;
        var metadata = new Dictionary<string, string>(pairs.Count);
        for (var i = 0; i < pairs.Count; i++)
            metadata[pairs[i].GetString(0) ?? ""] = pairs[i].GetString(1) ?? "";
        return metadata;
    }

    private static int WriteFields(FlatWriter writer, IReadOnlyList<ColumnField> fields)
    {
        var vector = writer.AddReferences(fields.Count);
        for (var i = 0; i < fields.Count; i++)
            writer.SetElement(vector, i, WriteField(writer, fields[i]));
        return vector;
    }

    private static int WriteField(FlatWriter writer, ColumnField field)
    {
        var hasMetadata = field.Metadata is { Count: > 0 };
        var table = writer.AddTable(4, 1, 1, 4, 0, 4, hasMetadata ? (byte)4 : (byte)0);
        writer.SetReference(table, 0, writer.AddString(field.Name));
        writer.SetBoolean(table, 1, field.Nullable);
        var (tag, type) = WriteType(writer, field.Type);
        writer.SetByte(table, 2, tag);
        writer.SetReference(table, 3, type);
        writer.SetReference(table, 5, WriteFields(writer, field.Type.Children));
        if (hasMetadata)
        {
            var pairs = writer.AddReferences(field.Metadata!.Count);
            writer.SetReference(table, 6, pairs);
            var index = 0;
            foreach (var (key, value) in field.Metadata)
            {
                var pair = writer.AddTable(4, 4);
                writer.SetElement(pairs, index++, pair);
                writer.SetReference(pair, 0, writer.AddString(key));
                writer.SetReference(pair, 1, writer.AddString(value));
            }
        }

        return table;
    }

    private static (byte Tag, int Table) WriteType(FlatWriter writer, ColumnType type)
    {
        switch (type.Kind)
        {
            case ColumnKind.Int8 or ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64:
                var integer = writer.AddTable(4, 1);
                writer.SetInt32(integer, 0, 8 * type.ByteWidth);
                writer.SetBoolean(integer, 1, true);
                return (Int, integer);
            case ColumnKind.Float32 or ColumnKind.Float64:
                return (FloatingPoint, WriteUnit(writer, type.Kind == ColumnKind.Float32 ? 1 : 2));
            case ColumnKind.Decimal128:
                var number = writer.AddTable(4, 4, 4);
                writer.SetInt32(number, 0, type.Precision);
                writer.SetInt32(number, 1, type.Scale);
                writer.SetInt32(number, 2, 128);
                return (Decimal, number);
            case ColumnKind.Date32:
                return (Date, WriteUnit(writer, 0));
            case ColumnKind.Time64Nanos:
                var time = writer.AddTable(2, 4);
                writer.SetInt16(time, 0, 3);
                writer.SetInt32(time, 1, 64);
                return (Time, time);
            case ColumnKind.TimestampMicros:
                var timestamp = writer.AddTable(2, type.TimeZone is null ? (byte)0 : (byte)4);
                writer.SetInt16(timestamp, 0, 2);
                if (type.TimeZone is not null)
                    writer.SetReference(timestamp, 1, writer.AddString(type.TimeZone));
                return (Timestamp, timestamp);
            case ColumnKind.DurationMicros:
                return (Duration, WriteUnit(writer, 2));
            case ColumnKind.IntervalMonths or ColumnKind.IntervalMonthDayNano:
                return (Interval, WriteUnit(writer, type.Kind == ColumnKind.IntervalMonths ? 0 : 2));
            case ColumnKind.Map:
                return (Map, writer.AddTable(1));
            default:
                var tag = type.Kind switch
                {
                    ColumnKind.Null => Null,
                    ColumnKind.Boolean => Bool,
                    ColumnKind.Utf8 => Utf8,
                    ColumnKind.LargeUtf8 => LargeUtf8,
                    ColumnKind.Binary => Binary,
                    ColumnKind.LargeBinary => LargeBinary,
                    ColumnKind.List => List,
                    ColumnKind.Struct => Struct,
                    _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "A column kind without an Arrow type."),
                };
                return (tag, writer.AddTable());
        }
    }

    private static int WriteUnit(FlatWriter writer, int unit)
    {
        var table = writer.AddTable(2);
        writer.SetInt16(table, 0, (short)unit);
        return table;
    }

    private static SparkUnsupportedOperationException Unsupported(string field, string type) =>
        new($"The Arrow field '{field}' is {type}, which Spark's results do not use and which is not supported.");
}
