using FsCheck;
using FsCheck.Fluent;
using Spark.Connect.Columnar;

namespace Spark.Connect.Tests.Arrow;

/// <summary>Random schemas and rows for properties. A value is null, a bool, the bytes of a fixed-width value, a text, a list, or a struct's array.</summary>
internal static class RandomColumns
{
    private static readonly ColumnKind[] Flat =
    [
        ColumnKind.Null,
        ColumnKind.Boolean,
        ColumnKind.Int8,
        ColumnKind.Int16,
        ColumnKind.Int32,
        ColumnKind.Int64,
        ColumnKind.Float32,
        ColumnKind.Float64,
        ColumnKind.Decimal128,
        ColumnKind.Utf8,
        ColumnKind.LargeUtf8,
        ColumnKind.Binary,
        ColumnKind.LargeBinary,
        ColumnKind.Date32,
        ColumnKind.Time64Nanos,
        ColumnKind.TimestampMicros,
        ColumnKind.IntervalMonths,
        ColumnKind.DurationMicros,
        ColumnKind.IntervalMonthDayNano,
    ];

    public static Arbitrary<Sample> Samples { get; } =
        (
            from width in Gen.Choose(0, 5)
            from fields in Gen.ListOf(Field(3), width)
            from rows in Gen.Choose(0, 70)
            from nulls in Gen.Elements(0, 30, 100)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            select new Sample([.. fields], rows, nulls, seed)
        ).ToArbitrary();

    private static Gen<ColumnField> Field(int depth) =>
        from name in Gen.Elements("a", "b", "", "größe", "a b.c")
        from type in Type(depth)
        from metadata in Gen.Elements(0, 0, 2)
        select new ColumnField(name, type, true, metadata == 0 ? null : new Dictionary<string, string> { ["k"] = "v", ["leer"] = "" });

    private static Gen<ColumnType> Type(int depth)
    {
        var flat =
            from kind in Gen.Elements(Flat)
            from precision in Gen.Choose(1, 38)
            from scale in Gen.Choose(0, 38)
            from zone in Gen.Elements(null, "UTC", "Europe/Vienna")
            select kind switch
            {
                ColumnKind.Decimal128 => new ColumnType(kind) { Precision = precision, Scale = Math.Min(scale, precision) },
                ColumnKind.TimestampMicros => new ColumnType(kind) { TimeZone = zone },
                _ => new ColumnType(kind),
            };
        if (depth == 0)
            return flat;
        var list = from element in Field(depth - 1) select new ColumnType(ColumnKind.List) { Children = [element] };
        var structure =
            from count in Gen.Choose(0, 3)
            from fields in Gen.ListOf(Field(depth - 1), count)
            select new ColumnType(ColumnKind.Struct) { Children = [.. fields] };
        var map =
            from key in Field(0)
            from value in Field(depth - 1)
            select new ColumnType(ColumnKind.Map)
            {
                Children = [new ColumnField("entries", new ColumnType(ColumnKind.Struct) { Children = [key, value] }, false)],
            };
        return Gen.Frequency((5, flat), (1, list), (1, structure), (1, map));
    }

    public static object? Value(ColumnType type, int nulls, Random random)
    {
        if (type.Kind == ColumnKind.Null || random.Next(100) < nulls)
            return null;
        switch (type.Kind)
        {
            case ColumnKind.Boolean:
                return random.Next(2) == 0;
            case ColumnKind.Utf8 or ColumnKind.LargeUtf8:
                return string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => new[] { "a", "ß", "€", "😀", "\0" }[random.Next(5)]));
            case ColumnKind.Binary or ColumnKind.LargeBinary:
                return Bytes(random.Next(6), random);
            case ColumnKind.List or ColumnKind.Map:
                var entries = type.Kind == ColumnKind.Map ? 0 : nulls;
                return Enumerable.Range(0, random.Next(4)).Select(_ => Value(type.Children[0].Type, entries, random)).ToList();
            case ColumnKind.Struct:
                return type.Children.Select(child => Value(child.Type, nulls, random)).ToArray();
            default:
                return Bytes(type.ByteWidth, random);
        }
    }

    public static void Append(ColumnBuilder builder, ColumnType type, object? value)
    {
        switch (value)
        {
            case null:
                builder.AppendNull();
                break;
            case bool truth:
                builder.AppendBoolean(truth);
                break;
            case string text:
                builder.AppendString(text);
                break;
            case List<object?> elements:
                foreach (var element in elements)
                    Append(builder.Children[0], type.Children[0].Type, element);
                builder.AppendList();
                break;
            case object?[] fields:
                for (var i = 0; i < fields.Length; i++)
                    Append(builder.Children[i], type.Children[i].Type, fields[i]);
                builder.AppendStruct();
                break;
            case byte[] bytes when type.ByteWidth == 0:
                builder.AppendBytes(bytes);
                break;
            case byte[] { Length: 1 } bytes:
                builder.Append(bytes[0]);
                break;
            case byte[] { Length: 2 } bytes:
                builder.Append(BitConverter.ToInt16(bytes));
                break;
            case byte[] { Length: 4 } bytes:
                builder.Append(BitConverter.ToInt32(bytes));
                break;
            case byte[] { Length: 8 } bytes:
                builder.Append(BitConverter.ToInt64(bytes));
                break;
            case byte[] bytes:
                builder.Append(BitConverter.ToInt128(bytes));
                break;
        }
    }

    /// <summary>One value as text, so that a difference is readable and nested values compare by content.</summary>
    public static string Show(object? value) =>
        value switch
        {
            null => "null",
            string text => $"'{text}'",
            byte[] bytes => Convert.ToHexString(bytes),
            List<object?> elements => $"[{string.Join(", ", elements.Select(Show))}]",
            object?[] fields => $"{{{string.Join(", ", fields.Select(Show))}}}",
            _ => value.ToString()!,
        };

    public static object? Read(ColumnVector column, int row)
    {
        if (column.IsNull(row))
            return null;
        switch (column.Type.Kind)
        {
            case ColumnKind.Boolean:
                return column.GetBoolean(row);
            case ColumnKind.Utf8 or ColumnKind.LargeUtf8:
                return column.GetString(row);
            case ColumnKind.Binary or ColumnKind.LargeBinary:
                return column.GetBytes(row).ToArray();
            case ColumnKind.List or ColumnKind.Map:
                var (start, end) = column.Range(row);
                return Enumerable.Range(start, end - start).Select(i => Read(column.Children[0], i)).ToList();
            case ColumnKind.Struct:
                return column.Children.Select(child => Read(child, row)).ToArray();
            default:
                return column.Data.Slice(row * column.Type.ByteWidth, column.Type.ByteWidth).ToArray();
        }
    }

    public static string ShowType(ColumnType type) =>
        $"{type.Kind}({type.Precision},{type.Scale},{type.TimeZone})<{string.Join(", ", type.Children.Select(ShowField))}>";

    public static string ShowField(ColumnField field) =>
        $"{field.Name}: {ShowType(field.Type)} {field.Nullable} {{{string.Join(", ", field.Metadata?.Select(pair => $"{pair.Key}={pair.Value}") ?? [])}}}";

    private static byte[] Bytes(int count, Random random)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    internal sealed record Sample(ColumnField[] Fields, int Rows, int NullPercent, int Seed)
    {
        public object?[][] Values()
        {
            var random = new Random(Seed);
            return [.. Fields.Select(field => Enumerable.Range(0, Rows).Select(_ => Value(field.Type, NullPercent, random)).ToArray())];
        }

        public ColumnBatch Batch(object?[][] values)
        {
            var columns = new ColumnVector[Fields.Length];
            for (var i = 0; i < columns.Length; i++)
            {
                var builder = new ColumnBuilder(Fields[i].Type);
                foreach (var value in values[i])
                    Append(builder, Fields[i].Type, value);
                columns[i] = builder.Build();
            }

            return new ColumnBatch(Fields, columns, Rows);
        }

        public override string ToString() =>
            $"{Rows} rows, {NullPercent} % null, seed {Seed}: {string.Join("; ", Fields.Select(ShowField))}";
    }
}
