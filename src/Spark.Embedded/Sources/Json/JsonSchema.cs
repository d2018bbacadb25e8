using System.Text;
using System.Text.Json;
using Spark.Embedded.Errors;
using Spark.Embedded.Sources.Csv;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Json;

/// <summary>Finds the columns of JSON files: the fields of all records by name, each in the narrowest type of its values.</summary>
internal static class JsonSchema
{
    public static StructType Infer(IReadOnlyList<DataFile> files, RawFiles raw, JsonOptions options)
    {
        SparkType schema = new StructType([]);
        var corrupt = false;
        foreach (var file in files)
        {
            foreach (var record in raw.Records(file, () => JsonScan.Records(new FilePart(file, 0, long.MaxValue), raw, options)))
            {
                if (record.Items is { } items)
                {
                    foreach (var item in items)
                        schema = Common(schema, TypeOf(item, options), options);
                }
                else if (record.Value is { ValueKind: JsonValueKind.Object } row)
                {
                    schema = Common(schema, TypeOf(row, options), options);
                }
                else if (record.Value is not { ValueKind: JsonValueKind.Null })
                {
                    if (options.Mode == ParseMode.FailFast)
                        throw FileErrors.Malformed(file.Path, record.Line, record.Text);
                    corrupt = true;
                }
            }
        }

        var fields = ((StructType)Settled(schema)).Fields;
        if (corrupt && options.Mode == ParseMode.Permissive && !fields.Any(field => field.Name == options.CorruptColumn))
            fields =
            [
                .. fields
                    .Append(new StructField(options.CorruptColumn, SparkType.String))
                    .OrderBy(field => field.Name, StringComparer.Ordinal),
            ];
        return new StructType(fields);
    }

    private static SparkType TypeOf(JsonElement element, JsonOptions options)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                if (element.EnumerateObject().GroupBy(property => property.Name).FirstOrDefault(group => group.Count() > 1) is { } repeated)
                    throw SparkErrors.Analysis("COLUMN_ALREADY_EXISTS", ("columnName", SparkErrors.Identifier(repeated.Key)));
                return new StructType([
                    .. element
                        .EnumerateObject()
                        .Select(property => new StructField(property.Name, TypeOf(property.Value, options)))
                        .OrderBy(field => field.Name, StringComparer.Ordinal),
                ]);
            case JsonValueKind.Array:
                var item = SparkType.Null;
                foreach (var child in element.EnumerateArray())
                    item = Common(item, TypeOf(child, options), options);
                return new ArrayType(item);
            case JsonValueKind.Null:
                return SparkType.Null;
            case JsonValueKind.String:
                // An empty text tells nothing.
                return element.ValueEquals(""u8) ? SparkType.Null : SparkType.String;
            case var _ when options.PrimitivesAsString:
                return SparkType.String;
            case JsonValueKind.True or JsonValueKind.False:
                return SparkType.Boolean;
            default:
                var text = Encoding.UTF8.GetBytes(element.GetRawText());
                if (TextValueParser.TryLong(text, out _))
                    return SparkType.Long;
                if (
                    TextValueParser.TryDecimalShape(text, out var precision, out var scale)
                    && precision <= DecimalType.MaxPrecision
                    && scale >= 0
                    && scale <= DecimalType.MaxPrecision
                    && (options.PrefersDecimal || (scale == 0 && text.AsSpan().IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0))
                )
                    return new DecimalType(Math.Max(precision, (int)scale), (int)scale);
                return SparkType.Double;
        }
    }

    private static SparkType Common(SparkType a, SparkType b, JsonOptions options)
    {
        switch (a, b)
        {
            case (NullType, _):
                return b;
            case (_, NullType):
                return a;
            case (StructType x, StructType y):
                if (x.Fields.Count == 0 || x.Equals(y))
                    return y;
                return new StructType([
                    .. x
                        .Fields.Concat(y.Fields)
                        .GroupBy(field => field.Name)
                        .Select(group => new StructField(
                            group.Key,
                            group.Select(field => field.Type).Aggregate((left, right) => Common(left, right, options))
                        ))
                        .OrderBy(field => field.Name, StringComparer.Ordinal),
                ]);
            case (ArrayType x, ArrayType y):
                return new ArrayType(Common(x.Element, y.Element, options));
            case var _ when a == b:
                return a;
            case (DecimalType x, DecimalType y):
                var scale = Math.Max(x.Scale, y.Scale);
                var range = Math.Max(x.Precision - x.Scale, y.Precision - y.Scale);
                return range + scale > DecimalType.MaxPrecision ? SparkType.Double : new DecimalType(range + scale, scale);
            case (IntegralType, DecimalType y):
                return Common(new DecimalType(20, 0), y, options);
            case (DecimalType x, IntegralType):
                return Common(x, new DecimalType(20, 0), options);
            case (NumericType, NumericType):
                return SparkType.Double;
            default:
                return SparkType.String;
        }
    }

    /// <summary>What never had a value is text; an object that never had a field is nothing.</summary>
    private static SparkType Settled(SparkType type) =>
        type switch
        {
            NullType => SparkType.String,
            ArrayType array => new ArrayType(Settled(array.Element)),
            StructType structure => new StructType([
                .. structure
                    .Fields.Where(field => field.Type is not StructType { Fields.Count: 0 })
                    .Select(field => field with { Type = Settled(field.Type) }),
            ]),
            _ => type,
        };
}
