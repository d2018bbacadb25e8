using Microsoft.Spark;
using Spark.Connect;
using LiteralMessage = Spark.Connect.Expression.Types.Literal;

namespace Spark.Embedded.Parse.Grammar;

// INTERVAL literals: https://spark.apache.org/docs/latest/sql-ref-literals.html#interval-literal.
internal sealed partial class SqlGrammar
{
    private static bool IsIntervalUnit(Token token) => token.Kind == TokenKind.Word && IntervalFields.IsUnit(token.Text);

    /// <summary><c>INTERVAL [+-]value unit</c>: a value with a unit, and not the column or function of that name.</summary>
    private bool AtIntervalWithUnit()
    {
        if (!At("INTERVAL"))
            return false;
        var signed = IsAny(Peek(), "+", "-");
        var value = signed ? 2 : 1;
        if (Peek(value).Kind == TokenKind.String)
        {
            while (Peek(value).Kind == TokenKind.String)
                value++;
            return IsIntervalUnit(Peek(value)) || signed;
        }
        return Peek(value).Kind is TokenKind.Integer or TokenKind.Decimal && (!signed || Peek(value + 1).Kind == TokenKind.Word);
    }

    private Expression IntervalLiteral()
    {
        var start = _position;
        Expect("INTERVAL");
        var body = _position;
        var (value, quoted) = IntervalValue();
        var unit = IntervalUnit();
        if (Take("TO"))
        {
            var to = IntervalUnit();
            var literal = UnitToUnit(body, value, quoted, unit, to);
            if (AtIntervalValue())
            {
                // A second interval behind the first is an error of its own.
                var extra = start;
                IntervalValue();
                if (IsIntervalUnit(Current))
                    _position++;
                if (Take("TO"))
                    IntervalUnit();
                throw Error(extra, "_LEGACY_ERROR_TEMP_0024");
            }
            return new Expression { Literal = literal };
        }

        var units = new List<(string Value, bool Quoted, string Unit)> { (value, quoted, unit) };
        while (AtIntervalValue())
        {
            (value, quoted) = IntervalValue();
            unit = IntervalUnit();
            if (At("TO"))
            {
                _position++;
                IntervalUnit();
                throw Error(start, "_LEGACY_ERROR_TEMP_0024");
            }
            units.Add((value, quoted, unit));
        }
        foreach (var (text, isQuoted, _) in units)
        {
            if (isQuoted && text.Any(char.IsLetter))
                throw Error(body, "_LEGACY_ERROR_TEMP_0026", ("value", text));
        }
        var joined = string.Concat(units.Select(part => $" {part.Value} {part.Unit}"));
        return new Expression { Literal = IntervalOfUnits(start, CalendarInterval.Parse(joined), units.Select(part => part.Unit)) };
    }

    private bool AtIntervalValue()
    {
        var value = IsAny(Current, "+", "-") ? Peek() : Current;
        var unit = IsAny(Current, "+", "-") ? Peek(2) : Peek();
        return value.Kind is TokenKind.Integer or TokenKind.Decimal or TokenKind.String && IsIntervalUnit(unit);
    }

    private (string Value, bool Quoted) IntervalValue()
    {
        var negative = At("-");
        TakeAny("+", "-");
        if (Current.Kind is TokenKind.Integer or TokenKind.Decimal)
            return ((negative ? "-" : "") + Next().Text, false);
        var text = StringLiteral();
        return (
            !negative ? text
            : text.StartsWith('-') ? text[1..]
            : "-" + text,
            true
        );
    }

    private string IntervalUnit()
    {
        if (!IsIntervalUnit(Current))
            throw Unexpected();
        return Next().Text.ToLowerInvariant();
    }

    /// <summary><c>INTERVAL '1 day 2 hours'</c>; null for text that is no interval.</summary>
    private LiteralMessage? IntervalText(int start, string text)
    {
        CalendarInterval interval;
        try
        {
            interval = CalendarInterval.Parse(text);
        }
        catch (SparkIllegalArgumentException)
        {
            return null;
        }
        var units = text.ToLowerInvariant()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word != "interval" && word.All(char.IsAsciiLetterLower));
        return IntervalOfUnits(start, interval, units);
    }

    /// <summary>A year-month or a day-time interval whose fields span the units that are written.</summary>
    private LiteralMessage IntervalOfUnits(int start, CalendarInterval interval, IEnumerable<string> units)
    {
        if (_options.LegacyIntervals)
            return Calendar(interval);
        var yearMonth = new SortedSet<int>();
        var dayTime = new SortedSet<int>();
        foreach (var unit in units)
        {
            var (isYearMonth, field) = IntervalFields.Of(unit);
            (isYearMonth ? yearMonth : dayTime).Add(field);
        }
        if (yearMonth.Count > 0 && dayTime.Count > 0)
            throw Error(start, "_LEGACY_ERROR_TEMP_0029", ("literal", TextFrom(start)));
        return yearMonth.Count > 0
            ? YearMonth(interval.Months, yearMonth.Min, yearMonth.Max)
            : DayTime(interval.DurationMicros, dayTime.Min, dayTime.Max);
    }

    private static LiteralMessage Calendar(CalendarInterval interval) =>
        new()
        {
            CalendarInterval = new()
            {
                Months = interval.Months,
                Days = interval.Days,
                Microseconds = interval.Microseconds,
            },
        };

    private static LiteralMessage YearMonth(int months, int from, int to) =>
        new()
        {
            YearMonthInterval = months,
            DataType = new DataType
            {
                YearMonthInterval = new() { StartField = from, EndField = to },
            },
        };

    private static LiteralMessage DayTime(long micros, int from, int to) =>
        new()
        {
            DayTimeInterval = micros,
            DataType = new DataType
            {
                DayTimeInterval = new() { StartField = from, EndField = to },
            },
        };

    /// <summary><c>INTERVAL '1-2' YEAR TO MONTH</c>.</summary>
    private LiteralMessage UnitToUnit(int body, string value, bool quoted, string from, string to)
    {
        if (!quoted)
            throw Error(body, "_LEGACY_ERROR_TEMP_0027");
        var (fromYearMonth, fromField) = IntervalFields.Of(from);
        var (toYearMonth, toField) = IntervalFields.Of(to);
        if (fromYearMonth != toYearMonth || fromField >= toField)
        {
            throw Error(body, "INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION", ("input", value), ("from", from), ("to", to));
        }
        try
        {
            if (toYearMonth)
            {
                var months = IntervalFields.YearToMonth(value);
                return _options.LegacyIntervals ? Calendar(new CalendarInterval(months, 0, 0)) : YearMonth(months, fromField, toField);
            }
            var micros = IntervalFields.DayToSecond(value, fromField, toField);
            return _options.LegacyIntervals ? Calendar(CalendarInterval.OfDuration(micros)) : DayTime(micros, fromField, toField);
        }
        catch (IntervalFormatException error)
        {
            throw Error(body, error.ErrorClass, [.. error.Parameters]);
        }
    }
}
