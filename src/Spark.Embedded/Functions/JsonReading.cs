using System.Globalization;
using System.Numerics;
using Microsoft.Spark;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary><c>from_json</c>: JSON text to values of a schema, permissively: what does not fit is null.</summary>
internal static class JsonReading
{
    public static NativeFunction Function(SparkType type, string timeZone)
    {
        var zone = Zones.Find(timeZone);
        return new NativeFunction(
            $"spark_from_json<{type.Name}>_{timeZone}",
            [SparkType.String],
            type,
            (a, result) =>
            {
                var text = a.Text(0);
                if (text.Trim().Length == 0)
                    return;
                var parsed = JsonTree.TryParse(text, out var root);
                if (type is StructType row)
                {
                    result.SetValue(
                        parsed && TryConvert(root, row, zone, out var fields) && fields is not null ? fields : new object?[row.Fields.Count]
                    );
                    return;
                }

                // One object stands for an array of it.
                if (parsed && type is ArrayType { Element: StructType } && root is List<KeyValuePair<string, object?>>)
                    root = new List<object?> { root };
                if (parsed && TryConvert(root, type, zone, out var value))
                    result.SetValue(value);
            }
        );
    }

    /// <summary>The value of a type; false when the JSON does not fit. Fields of structs that do not fit are null.</summary>
    private static bool TryConvert(object? json, SparkType type, TimeZoneInfo zone, out object? value)
    {
        value = null;
        if (json is null)
            return true;
        switch (type, json)
        {
            case (StructType row, List<KeyValuePair<string, object?>> given):
                var fields = new object?[row.Fields.Count];
                foreach (var (key, item) in given)
                {
                    for (var i = 0; i < fields.Length; i++)
                    {
                        if (row.Fields[i].Name == key)
                            fields[i] = TryConvert(item, row.Fields[i].Type, zone, out var field) ? field : null;
                    }
                }

                value = fields;
                return true;
            case (ArrayType array, List<object?> given):
                var items = new object?[given.Count];
                for (var i = 0; i < items.Length; i++)
                {
                    if (!TryConvert(given[i], array.Element, zone, out items[i]))
                        return false;
                }

                value = items;
                return true;
            case (MapType { Key: StringType } map, List<KeyValuePair<string, object?>> given):
                var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
                foreach (var (key, item) in given)
                {
                    if (!TryConvert(item, map.Value, zone, out var converted))
                        return false;
                    entries[key] = converted;
                }

                value = entries.Select(e => new KeyValuePair<object, object?>(e.Key, e.Value)).ToArray();
                return true;
            case (StringType, _):
                value = JsonForms.Text(json);
                return true;
            case (IntegralType integral, JsonNumber { IsInteger: true } number):
                if (!long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
                    return false;
                value = integral.Bytes switch
                {
                    1 when whole == (sbyte)whole => (sbyte)whole,
                    2 when whole == (short)whole => (short)whole,
                    4 when whole == (int)whole => (int)whole,
                    8 => (object)whole,
                    _ => null,
                };
                return value is not null;
            case (FractionalType, JsonNumber number):
                var real = double.Parse(number.Text, CultureInfo.InvariantCulture);
                value = type == SparkType.Float ? (object)float.Parse(number.Text, CultureInfo.InvariantCulture) : real;
                return true;
            case (FractionalType, string special):
                double? named = special switch
                {
                    "NaN" => double.NaN,
                    "Infinity" or "+INF" or "INF" or "+Infinity" => double.PositiveInfinity,
                    "-Infinity" or "-INF" => double.NegativeInfinity,
                    _ => null,
                };
                value =
                    named is null ? null
                    : type == SparkType.Float ? (object)(float)named.Value
                    : named.Value;
                return value is not null;
            case (DecimalType d, JsonNumber number):
                value = Decimal(number.Text, d);
                return true;
            case (DecimalType d, string text):
                value = Decimal(text.Replace(",", "", StringComparison.Ordinal), d);
                return value is not null;
            case (_, bool flag) when type == SparkType.Boolean:
                value = flag;
                return true;
            case (_, string text) when type == SparkType.Binary:
                value = System.Buffers.Text.Base64.IsValid(text) ? Convert.FromBase64String(text) : null;
                return value is not null;
            case (_, string text) when type == SparkType.Date:
                value = DatetimeReading.Date(text);
                return value is not null;
            case (_, string text) when type == SparkType.Timestamp || type == SparkType.TimestampNtz:
                value = DatetimeReading.Timestamp(text, type == SparkType.Timestamp ? zone : null);
                return value is not null;
            default:
                if (
                    type is StructType or ArrayType or MapType or IntegralType or FractionalType or DecimalType
                    || type == SparkType.Boolean
                    || type == SparkType.Binary
                    || type == SparkType.Date
                    || type == SparkType.Timestamp
                    || type == SparkType.TimestampNtz
                )
                    return false;
                throw new SparkUnsupportedOperationException($"The embedded engine does not read {type.Name} from JSON.");
        }
    }

    private static BigInteger? Decimal(string text, DecimalType type)
    {
        var exponent = 0;
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            if (
                !int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || Math.Abs(exponent) > 1000
            )
                return null;
            text = text[..mark];
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var scale = (point < 0 ? 0 : text.Length - point - 1) - exponent;
        return BigInteger.TryParse(
            text.Replace(".", "", StringComparison.Ordinal),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var unscaled
        )
            ? DecimalForms.Fit(scale < 0 ? unscaled * BigInteger.Pow(10, -scale) : unscaled, Math.Max(scale, 0), type)
            : null;
    }
}

/// <summary>Dates and timestamps in the forms that Spark's casts take: <c>2020-1-31</c>, <c>2020-01-31T10:00:00.5Z</c>.</summary>
internal static class DatetimeReading
{
    /// <summary>Days since 1970-01-01; null for text that is no date.</summary>
    public static int? Date(string text) => Fields(text.Trim(), out var day, out _, out _) ? (int)day : null;

    /// <summary>Microseconds since 1970-01-01T00:00:00, an instant when there is a zone; null for text that is no timestamp.</summary>
    public static long? Timestamp(string text, TimeZoneInfo? zone)
    {
        if (!Fields(text.Trim(), out var day, out var time, out var named))
            return null;
        var local = (day * DatetimeArithmetic.MicrosPerDay) + time;
        if (zone is null)
            return local;
        try
        {
            return Zones.ToInstant(local, named.Length == 0 ? zone : Zones.Find(named));
        }
        catch (SparkException)
        {
            return null;
        }
    }

    private static bool Fields(string text, out long day, out long time, out string zone)
    {
        (day, time, zone) = (0, 0, "");
        var at = 0;
        if (!Number(text, ref at, 4, 6, out var year))
            return false;
        long month = 1,
            dayOfMonth = 1;
        if (
            Skip(text, ref at, '-')
            && (!Number(text, ref at, 1, 2, out month) || (Skip(text, ref at, '-') && !Number(text, ref at, 1, 2, out dayOfMonth)))
        )
            return false;
        if (month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > CivilDate.DaysInMonth(year, (int)month))
            return false;
        day = CivilDate.ToDays(year, (int)month, (int)dayOfMonth);
        if (at == text.Length)
            return true;
        if (text[at] is not (' ' or 'T'))
            return false;
        at++;
        if (!Number(text, ref at, 1, 2, out var hour) || hour > 23)
            return false;
        long minute = 0,
            second = 0;
        if (
            Skip(text, ref at, ':')
            && (
                !Number(text, ref at, 1, 2, out minute)
                || minute > 59
                || (Skip(text, ref at, ':') && (!Number(text, ref at, 1, 2, out second) || second > 59))
            )
        )
            return false;
        var micros = 0L;
        if (Skip(text, ref at, '.'))
        {
            var begin = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (at > begin)
                micros = long.Parse(text[begin..at].PadRight(6, '0').AsSpan(0, 6), CultureInfo.InvariantCulture);
        }

        time = (hour * DatetimeArithmetic.MicrosPerHour) + (((minute * 60) + second) * DatetimeArithmetic.MicrosPerSecond) + micros;
        zone = text[at..].Trim();
        return true;
    }

    private static bool Skip(string text, ref int at, char c)
    {
        if (at >= text.Length || text[at] != c)
            return false;
        at++;
        return true;
    }

    private static bool Number(string text, ref int at, int least, int most, out long value)
    {
        value = 0;
        var begin = at;
        while (at < text.Length && at - begin < most && char.IsAsciiDigit(text[at]))
            value = (value * 10) + text[at++] - '0';
        return at - begin >= least;
    }
}
