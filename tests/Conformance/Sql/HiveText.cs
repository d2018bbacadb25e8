using System.Globalization;
using System.Numerics;
using System.Text;
using Spark.Connect;
using Spark.Connect.Columnar;

namespace Conformance.Tests.Sql;

/// <summary>Values as Spark's golden files show them, which is how Hive's command line prints rows: columns apart by tabs, nulls as NULL.</summary>
internal sealed class HiveText(TimeZoneInfo zone, string binaryStyle)
{
    private const long MicrosPerSecond = 1_000_000;
    private const long MicrosPerDay = 86_400 * MicrosPerSecond;

    /// <summary>The values of each row.</summary>
    public IEnumerable<string[]> Rows(ColumnBatch batch, DataType.Types.Struct schema)
    {
        for (var i = 0; i < batch.RowCount; i++)
        {
            var row = i;
            yield return [.. batch.Columns.Select((column, c) => Value(column, row, schema.Fields[c].DataType, nested: false))];
        }
    }

    private string Value(ColumnVector column, int row, DataType type, bool nested)
    {
        if (column.IsNull(row))
            return nested ? "null" : "NULL";
        switch (type.KindCase)
        {
            case DataType.KindOneofCase.Boolean:
                return column.GetBoolean(row) ? "true" : "false";
            case DataType.KindOneofCase.Byte:
                return column.Values<sbyte>()[row].ToString(CultureInfo.InvariantCulture);
            case DataType.KindOneofCase.Short:
                return column.Values<short>()[row].ToString(CultureInfo.InvariantCulture);
            case DataType.KindOneofCase.Integer:
                return column.Values<int>()[row].ToString(CultureInfo.InvariantCulture);
            case DataType.KindOneofCase.Long:
                return column.Values<long>()[row].ToString(CultureInfo.InvariantCulture);
            case DataType.KindOneofCase.Float:
                return JavaDouble(column.Values<float>()[row], column.Values<float>()[row].ToString("R", CultureInfo.InvariantCulture));
            case DataType.KindOneofCase.Double:
                return JavaDouble(column.Values<double>()[row], column.Values<double>()[row].ToString("R", CultureInfo.InvariantCulture));
            case DataType.KindOneofCase.Decimal:
                return Decimal(column, row, type.Decimal.Scale);
            case DataType.KindOneofCase.String or DataType.KindOneofCase.Char or DataType.KindOneofCase.VarChar:
                return nested ? $"\"{column.GetString(row)}\"" : column.GetString(row);
            case DataType.KindOneofCase.Binary:
                return Binary(column.GetBytes(row));
            case DataType.KindOneofCase.Date:
                return Date(column.Values<int>()[row]);
            case DataType.KindOneofCase.Time:
                return TimeOfDay(column.Values<long>()[row] / 1000);
            case DataType.KindOneofCase.Timestamp:
                return Timestamp(ToLocal(column.Values<long>()[row]));
            case DataType.KindOneofCase.TimestampNtz:
                return Timestamp(column.Values<long>()[row]);
            case DataType.KindOneofCase.YearMonthInterval:
                var months = column.Values<int>()[row];
                return (months < 0 ? "-" : "") + $"{Math.Abs((long)months) / 12}-{Math.Abs((long)months) % 12}";
            case DataType.KindOneofCase.DayTimeInterval:
                return Duration(column.Values<long>()[row]);
            case DataType.KindOneofCase.CalendarInterval:
                return Calendar(column.Data.Span.Slice(row * 16, 16));
            case DataType.KindOneofCase.Array:
                return "["
                    + string.Join(',', Elements(column, row).Select(i => Value(column.Children[0], i, type.Array.ElementType, true)))
                    + "]";
            case DataType.KindOneofCase.Map:
                var entries = column.Children[0];
                return "{"
                    + string.Join(
                        ',',
                        Elements(column, row)
                            .Select(i =>
                                Value(entries.Children[0], i, type.Map.KeyType, true)
                                + ":"
                                + Value(entries.Children[1], i, type.Map.ValueType, true)
                            )
                            .Order(StringComparer.Ordinal)
                    )
                    + "}";
            case DataType.KindOneofCase.Struct:
                return "{"
                    + string.Join(
                        ',',
                        type.Struct.Fields.Select((field, i) => $"\"{field.Name}\":{Value(column.Children[i], row, field.DataType, true)}")
                    )
                    + "}";
            default:
                return column.GetString(row);
        }
    }

    /// <summary>Bytes as <c>spark.sql.binaryOutputStyle</c> says.</summary>
    private string Binary(ReadOnlySpan<byte> bytes) =>
        binaryStyle.ToUpperInvariant() switch
        {
            "BASIC" => $"[{string.Join(", ", bytes.ToArray().Select(value => (sbyte)value))}]",
            "BASE64" => Convert.ToBase64String(bytes).TrimEnd('='),
            "HEX" => Convert.ToHexString(bytes),
            "HEX_DISCRETE" => $"[{string.Join(' ', bytes.ToArray().Select(value => value.ToString("X2", CultureInfo.InvariantCulture)))}]",
            _ => Encoding.UTF8.GetString(bytes),
        };

    private static IEnumerable<int> Elements(ColumnVector column, int row)
    {
        var (start, end) = column.Range(row);
        return Enumerable.Range(start, end - start);
    }

    private static string Decimal(ColumnVector column, int row, int? scale)
    {
        var digits = new BigInteger(column.Data.Span.Slice(row * 16, 16));
        var places = scale ?? 0;
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return (digits.Sign < 0 ? "-" : "") + (places == 0 ? text : text[..^places] + "." + text[^places..]);
    }

    /// <summary>Java's text of a floating-point number: a plain number between 0.001 and 10,000,000, otherwise with an exponent.</summary>
    private static string JavaDouble(double value, string shortest)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "Infinity" : "-Infinity";
        if (value == 0)
            return double.IsNegative(value) ? "-0.0" : "0.0";
        var sign = value < 0 ? "-" : "";
        var text = shortest.TrimStart('-');
        var exponentAt = text.IndexOf('E');
        var exponent = exponentAt < 0 ? 0 : int.Parse(text.AsSpan(exponentAt + 1), CultureInfo.InvariantCulture);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var point = mantissa.IndexOf('.');
        var digits = mantissa.Replace(".", "");
        var magnitude = (point < 0 ? mantissa.Length : point) + exponent;
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.TrimStart('0').TrimEnd('0');
        magnitude -= leading;
        // The number is 0.digits times ten to the magnitude.
        if (magnitude is > -3 and <= 7)
        {
            if (magnitude <= 0)
                return sign + "0." + new string('0', -magnitude) + digits;
            return digits.Length <= magnitude
                ? sign + digits.PadRight(magnitude, '0') + ".0"
                : sign + digits[..magnitude] + "." + digits[magnitude..];
        }
        return $"{sign}{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{magnitude - 1}";
    }

    private static string Date(long days)
    {
        // Civil date of the proleptic Gregorian calendar, which DateTime holds from year 1 to 9999 only.
        var shifted = days + 719468;
        var era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
        var dayOfEra = shifted - era * 146097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var month = (5 * dayOfYear + 2) / 153;
        var day = dayOfYear - (153 * month + 2) / 5 + 1;
        month += month < 10 ? 3 : -9;
        var year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        var sign =
            year < 0 ? "-"
            : year > 9999 ? "+"
            : "";
        return $"{sign}{Math.Abs(year):0000}-{month:00}-{day:00}";
    }

    private static string TimeOfDay(long micros)
    {
        var seconds = micros / MicrosPerSecond;
        var fraction = micros % MicrosPerSecond;
        var text = $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}";
        return fraction == 0 ? text : text + $".{fraction:000000}".TrimEnd('0');
    }

    private static string Timestamp(long local)
    {
        var day = Math.DivRem(local, MicrosPerDay, out var micros);
        if (micros < 0)
        {
            day--;
            micros += MicrosPerDay;
        }
        return Date(day) + " " + TimeOfDay(micros);
    }

    private long ToLocal(long micros)
    {
        var ticks = Math.Clamp(
            micros * 10 + DateTime.UnixEpoch.Ticks,
            DateTime.MinValue.Ticks + TimeSpan.TicksPerDay,
            DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay
        );
        return micros + zone.GetUtcOffset(new DateTime(ticks, DateTimeKind.Utc)).Ticks / 10;
    }

    private static string Duration(long micros)
    {
        if (micros == long.MinValue)
            return "-106751991 04:00:54.775808000";
        var rest = Math.Abs(micros);
        var seconds = rest / MicrosPerSecond;
        return $"{(micros < 0 ? "-" : "")}{seconds / 86400} {seconds / 3600 % 24:00}:{seconds / 60 % 60:00}:{seconds % 60:00}.{rest % MicrosPerSecond * 1000:000000000}";
    }

    private static string Calendar(ReadOnlySpan<byte> value)
    {
        var months = BitConverter.ToInt32(value);
        var days = BitConverter.ToInt32(value[4..]);
        var micros = BitConverter.ToInt64(value[8..]) / 1000;
        var parts = new List<string>();
        Add(months / 12, "years");
        Add(months % 12, "months");
        Add(days, "days");
        Add(micros / 3_600_000_000, "hours");
        Add(micros / 60_000_000 % 60, "minutes");
        var rest = micros % 60_000_000;
        if (rest != 0)
        {
            var seconds = Math.Abs(rest) / MicrosPerSecond;
            var fraction = Math.Abs(rest) % MicrosPerSecond;
            var text = fraction == 0 ? $"{seconds}" : $"{seconds}.{fraction:000000}".TrimEnd('0');
            parts.Add($"{(rest < 0 ? "-" : "")}{text} seconds");
        }
        return parts.Count == 0 ? "0 seconds" : string.Join(' ', parts);

        void Add(long amount, string unit)
        {
            if (amount != 0)
                parts.Add($"{amount} {unit}");
        }
    }
}
