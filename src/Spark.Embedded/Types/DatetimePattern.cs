using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Spark.Embedded.Errors;
using static Spark.Embedded.Types.DatetimeArithmetic;

namespace Spark.Embedded.Types;

/// <summary>A pattern of Java's DateTimeFormatter as Spark uses it: US names, strict fields, fractions of any length up to the pattern's.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-datetime-pattern.html</remarks>
internal sealed class DatetimePattern
{
    private static readonly string[] Months =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly ConcurrentDictionary<(string Pattern, bool Parsing), DatetimePattern> Cached = new();

    private readonly List<Item> _items = [];

    private DatetimePattern(string pattern, bool parsing)
    {
        Pattern = pattern;
        Check(pattern, parsing);
        Compile(pattern);
    }

    /// <summary>A letter and its count; literal text has the letter NUL, optional sections '[' and ']'.</summary>
    private readonly record struct Item(char Letter, int Count, string Text);

    public string Pattern { get; }

    /// <summary>Whether the pattern reads or writes a time zone.</summary>
    public bool HasZone => _items.Any(item => item.Letter is 'V' or 'z' or 'O' or 'X' or 'x' or 'Z');

    public static DatetimePattern Of(string pattern, bool parsing) =>
        Cached.GetOrAdd((pattern, parsing), static key => new DatetimePattern(key.Pattern, key.Parsing));

    /// <summary>Writes a wall clock.</summary>
    /// <param name="local">Microseconds of the wall clock.</param>
    /// <param name="offsetSeconds">How far it is ahead of UTC.</param>
    /// <param name="zone">The zone's id.</param>
    public string Format(long local, int offsetSeconds, string zone)
    {
        var (day, time) = FloorDivRem(local, MicrosPerDay);
        var (year, month, dayOfMonth) = CivilDate.FromDays(day);
        var hour = (int)(time / MicrosPerHour);
        var yearOfEra = year > 0 ? year : 1 - year;
        var text = new StringBuilder();
        foreach (var (letter, count, literal) in _items)
        {
            switch (letter)
            {
                case '\0':
                    text.Append(literal);
                    break;
                case '[' or ']':
                    break;
                case 'G':
                    text.Append(
                        count == 4 ? (year > 0 ? "Anno Domini" : "Before Christ")
                        : year > 0 ? "AD"
                        : "BC"
                    );
                    break;
                case 'y' when count == 2:
                    text.Append((yearOfEra % 100).ToString("00", CultureInfo.InvariantCulture));
                    break;
                case 'y':
                    var shown = _items.Any(i => i.Letter == 'G') ? yearOfEra : year;
                    var digits = Math.Abs(shown).ToString(CultureInfo.InvariantCulture).PadLeft(count, '0');
                    text.Append(
                            shown < 0 ? "-"
                            : count >= 4 && digits.Length > count ? "+"
                            : ""
                        )
                        .Append(digits);
                    break;
                case 'M' or 'L':
                    text.Append(Name(Months, month - 1, count, 3) ?? Number(month, count));
                    break;
                case 'd':
                    text.Append(Number(dayOfMonth, count));
                    break;
                case 'D':
                    text.Append(Number(day - CivilDate.ToDays(year, 1, 1) + 1, count));
                    break;
                case 'Q' or 'q':
                    var quarter = ((month - 1) / 3) + 1;
                    text.Append(
                        count switch
                        {
                            <= 2 => Number(quarter, count),
                            3 => $"Q{quarter}",
                            _ => quarter switch
                            {
                                1 => "1st quarter",
                                2 => "2nd quarter",
                                3 => "3rd quarter",
                                _ => "4th quarter",
                            },
                        }
                    );
                    break;
                case 'E':
                    text.Append(count >= 4 ? Days[Weekday(day)] : Days[Weekday(day)][..3]);
                    break;
                case 'a':
                    text.Append(hour < 12 ? "AM" : "PM");
                    break;
                case 'h':
                    text.Append(Number(hour % 12 == 0 ? 12 : hour % 12, count));
                    break;
                case 'K':
                    text.Append(Number(hour % 12, count));
                    break;
                case 'k':
                    text.Append(Number(hour == 0 ? 24 : hour, count));
                    break;
                case 'H':
                    text.Append(Number(hour, count));
                    break;
                case 'm':
                    text.Append(Number(time / (60 * MicrosPerSecond) % 60, count));
                    break;
                case 's':
                    text.Append(Number(time / MicrosPerSecond % 60, count));
                    break;
                case 'S':
                    text.Append(
                        (time % MicrosPerSecond).ToString("000000", CultureInfo.InvariantCulture).PadRight(9, '0')[..Math.Min(count, 9)]
                    );
                    break;
                case 'V':
                    text.Append(Zones.Id(zone));
                    break;
                default:
                    text.Append(Offset(letter, count, offsetSeconds));
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>Reads text. Fields that the pattern lacks are those of 1970-01-01 00:00:00.</summary>
    /// <returns>The wall clock, and the instant when the text names a zone; or what Java says of text that does not fit.</returns>
    public (long Local, long? Instant, string? Error) Parse(string text)
    {
        var fields = new Fields();
        var at = 0;
        try
        {
            if (!ParseItems(0, _items.Count, text, ref at, fields))
                return (0, null, $"Text '{text}' could not be parsed at index {fields.Failed}");
            if (at < text.Length)
                return (0, null, $"Text '{text}' could not be parsed, unparsed text found at index {at}");
            var local = fields.Resolve();
            long? instant =
                fields.OffsetSeconds is { } offset ? local - (offset * MicrosPerSecond)
                : fields.Zone is { } zone ? Zones.ToInstant(local, Zones.Find(zone))
                : null;
            return (local, instant, null);
        }
        catch (FormatException e)
        {
            return (0, null, $"Text '{text}' could not be parsed: {e.Message}");
        }
    }

    private static int Weekday(long day) => (int)FloorDivRem(day + 3, 7).Remainder;

    private static string? Name(string[] names, int index, int count, int shortened) =>
        count == 4 ? names[index]
        : count == 3 ? names[index][..shortened]
        : null;

    private static string Number(long value, int count) => value.ToString(CultureInfo.InvariantCulture).PadLeft(count, '0');

    private static string Offset(char letter, int count, int seconds)
    {
        if (letter == 'z')
            throw SparkErrors.Unsupported("time zone names (pattern letter z) in dates");
        if (seconds == 0 && (letter == 'X' || (letter == 'Z' && count == 5)))
            return "Z";
        var (sign, absolute) = (seconds < 0 ? "-" : "+", Math.Abs(seconds));
        var (h, m) = (absolute / 3600, absolute / 60 % 60);
        if (letter == 'O' || (letter == 'Z' && count == 4))
            return seconds == 0 ? "GMT"
                : count == 1 ? $"GMT{sign}{h}{(m == 0 ? "" : $":{m:00}")}"
                : $"GMT{sign}{h:00}:{m:00}";
        var colon = (letter == 'Z' && count == 5) || (letter != 'Z' && count is 3 or 5);
        return letter != 'Z' && count == 1 ? $"{sign}{h:00}{(m == 0 ? "" : $"{m:00}")}" : $"{sign}{h:00}{(colon ? ":" : "")}{m:00}";
    }

    private void Compile(string pattern)
    {
        var literal = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\'')
            {
                var end = i + 1;
                var quoted = new StringBuilder();
                while (end < pattern.Length && (pattern[end] != '\'' || (end + 1 < pattern.Length && pattern[end + 1] == '\'')))
                {
                    quoted.Append(pattern[end]);
                    end += pattern[end] == '\'' ? 2 : 1;
                }

                if (end >= pattern.Length)
                    throw Invalid(pattern);
                literal.Append(end == i + 1 ? "'" : quoted.ToString());
                i = end;
                continue;
            }

            if (!char.IsAsciiLetter(c) && c is not ('[' or ']'))
            {
                if (c is '{' or '}' or '#')
                    throw Invalid(pattern);
                literal.Append(c);
                continue;
            }

            if (literal.Length > 0)
                _items.Add(new Item('\0', 0, literal.ToString()));
            literal.Clear();
            var count = 1;
            while (c is not ('[' or ']') && i + 1 < pattern.Length && pattern[i + 1] == c)
            {
                count++;
                i++;
            }

            _items.Add(new Item(c, count, ""));
        }

        if (literal.Length > 0)
            _items.Add(new Item('\0', 0, literal.ToString()));
    }

    private static Microsoft.Spark.SparkException Invalid(string pattern) =>
        SparkErrors.Runtime(
            "INVALID_DATETIME_PATTERN.WITH_SUGGESTION",
            [("pattern", pattern), ("docroot", "https://spark.apache.org/docs/latest")]
        );

    /// <summary>Refuses what Spark refuses, and what only Java's tables of names could answer.</summary>
    private static void Check(string pattern, bool parsing)
    {
        var quoted = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\'')
                quoted = !quoted;
            if (quoted || !char.IsAsciiLetter(c))
                continue;
            var count = 1;
            while (i + 1 < pattern.Length && pattern[i + 1] == c)
            {
                count++;
                i++;
            }

            if (
                c is 'Y' or 'W' or 'w' or 'u' or 'e' or 'c'
                || (c is 'G' or 'M' or 'L' or 'E' or 'Q' or 'q' && count >= 5)
                || (c == 'y' && count >= 7)
            )
                throw Upgrade(
                    c is 'w' or 'W' or 'u' or 'e' or 'c' ? "DATETIME_WEEK_BASED_PATTERN" : "DATETIME_PATTERN_RECOGNITION",
                    pattern,
                    c
                );
            if (c is 'A' or 'B' or 'n' or 'N' or 'p' || (parsing && c is 'E' or 'F' or 'q' or 'Q'))
                throw Upgrade("DATETIME_PATTERN_RECOGNITION", pattern, c);
            var most = c switch
            {
                'd' or 'h' or 'H' or 'k' or 'K' or 'm' or 's' => 2,
                'D' => 3,
                'a' => 1,
                'O' or 'z' => 4,
                'x' or 'X' or 'Z' => 5,
                'S' => 9,
                'V' => 2,
                _ => int.MaxValue,
            };
            if (!"GyMLdDQqEahKkHmsSVzOXxZF".Contains(c) || count > most || (c == 'V' && count != 2) || (c == 'O' && count is 2 or 3))
                throw Invalid(pattern);
            if (c == 'F' || (parsing && c is 'z' or 'O'))
                throw SparkErrors.Unsupported($"the letter {c} in the datetime pattern '{pattern}'");
        }
    }

    private static Microsoft.Spark.SparkException Upgrade(string subclass, string pattern, char letter) =>
        SparkErrors.Runtime(
            "INCONSISTENT_BEHAVIOR_CROSS_VERSION." + subclass,
            subclass == "DATETIME_WEEK_BASED_PATTERN"
                ? [("c", letter.ToString())]
                :
                [
                    ("pattern", $"'{pattern}'"),
                    ("config", "\"spark.sql.legacy.timeParserPolicy\""),
                    ("docroot", "https://spark.apache.org/docs/latest"),
                ]
        );

    private bool ParseItems(int from, int to, string text, ref int at, Fields fields)
    {
        for (var i = from; i < to; i++)
        {
            var (letter, count, literal) = _items[i];
            fields.Failed = at;
            switch (letter)
            {
                case '[':
                    var close = Closing(i, to);
                    var (start, saved) = (at, fields.Copy());
                    if (!ParseItems(i + 1, close, text, ref at, fields))
                    {
                        at = start;
                        fields.Restore(saved);
                    }

                    i = close;
                    continue;
                case ']':
                    continue;
                case '\0':
                    if (
                        string.Compare(text, at, literal, 0, literal.Length, StringComparison.OrdinalIgnoreCase) != 0
                        || at + literal.Length > text.Length
                    )
                        return false;
                    at += literal.Length;
                    continue;
            }

            if (!ParseField(i, letter, count, text, ref at, fields))
                return false;
        }

        return true;
    }

    private int Closing(int open, int to)
    {
        var depth = 0;
        for (var i = open; i < to; i++)
        {
            depth +=
                _items[i].Letter == '[' ? 1
                : _items[i].Letter == ']' ? -1
                : 0;
            if (depth == 0)
                return i;
        }

        return to;
    }

    private bool ParseField(int index, char letter, int count, string text, ref int at, Fields fields)
    {
        switch (letter)
        {
            case 'G':
                return Word(text, ref at, count == 4 ? ["Before Christ", "Anno Domini"] : ["BC", "AD"], out fields.Era);
            case 'M' or 'L' when count >= 3:
                var found = Word(text, ref at, count == 4 ? Months : [.. Months.Select(m => m[..3])], out var month);
                fields.Month = month + 1;
                return found;
            case 'a':
                return Word(text, ref at, ["AM", "PM"], out fields.HalfDay);
            case 'S':
            {
                var begin = at;
                while (at < text.Length && at - begin < count && char.IsAsciiDigit(text[at]))
                    at++;
                if (at == begin)
                    return false;
                fields.Micros = int.Parse(
                    text.AsSpan(begin, at - begin).ToString().PadRight(6, '0').AsSpan(0, 6),
                    CultureInfo.InvariantCulture
                );
                return true;
            }

            case 'V':
            {
                var begin = at;
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '/' or '_' or '-' or '+' or ':'))
                    at++;
                fields.Zone = text[begin..at];
                return at > begin;
            }

            case 'X'
            or 'x'
            or 'Z':
                return ParseOffset(letter, count, text, ref at, fields);
            default:
                // The fixed width of fields that follow without a separator is kept back for them.
                var reserved = 0;
                for (
                    var next = index + 1;
                    next < _items.Count
                        && _items[next].Letter is 'd' or 'M' or 'H' or 'h' or 'm' or 's' or 'k' or 'K' or 'D'
                        && _items[next].Count <= 3
                        && !(_items[next].Letter == 'M' && _items[next].Count == 3);
                    next++
                )
                    reserved += _items[next].Count;
                var (least, most) =
                    letter == 'y'
                        ? (
                            count,
                            count == 2 ? 2
                            : count == 1 || count >= 4 ? 19
                            : count
                        )
                    : count == 1 ? (1, 19)
                    : (count, count);
                if (letter == 'D' && count == 2)
                    most = 3;
                if (!Digits(text, ref at, least, most, reserved, letter == 'y' && count != 2, out var value))
                    return false;
                fields.Put(letter, letter == 'y' && count == 2 ? value + 2000 : value);
                return true;
        }
    }

    private static bool Digits(string text, ref int at, int least, int most, int reserved, bool signed, out long value)
    {
        value = 0;
        var i = at;
        var negative = signed && i < text.Length && text[i] == '-';
        var plus = signed && i < text.Length && text[i] == '+';
        if (negative || plus)
            i++;
        var begin = i;
        var available = 0;
        while (begin + available < text.Length && char.IsAsciiDigit(text[begin + available]))
            available++;
        var width = Math.Min(most, Math.Max(least, available - reserved));
        if (available < width && available < least)
            return false;
        width = Math.Min(width, available);
        if (width < least || width == 0 || (plus && width <= least))
            return false;
        if (signed && !negative && !plus && least >= 4 && width > least)
            return false;
        if (!long.TryParse(text.AsSpan(begin, width), CultureInfo.InvariantCulture, out value))
            return false;
        value = negative ? -value : value;
        at = begin + width;
        return true;
    }

    private static bool Word(string text, ref int at, string[] words, out int index)
    {
        for (index = 0; index < words.Length; index++)
        {
            if (
                at + words[index].Length <= text.Length
                && string.Compare(text, at, words[index], 0, words[index].Length, StringComparison.OrdinalIgnoreCase) == 0
            )
            {
                at += words[index].Length;
                return true;
            }
        }

        return false;
    }

    private static bool ParseOffset(char letter, int count, string text, ref int at, Fields fields)
    {
        if (at >= text.Length)
            return false;
        if ((letter == 'X' || (letter == 'Z' && count == 5)) && text[at] is 'Z' or 'z')
        {
            at++;
            fields.OffsetSeconds = 0;
            return true;
        }

        if (letter == 'Z' && count == 4)
        {
            if (string.Compare(text, at, "GMT", 0, 3, StringComparison.OrdinalIgnoreCase) != 0)
                return false;
            at += 3;
            if (at >= text.Length || text[at] is not ('+' or '-'))
            {
                fields.OffsetSeconds = 0;
                return true;
            }
        }

        if (text[at] is not ('+' or '-'))
            return false;
        var sign = text[at] == '-' ? -1 : 1;
        var i = at + 1;
        var colon = letter == 'Z' ? count >= 4 : count is 3 or 5;
        if (!TwoDigits(text, ref i, out var hours) || hours > 18)
            return false;
        var minutes = 0;
        var before = i;
        if (colon && (i >= text.Length || text[i] != ':'))
            return false;
        if (colon)
            i++;
        if (!TwoDigits(text, ref i, out minutes))
        {
            if (letter == 'Z' || count > 1)
                return false;
            i = before;
        }

        fields.OffsetSeconds = sign * ((hours * 3600) + (minutes * 60));
        at = i;
        return true;
    }

    private static bool TwoDigits(string text, ref int at, out int value)
    {
        value = 0;
        if (at + 2 > text.Length || !char.IsAsciiDigit(text[at]) || !char.IsAsciiDigit(text[at + 1]))
            return false;
        value = ((text[at] - '0') * 10) + text[at + 1] - '0';
        at += 2;
        return true;
    }

    /// <summary>What was read so far.</summary>
    private sealed class Fields
    {
        public int Failed;
        public int Era = -1;
        public int HalfDay = -1;
        public long? Year;
        public long? Month;
        public long? Day;
        public long? DayOfYear;
        public long? Hour;
        public long? HourOfHalfDay;
        public long Minute;
        public long Second;
        public int Micros;
        public int? OffsetSeconds;
        public string? Zone;

        public Fields Copy() => (Fields)MemberwiseClone();

        public void Restore(Fields saved) =>
            (Era, HalfDay, Year, Month, Day, DayOfYear, Hour, HourOfHalfDay, Minute, Second, Micros, OffsetSeconds, Zone) = (
                saved.Era,
                saved.HalfDay,
                saved.Year,
                saved.Month,
                saved.Day,
                saved.DayOfYear,
                saved.Hour,
                saved.HourOfHalfDay,
                saved.Minute,
                saved.Second,
                saved.Micros,
                saved.OffsetSeconds,
                saved.Zone
            );

        public void Put(char letter, long value)
        {
            switch (letter)
            {
                case 'y':
                    Year = value;
                    break;
                case 'M' or 'L':
                    Month = value;
                    break;
                case 'd':
                    Day = value;
                    break;
                case 'D':
                    DayOfYear = value;
                    break;
                case 'H':
                    Hour = InRange("HourOfDay", value, 0, 23);
                    break;
                case 'k':
                    Hour = InRange("ClockHourOfDay", value, 1, 24) % 24;
                    break;
                case 'h':
                    HourOfHalfDay = InRange("ClockHourOfAmPm", value, 1, 12) % 12;
                    break;
                case 'K':
                    HourOfHalfDay = InRange("HourOfAmPm", value, 0, 11);
                    break;
                case 'm':
                    Minute = value;
                    break;
                case 's':
                    Second = value;
                    break;
            }
        }

        public long Resolve()
        {
            var year = Year ?? 1970;
            if (Era == 0)
                year = 1 - year;
            long day;
            if (DayOfYear is { } ordinal && Month is null && Day is null)
            {
                InRange("DayOfYear", ordinal, 1, 366);
                if (ordinal == 366 && !CivilDate.IsLeap(year))
                    throw new FormatException($"Invalid date 'DayOfYear 366' as '{year}' is not a leap year");
                day = CivilDate.ToDays(year, 1, 1) + ordinal - 1;
            }
            else
            {
                var month = (int)InRange("MonthOfYear", Month ?? 1, 1, 12);
                var dayOfMonth = (int)InRange("DayOfMonth", Day ?? 1, 1, 31);
                if (dayOfMonth > CivilDate.DaysInMonth(year, month))
                    throw new FormatException(
                        dayOfMonth == 29
                            ? $"Invalid date 'February 29' as '{year}' is not a leap year"
                            : $"Invalid date '{Months[month - 1].ToUpperInvariant()} {dayOfMonth}'"
                    );
                day = CivilDate.ToDays(year, month, dayOfMonth);
            }

            var hour = Hour ?? (HourOfHalfDay is { } h ? h + (HalfDay == 1 ? 12 : 0) : 0);
            InRange("MinuteOfHour", Minute, 0, 59);
            InRange("SecondOfMinute", Second, 0, 59);
            return (day * MicrosPerDay) + (hour * MicrosPerHour) + (((Minute * 60) + Second) * MicrosPerSecond) + Micros;
        }

        private static long InRange(string field, long value, long least, long most) =>
            value >= least && value <= most
                ? value
                : throw new FormatException($"Invalid value for {field} (valid values {least} - {most}): {value}");
    }
}
