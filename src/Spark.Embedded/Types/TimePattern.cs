using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.Spark;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Types;

/// <summary>A datetime pattern of Spark, such as <c>dd/MM/yyyy HH:mm[:ss]</c>, to read and to print with.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html</remarks>
internal sealed class TimePattern
{
    private static readonly ConcurrentDictionary<string, TimePattern> Known = [];
    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;
    private static readonly string[] Days = CultureInfo.InvariantCulture.DateTimeFormat.DayNames;
    private static readonly long[] Powers = [.. Enumerable.Range(0, 16).Select(n => (long)Math.Pow(10, n))];
    private readonly List<Item> _items;

    private TimePattern(List<Item> items) => _items = items;

    public static TimePattern Parse(string pattern) =>
        Known.GetOrAdd(
            pattern,
            static text =>
            {
                var at = 0;
                var items = Items(text, ref at, 0);
                return new TimePattern(items);
            }
        );

    public bool TryDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        return TryFields(text, out var fields) && CivilDate.TryToDays(fields.FullYear, fields.Month, fields.Day, out days);
    }

    /// <summary>The instant; a text without a zone is a wall clock in <paramref name="zone"/>.</summary>
    public bool TryTimestamp(ReadOnlySpan<byte> text, TimeZoneInfo zone, out long micros)
    {
        micros = 0;
        if (!TryFields(text, out var fields) || !TryMicros(fields, out micros))
            return false;
        return Zones.TryToInstant(micros, fields.Zone ?? zone, out micros);
    }

    public bool TryTimestampNtz(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        return TryFields(text, out var fields) && TryMicros(fields, out micros);
    }

    /// <summary>Prints an instant as the clocks of a zone show it.</summary>
    public string Format(long micros, TimeZoneInfo zone)
    {
        var offset = Zones.OffsetAt(micros, zone);
        var result = new StringBuilder();
        Print(_items, micros + offset, offset / 1_000_000, zone, result);
        return result.ToString();
    }

    private static bool TryMicros(Fields fields, out long micros)
    {
        micros = 0;
        if (!CivilDate.TryToDays(fields.FullYear, fields.Month, fields.Day, out var days))
            return false;
        var hour = fields.Hour ?? ((fields.HalfDayHour ?? 0) % 12 + (fields.Afternoon == true ? 12 : 0));
        var exact = (((days * (Int128)24 + hour) * 60 + fields.Minute) * 60 + fields.Second) * 1_000_000 + fields.Micros;
        micros = (long)exact;
        return exact == micros;
    }

    private bool TryFields(ReadOnlySpan<byte> text, out Fields fields)
    {
        fields = new Fields();
        var at = 0;
        return Read(_items, text, ref at, ref fields) && at == text.Length;
    }

    private static bool Read(List<Item> items, ReadOnlySpan<byte> text, ref int at, ref Fields fields)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (item.Optional is { } optional)
            {
                var (saved, savedFields) = (at, fields);
                if (!Read(optional, text, ref at, ref fields))
                    (at, fields) = (saved, savedFields);
            }
            else if (item.Literal is { } literal)
            {
                if (!text[at..].StartsWith(literal))
                    return false;
                at += literal.Length;
            }
            else if (!ReadField(item, i + 1 < items.Count && items[i + 1] is { Letter: not '\0' and not 'S' }, text, ref at, ref fields))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ReadField(Item item, bool adjacent, ReadOnlySpan<byte> text, ref int at, ref Fields fields)
    {
        var count = item.Count;
        int number;
        switch (item.Letter)
        {
            case 'y' or 'u' when count == 2:
                if (!Digits(text, ref at, 2, 2, out number))
                    return false;
                fields.FullYear = 2000 + number;
                return true;
            case 'y' or 'u':
                return Year(count, adjacent, text, ref at, out fields.FullYear);
            case 'M' or 'L' when count >= 3:
                return Name(Months, count == 3, text, ref at, out fields.Month);
            case 'M' or 'L':
                return Digits(text, ref at, count, 2, out fields.Month) && fields.Month is >= 1 and <= 12;
            case 'd':
                return Digits(text, ref at, count, 2, out fields.Day) && fields.Day is >= 1 and <= 31;
            case 'E':
                return Name(Days, count <= 3, text, ref at, out _);
            case 'H':
                fields.Hour = Digits(text, ref at, count, 2, out number) && number <= 23 ? number : null;
                return fields.Hour is not null;
            case 'k':
                fields.Hour = Digits(text, ref at, count, 2, out number) && number is >= 1 and <= 24 ? number % 24 : null;
                return fields.Hour is not null;
            case 'h' or 'K':
                fields.HalfDayHour = Digits(text, ref at, count, 2, out number) && number <= 12 ? number : null;
                return fields.HalfDayHour is not null;
            case 'm':
                return Digits(text, ref at, count, 2, out fields.Minute) && fields.Minute <= 59;
            case 's':
                return Digits(text, ref at, count, 2, out fields.Second) && fields.Second <= 59;
            case 'S':
                var start = at;
                if (!Digits(text, ref at, count, count, out number))
                    return false;
                for (var digits = at - start; digits < 9; digits++)
                    number *= 10;
                fields.Micros = number / 1000;
                return true;
            case 'a':
                if (at + 2 > text.Length || !Ascii.EqualsIgnoreCase(text[(at + 1)..(at + 2)], "m"u8))
                    return false;
                fields.Afternoon =
                    text[at] is (byte)'p' or (byte)'P' ? true
                    : text[at] is (byte)'a' or (byte)'A' ? false
                    : null;
                at += 2;
                return fields.Afternoon is not null;
            default:
                var end = at;
                while (
                    end < text.Length
                    && (
                        char.IsAsciiLetterOrDigit((char)text[end])
                        || text[end] is (byte)'+' or (byte)'-' or (byte)':' or (byte)'/' or (byte)'_'
                    )
                )
                    end++;
                if (end == at || !Zones.TryFind(Encoding.ASCII.GetString(text[at..end]), out var zone))
                    return false;
                fields.Zone = zone;
                at = end;
                return true;
        }
    }

    /// <summary>A year. As in Java, a plus sign stands before years of more digits than the pattern has letters, and before no other.</summary>
    private static bool Year(int count, bool adjacent, ReadOnlySpan<byte> text, ref int at, out long year)
    {
        var sign = at < text.Length && text[at] is (byte)'-' or (byte)'+' ? text[at++] : 0;
        var start = at;
        var found = Digits(text, ref at, count, adjacent ? count : Math.Max(count, 9), out var number);
        year = sign == '-' ? -number : number;
        return found
            && sign switch
            {
                '-' => number != 0,
                '+' => count >= 4 && at - start > count,
                _ => count < 4 || at - start == count,
            };
    }

    private static bool Digits(ReadOnlySpan<byte> text, ref int at, int min, int max, out int number)
    {
        number = 0;
        var start = at;
        while (at < text.Length && at - start < max && text[at] is >= (byte)'0' and <= (byte)'9')
            number = number * 10 + text[at++] - '0';
        return at - start >= min;
    }

    private static bool Name(string[] names, bool isShort, ReadOnlySpan<byte> text, ref int at, out int number)
    {
        for (number = 1; number <= names.Length && names[number - 1].Length > 0; number++)
        {
            var name = isShort ? names[number - 1][..3] : names[number - 1];
            if (text.Length - at >= name.Length && Ascii.EqualsIgnoreCase(text.Slice(at, name.Length), name))
            {
                at += name.Length;
                return true;
            }
        }

        return false;
    }

    private static void Print(List<Item> items, long local, long offset, TimeZoneInfo zone, StringBuilder result)
    {
        var days = Math.DivRem(local, 86_400_000_000, out var micros);
        if (micros < 0)
            (days, micros) = (days - 1, micros + 86_400_000_000);
        var (year, month, day) = CivilDate.FromDays(days);
        var (hour, minute, second, fraction) = (
            micros / 3_600_000_000,
            micros / 60_000_000 % 60,
            micros / 1_000_000 % 60,
            micros % 1_000_000
        );
        foreach (var item in items)
        {
            if (item.Optional is { } optional)
            {
                Print(optional, local, offset, zone, result);
                continue;
            }

            if (item.Literal is { } literal)
            {
                result.Append(Encoding.UTF8.GetString(literal));
                continue;
            }

            result.Append(
                item.Letter switch
                {
                    'y' or 'u' when item.Count == 2 => Padded(Math.Abs(year % 100), 2),
                    // A year of more digits than the pattern has letters shows its sign; as in Java, four letters and more.
                    'y' or 'u' when item.Count >= 4 && year >= Powers[item.Count] => "+" + Padded(year, item.Count),
                    'y' or 'u' => Padded(year, item.Count),
                    'M' or 'L' when item.Count == 3 => Months[month - 1][..3],
                    'M' or 'L' when item.Count > 3 => Months[month - 1],
                    'M' or 'L' => Padded(month, item.Count),
                    'd' => Padded(day, item.Count),
                    'E' => Days[(int)(((days + 4) % 7 + 7) % 7)] is var name && item.Count <= 3
                        ? name[..3]
                        : Days[(int)(((days + 4) % 7 + 7) % 7)],
                    'H' => Padded(hour, item.Count),
                    'k' => Padded(hour == 0 ? 24 : hour, item.Count),
                    'h' => Padded(hour % 12 == 0 ? 12 : hour % 12, item.Count),
                    'K' => Padded(hour % 12, item.Count),
                    'm' => Padded(minute, item.Count),
                    's' => Padded(second, item.Count),
                    'S' => (fraction * 1000).ToString("D9", CultureInfo.InvariantCulture)[..item.Count],
                    'a' => hour < 12 ? "AM" : "PM",
                    'X' when offset == 0 => "Z",
                    'X' or 'x' => OffsetText(offset, item.Count),
                    'Z' => OffsetText(offset, item.Count >= 5 ? 3 : 2),
                    'V' => Zones.Id(zone.Id),
                    _ => throw SparkErrors.Unsupported($"the letter {item.Letter} of a datetime pattern, for printing"),
                }
            );
        }
    }

    private static string Padded(long number, int width) => number.ToString("D" + width, CultureInfo.InvariantCulture);

    private static string OffsetText(long offset, int count)
    {
        var (hours, minutes) = (Math.Abs(offset) / 3600, Math.Abs(offset) / 60 % 60);
        var sign = offset < 0 ? '-' : '+';
        return count switch
        {
            1 => minutes == 0 ? $"{sign}{hours:D2}" : $"{sign}{hours:D2}{minutes:D2}",
            2 => $"{sign}{hours:D2}{minutes:D2}",
            _ => $"{sign}{hours:D2}:{minutes:D2}",
        };
    }

    private static List<Item> Items(string pattern, ref int at, int depth)
    {
        var items = new List<Item>();
        while (at < pattern.Length)
        {
            var letter = pattern[at];
            if (letter == '[')
            {
                at++;
                items.Add(new Item { Optional = Items(pattern, ref at, depth + 1) });
            }
            else if (letter == ']')
            {
                if (depth == 0)
                    throw Wrong(pattern);
                at++;
                return items;
            }
            else if (letter == '\'')
            {
                items.Add(new Item { Literal = Encoding.UTF8.GetBytes(Quoted(pattern, ref at)) });
            }
            else if (char.IsAsciiLetter(letter))
            {
                var count = 1;
                while (at + count < pattern.Length && pattern[at + count] == letter)
                    count++;
                if (!"yuMLdEHkhKmsSaXxZVzO".Contains(letter) || count > 9)
                    throw Wrong(pattern);
                items.Add(new Item { Letter = letter, Count = count });
                at += count;
            }
            else
            {
                items.Add(new Item { Literal = Encoding.UTF8.GetBytes(letter.ToString()) });
                at++;
            }
        }

        return depth == 0 ? items : throw Wrong(pattern);
    }

    private static string Quoted(string pattern, ref int at)
    {
        if (at + 1 < pattern.Length && pattern[at + 1] == '\'')
        {
            at += 2;
            return "'";
        }

        var text = new StringBuilder();
        for (at++; at < pattern.Length; at++)
        {
            if (pattern[at] != '\'')
            {
                text.Append(pattern[at]);
            }
            else if (at + 1 < pattern.Length && pattern[at + 1] == '\'')
            {
                text.Append('\'');
                at++;
            }
            else
            {
                at++;
                return text.ToString();
            }
        }

        throw Wrong(pattern);
    }

    private static SparkIllegalArgumentException Wrong(string pattern) =>
        new(
            $"[INVALID_DATETIME_PATTERN.WITH_SUGGESTION] Unrecognized datetime pattern: {pattern}. See https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html. SQLSTATE: 22007"
        )
        {
            ErrorClass = "INVALID_DATETIME_PATTERN.WITH_SUGGESTION",
            SqlState = "22007",
            MessageParameters = new Dictionary<string, string> { ["pattern"] = pattern },
        };

    private sealed class Item
    {
        public char Letter { get; init; }

        public int Count { get; init; }

        public byte[]? Literal { get; init; }

        public List<Item>? Optional { get; init; }
    }

    private struct Fields
    {
        public Fields() { }

        public long FullYear = 1970;
        public int Month = 1;
        public int Day = 1;
        public int? Hour;
        public int? HalfDayHour;
        public bool? Afternoon;
        public int Minute;
        public int Second;
        public int Micros;
        public TimeZoneInfo? Zone;
    }
}
