using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.DatetimeForms;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Date and timestamp functions that take datetimes apart and shift them; text is in <see cref="DatetimeTextFunctions"/>.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#date-and-timestamp-functions</remarks>
internal static class DatetimeFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["year", "month", "quarter", "dayofyear"],
                "SELECT year('2016-07-30')",
                name => Scalar(name, [Date], SparkType.Integer, a => $"CAST({name}({a[0]}) AS INTEGER)")
            ),
            new(
                ["day", "dayofmonth"],
                "SELECT day('2009-07-30')",
                name => Scalar(name, [Date], SparkType.Integer, a => $"CAST(day({a[0]}) AS INTEGER)")
            ),
            new(
                ["dayofweek"],
                "SELECT dayofweek('2009-07-30')",
                name => Scalar(name, [Date], SparkType.Integer, a => $"CAST(dayofweek({a[0]}) + 1 AS INTEGER)")
            ),
            new(
                ["weekday"],
                "SELECT weekday('2009-07-30')",
                name => Scalar(name, [Date], SparkType.Integer, a => $"CAST(isodow({a[0]}) - 1 AS INTEGER)")
            ),
            new(
                ["weekofyear"],
                "SELECT weekofyear('2008-02-20')",
                name => Scalar(name, [Date], SparkType.Integer, a => $"CAST(weekofyear({a[0]}) AS INTEGER)")
            ),
            new(
                ["dayname", "monthname"],
                "SELECT dayname(DATE('2008-02-20'))",
                name => Scalar(name, [Date], SparkType.String, a => $"left({name}({a[0]}), 3)")
            ),
            new(
                ["hour", "minute", "second"],
                "SELECT hour('2018-02-14 12:58:59')",
                name => Scalar(name, [TimestampOrTime], SparkType.Integer, a => $"CAST({name}({Local(a, 0)}) AS INTEGER)")
            ),
            new(["last_day"], "SELECT last_day('2009-01-12')", name => Scalar(name, [Date], SparkType.Date, a => $"last_day({a[0]})")),
            new(
                ["next_day"],
                "SELECT next_day('2015-01-14', 'TU')",
                name =>
                    Of(
                        name,
                        FunctionKind.Scalar,
                        [Date, Text],
                        _ => SparkType.Date,
                        _ => true,
                        a => a.Native(NextDay(a.Call.Mode), a[0], a[1])
                    )
            ),
            new(
                ["date_add", "dateadd"],
                "SELECT date_add('2016-07-30', 1)",
                name =>
                    Scalar(
                            name,
                            [Date, Where("INT", t => t is IntegralType { Bytes: <= 4 } or StringType)],
                            SparkType.Date,
                            a => AddDays(a, "+")
                        )
                        .With(CastSecondToInt)
                        .PrintedAs("date_add")
            ),
            new(
                ["date_sub"],
                "SELECT date_sub('2016-07-30', 1)",
                name =>
                    Scalar(
                            name,
                            [Date, Where("INT", t => t is IntegralType { Bytes: <= 4 } or StringType)],
                            SparkType.Date,
                            a => AddDays(a, "-")
                        )
                        .With(CastSecondToInt)
            ),
            new(
                ["datediff", "date_diff"],
                "SELECT datediff('2009-07-31', '2009-07-30')",
                name => Scalar(name, [Date, Date], SparkType.Integer, a => $"CAST({a[0]} - {a[1]} AS INTEGER)")
            ),
            new(
                ["add_months"],
                "SELECT add_months('2016-08-31', 1)",
                name =>
                    Scalar(
                        name,
                        [Date, AnyOf(Int, Where("INTERVAL YEAR TO MONTH", t => t is YearMonthIntervalType))],
                        SparkType.Date,
                        a => a.Native(AddMonthsToDate, a[0], a[1])
                    )
            ),
            new(
                ["months_between"],
                "SELECT months_between('1997-02-28 10:30:00', '1996-10-30')",
                name =>
                    Scalar(
                        name,
                        [Timestamp, Timestamp, Flag.Or(true)],
                        SparkType.Double,
                        a => a.Native(MonthsBetween, Local(a, 0), Local(a, 1), a[2])
                    )
            ),
            new(
                ["trunc"],
                "SELECT trunc('2019-08-04', 'week')",
                name => Of(name, FunctionKind.Scalar, [Date, Text], _ => SparkType.Date, _ => true, a => a.Native(TruncDate, a[0], a[1]))
            ),
            new(
                ["date_trunc"],
                "SELECT date_trunc('YEAR', '2015-03-05T09:32:05.359')",
                name => Bound(name, FunctionKind.Scalar, DateTrunc)
            ),
            new([], null, name => Bound(name, FunctionKind.Scalar, TimestampAdd)) { ParserNames = ["timestampadd"] },
            new([], null, name => Bound(name, FunctionKind.Scalar, TimestampDiff)) { ParserNames = ["timestampdiff"] },
            new(
                ["extract"],
                "SELECT extract(YEAR FROM TIMESTAMP '2019-08-12 01:00:00.123456')",
                name => Bound(name, FunctionKind.Scalar, call => DatePart(call, printed => $"extract({printed[0]} FROM {printed[1]})"))
            ),
            new(
                ["date_part"],
                "SELECT date_part('YEAR', TIMESTAMP '2019-08-12 01:00:00.123456')",
                name => Bound(name, FunctionKind.Scalar, call => DatePart(call, printed => $"date_part({printed[0]}, {printed[1]})"))
            ),
            new(
                ["datepart"],
                "SELECT datepart('YEAR', TIMESTAMP '2019-08-12 01:00:00.123456')",
                name => Bound(name, FunctionKind.Scalar, call => DatePart(call, printed => $"datepart({printed[0]} FROM {printed[1]})"))
            ),
            new(
                ["current_date", "curdate"],
                "SELECT current_date()",
                name =>
                    Scalar(name, [], SparkType.Date, a => $"CAST({ZoneSql.Local("now()", a.Call.TimeZone)} AS DATE)")
                        .PrintedAs("current_date")
            ),
            new(["current_timestamp", "now"], "SELECT current_timestamp()", name => Scalar(name, [], SparkType.Timestamp, _ => "now()")),
            new(
                ["localtimestamp"],
                "SELECT localtimestamp()",
                name => Scalar(name, [], SparkType.TimestampNtz, a => ZoneSql.Local("now()", a.Call.TimeZone))
            ),
            new(
                ["current_timezone"],
                "SELECT current_timezone()",
                name => Scalar(name, [], SparkType.String, a => $"'{a.Call.TimeZone.Replace("'", "''")}'")
            ),
            new(
                ["date_from_unix_date"],
                "SELECT date_from_unix_date(1)",
                name => Scalar(name, [Int], SparkType.Date, a => $"(DATE '1970-01-01' + {a[0]})")
            ),
            new(
                ["unix_date"],
                "SELECT unix_date(DATE(\"1970-01-02\"))",
                name => Scalar(name, [Date], SparkType.Integer, a => $"CAST({a[0]} - DATE '1970-01-01' AS INTEGER)")
            ),
            new(
                ["unix_micros"],
                "SELECT unix_micros(TIMESTAMP('1970-01-01 00:00:01Z'))",
                name => Scalar(name, [Timestamp], SparkType.Long, a => $"epoch_us({a[0]})")
            ),
            new(
                ["unix_millis"],
                "SELECT unix_millis(TIMESTAMP('1970-01-01 00:00:01Z'))",
                name => Scalar(name, [Timestamp], SparkType.Long, a => FloorDivide($"epoch_us({a[0]})", 1000))
            ),
            new(
                ["unix_seconds"],
                "SELECT unix_seconds(TIMESTAMP('1970-01-01 00:00:01Z'))",
                name => Scalar(name, [Timestamp], SparkType.Long, a => FloorDivide($"epoch_us({a[0]})", 1000000))
            ),
            new(
                ["timestamp_micros"],
                "SELECT timestamp_micros(1230219000123123)",
                name => Scalar(name, [Integral], SparkType.Timestamp, a => $"make_timestamptz(CAST({a[0]} AS BIGINT))")
            ),
            new(
                ["timestamp_millis"],
                "SELECT timestamp_millis(1230219000123)",
                name => Scalar(name, [Integral], SparkType.Timestamp, a => $"make_timestamptz({Checked(a, 1000)})")
            ),
            new(
                ["timestamp_seconds"],
                "SELECT timestamp_seconds(1230219000)",
                name => Scalar(name, [Numeric], SparkType.Timestamp, TimestampSeconds)
            ),
            new(
                ["from_utc_timestamp"],
                "SELECT from_utc_timestamp('2016-08-31', 'Asia/Seoul')",
                name =>
                    Scalar(
                            name,
                            [Timestamp, Text],
                            SparkType.Timestamp,
                            a => $"make_timestamptz({a.Native(FromUtc, $"epoch_us({a[0]})", a[1])})"
                        )
                        .MayBeNull()
            ),
            new(
                ["to_utc_timestamp"],
                "SELECT to_utc_timestamp('2016-08-31', 'Asia/Seoul')",
                name =>
                    Scalar(
                            name,
                            [Timestamp, Text],
                            SparkType.Timestamp,
                            a => $"make_timestamptz({a.Native(ToUtc, $"epoch_us({a[0]})", a[1])})"
                        )
                        .MayBeNull()
            ),
            new(
                ["convert_timezone"],
                "SELECT convert_timezone('Europe/Brussels', 'America/Los_Angeles', timestamp_ntz'2021-12-06 00:0" + "0:00')",
                name => Bound(name, FunctionKind.Scalar, ConvertTimezone)
            ),
            new(
                ["make_date"],
                "SELECT make_date(2013, 7, 15)",
                name =>
                    Of(
                        name,
                        FunctionKind.Scalar,
                        [Int, Int, Int],
                        _ => SparkType.Date,
                        a => a.Any(x => x.Nullable),
                        a => a.Native(MakeDate(a.Call.Mode), a.Sql.Sql)
                    )
            ),
            new(
                ["make_timestamp"],
                "SELECT make_timestamp(2014, 12, 28, 6, 30, 45.887)",
                name => Bound(name, FunctionKind.Scalar, call => MakeTimestamp(call, SparkType.Timestamp, call.Mode))
            ),
            new(
                ["make_timestamp_ltz"],
                "SELECT make_timestamp_ltz(2014, 12, 28, 6, 30, 45.887)",
                name => Bound(name, FunctionKind.Scalar, call => MakeTimestamp(call, SparkType.Timestamp, call.Mode))
            ),
            new(
                ["make_timestamp_ntz"],
                "SELECT make_timestamp_ntz(2014, 12, 28, 6, 30, 45.887)",
                name => Bound(name, FunctionKind.Scalar, call => MakeTimestamp(call, SparkType.TimestampNtz, call.Mode))
            ),
            new(
                ["try_make_timestamp", "try_make_timestamp_ltz"],
                "SELECT try_make_timestamp(2014, 12, 28, 6, 30, 45.887)",
                name => Bound(name, FunctionKind.Scalar, call => MakeTimestamp(call, SparkType.Timestamp, EvalMode.Try))
            ),
            new(
                ["try_make_timestamp_ntz"],
                "SELECT try_make_timestamp_ntz(2014, 12, 28, 6, 30, 45.887)",
                name => Bound(name, FunctionKind.Scalar, call => MakeTimestamp(call, SparkType.TimestampNtz, EvalMode.Try))
            ),
            new(
                ["make_ym_interval"],
                "SELECT make_ym_interval(1, 2)",
                name =>
                    Scalar(name, [Int.Or(0), Int.Or(0)], new YearMonthIntervalType(), a => a.Native(MakeYearMonth, a[0], a[1]))
                        .PrintedAsWritten()
            ),
            new(
                ["make_dt_interval"],
                "SELECT make_dt_interval(1, 12, 30, 01.001001)",
                name =>
                    Scalar(
                            name,
                            [Int.Or(0), Int.Or(0), Int.Or(0), To(new DecimalType(18, 6)).Or(0)],
                            new DayTimeIntervalType(),
                            a => a.Native(MakeDayTime, a[0], a[1], a[2], $"CAST({a[3]} AS DECIMAL(18,6))")
                        )
                        .PrintedAsWritten()
            ),
            new(
                ["make_interval", "try_make_interval"],
                "SELECT make_interval(100, 11, 1, 1, 12, 30, 01.001001)",
                name =>
                    Scalar(
                            name,
                            [Int.Or(0), Int.Or(0), Int.Or(0), Int.Or(0), Int.Or(0), Int.Or(0), To(new DecimalType(18, 6)).Or(0)],
                            SparkType.CalendarInterval,
                            a => a.Native(MakeInterval(name[0] == 't'), [.. a.Sql.Sql.Take(6), $"CAST({a[6]} AS DECIMAL(18,6))"])
                        )
                        .PrintedAsWritten()
            ),
        ];

    private static readonly Parameter TimestampOrTime = AnyOf(AnyTimestamp, Time);

    private static BoundFunction CastSecondToInt(BoundFunction bound) =>
        bound.Arguments[1].Type == SparkType.Integer
            ? bound
            : bound with
            {
                Arguments = [bound.Arguments[0], ImplicitTypeCasts.CastTo(bound.Arguments[1], SparkType.Integer, EvalMode.Ansi)],
            };

    private static string AddDays(Operands a, string sign) => $"CAST({a[0]} {sign} {a[1]} AS DATE)";

    /// <summary>Division that rounds towards minus infinity; DuckDB's rounds towards zero.</summary>
    private static string FloorDivide(string dividend, long divisor) =>
        $"(({dividend} - (({dividend} % {divisor}) + {divisor}) % {divisor}) // {divisor})";

    private static string Checked(Operands a, int factor) =>
        $"coalesce(TRY_CAST(CAST({a[0]} AS HUGEINT) * {factor} AS BIGINT), CASE WHEN {a[0]} IS NOT NULL THEN {AggregateFunctions.Overflow("long overflow")} END)";

    private static string TimestampSeconds(Operands a) =>
        a.TypeOf(0) switch
        {
            IntegralType => $"make_timestamptz({Checked(a, 1000000)})",
            DecimalType { Scale: <= 6 } => $"make_timestamptz(CAST(CAST({a[0]} AS DECIMAL(38,6)) * 1000000 AS BIGINT))",
            DecimalType => throw BindError.Unsupported(a.Call, "of decimals with more than six digits behind the point"),
            _ =>
                $"CASE WHEN isfinite(CAST({a[0]} AS DOUBLE)) THEN make_timestamptz(CAST(trunc(CAST({a[0]} AS DOUBLE) * 1000000) AS BIGINT)) END",
        };

    private static BoundFunction DateTrunc(FunctionCall call)
    {
        var arguments = Match(call, [Text, Timestamp]);
        return Result(
            call,
            arguments,
            SparkType.Timestamp,
            true,
            a =>
            {
                // The usual case without a detour through C#.
                if (a.Arguments[0].Constant() is string unit && TruncUnit(unit) is { } known)
                {
                    return known is "microsecond" ? a[1]
                        : known is "millisecond" or "second" ? $"date_trunc('{known}', {a[1]})"
                        : ZoneSql.Instant($"date_trunc('{known}', {Local(a, 1)})", a.Call.TimeZone);
                }

                return ZoneSql.Instant(a.Native(TruncTimestamp, a[0], Local(a, 1)), a.Call.TimeZone);
            }
        );
    }

    private static BoundFunction TimestampAdd(FunctionCall call)
    {
        var arguments = Match(call, [Text.Foldable(), Long, Timestamp]);
        if (call.Arguments[2].Type == SparkType.TimestampNtz)
            arguments = [arguments[0], arguments[1], call.Arguments[2]];
        return Result(
            call,
            arguments,
            arguments[2].Type,
            arguments.Any(a => a.Nullable),
            a =>
                a.TypeOf(2) == SparkType.TimestampNtz
                    ? $"CAST(make_timestamp({a.Native(AddUnits("UTC"), a[0], a[1], $"epoch_us({a[2]})")}) AS TIMESTAMP)"
                    : $"make_timestamptz({a.Native(AddUnits(a.Call.TimeZone), a[0], a[1], $"epoch_us({a[2]})")})"
        );
    }

    private static BoundFunction TimestampDiff(FunctionCall call)
    {
        var arguments = Match(call, [Text.Foldable(), Timestamp, Timestamp]);
        return Result(
            call,
            arguments,
            SparkType.Long,
            arguments.Any(a => a.Nullable),
            a => a.Native(DiffUnits(a.Call.TimeZone), a[0], $"epoch_us({a[1]})", $"epoch_us({a[2]})")
        );
    }

    private static BoundFunction ConvertTimezone(FunctionCall call)
    {
        var given =
            call.Arguments.Count == 2 ? call with { Arguments = [new Literal(call.TimeZone, SparkType.String), .. call.Arguments] } : call;
        var arguments = Match(given, [Text, Text, TimestampNtz]);
        return Result(
            call,
            arguments,
            SparkType.TimestampNtz,
            arguments.Any(a => a.Nullable),
            a => $"make_timestamp({a.Native(FromUtc, a.Native(ToUtc, $"epoch_us({a[2]})", a[0]), a[1])})"
        ) with
        {
            Print = printed =>
                $"convert_timezone({(call.Arguments.Count == 2 ? "current_timezone()" : printed[0])}, {printed[1]}, {printed[2]})",
        };
    }

    /// <summary>A field of a datetime or an interval.</summary>
    private static BoundFunction DatePart(FunctionCall call, Func<IReadOnlyList<string>, string> print)
    {
        if (call.Arguments.Count != 2)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "2", call.Arguments.Count);
        var field = (call.Arguments[0].Constant() as string ?? throw BindError.NonFoldable(call, 0, "\"STRING\"")).ToUpperInvariant();
        var source = call.Arguments[1];
        if (source.Type is YearMonthIntervalType or DayTimeIntervalType || source.Type == SparkType.CalendarInterval)
            return IntervalPart(call, field, source, print);
        if (source.Type is StringType or NullType)
            source = ImplicitTypeCasts.CastTo(source, SparkType.Timestamp, call.Mode);
        if (
            source.Type is not TimeType
            && source.Type != SparkType.Date
            && source.Type != SparkType.Timestamp
            && source.Type != SparkType.TimestampNtz
        )
            throw BindError.UnexpectedInputType(call, 1, "(\"DATE\" or \"TIMESTAMP\" or \"INTERVAL\")");
        IReadOnlyList<Expr> arguments = [call.Arguments[0], source];
        var part = field switch
        {
            "YEAR" or "Y" or "YEARS" or "YR" or "YRS" => "year",
            "YEAROFWEEK" => "isoyear",
            "QUARTER" or "QTR" => "quarter",
            "MONTH" or "MON" or "MONS" or "MONTHS" => "month",
            "WEEK" or "W" or "WEEKS" => "weekofyear",
            "DAY" or "D" or "DAYS" => "day",
            "DAYOFWEEK" or "DOW" => "dow",
            "DAYOFWEEK_ISO" or "DOW_ISO" => "isodow",
            "DOY" => "dayofyear",
            "HOUR" or "H" or "HOURS" or "HR" or "HRS" => "hour",
            "MINUTE" or "M" or "MIN" or "MINS" or "MINUTES" => "minute",
            "SECOND" or "S" or "SEC" or "SECONDS" or "SECS" => "second",
            _ => null,
        };
        if (part is null || (source.Type is TimeType && part is not ("hour" or "minute" or "second")))
            throw SparkErrors.Analysis(
                "INVALID_EXTRACT_FIELD",
                ("field", SparkErrors.Quote(field)),
                ("expr", SparkErrors.Quote(ExprPrinter.Print(source)))
            );
        if (part == "second")
        {
            return Result(
                call,
                arguments,
                new DecimalType(8, 6),
                source.Nullable,
                a => $"CAST(CAST(microsecond({Clock(a)}) AS DECIMAL(8,0)) * CAST('0.000001' AS DECIMAL(6,6)) AS DECIMAL(8,6))"
            ) with
            {
                Print = print,
            };
        }

        return Result(
            call,
            arguments,
            SparkType.Integer,
            source.Nullable,
            a => part == "dow" ? $"CAST(dayofweek({Clock(a)}) + 1 AS INTEGER)" : $"CAST({part}({Clock(a)}) AS INTEGER)"
        ) with
        {
            Print = print,
        };

        static string Clock(Operands a) => Local(a, 1);
    }

    private static BoundFunction IntervalPart(FunctionCall call, string field, Expr source, Func<IReadOnlyList<string>, string> print)
    {
        IReadOnlyList<Expr> arguments = [call.Arguments[0], source];
        var unit = field switch
        {
            "YEAR" or "Y" or "YEARS" or "YR" or "YRS" => "year",
            "MONTH" or "MON" or "MONS" or "MONTHS" => "month",
            "DAY" or "D" or "DAYS" => "day",
            "HOUR" or "H" or "HOURS" or "HR" or "HRS" => "hour",
            "MINUTE" or "M" or "MIN" or "MINS" or "MINUTES" => "minute",
            "SECOND" or "S" or "SEC" or "SECONDS" or "SECS" => "second",
            _ => null,
        };
        var fits =
            unit is not null
            && source.Type switch
            {
                YearMonthIntervalType => unit is "year" or "month",
                DayTimeIntervalType => unit is not ("year" or "month"),
                _ => true,
            };
        if (!fits)
            throw SparkErrors.Analysis(
                "INVALID_EXTRACT_FIELD",
                ("field", SparkErrors.Quote(field)),
                ("expr", SparkErrors.Quote(ExprPrinter.Print(source)))
            );
        var type = unit switch
        {
            "second" => new DecimalType(8, 6),
            "month" or "hour" or "minute" => SparkType.Byte,
            _ => SparkType.Integer,
        };
        return Result(call, arguments, type, source.Nullable, a => a.Native(PartOfInterval(source.Type, unit!, type), a[1])) with
        {
            Print = print,
        };
    }

    private static BoundFunction MakeTimestamp(FunctionCall call, SparkType type, EvalMode mode)
    {
        if (call.Arguments.Count is not (6 or 7))
            throw BindError.Unsupported(call, $"with {call.Arguments.Count} arguments");
        if (call.Arguments.Count == 7)
            throw BindError.Unsupported(call, "with a time zone");
        var arguments = Match(call, [Int, Int, Int, Int, Int, To(new DecimalType(16, 6))]);
        var nullable = mode != EvalMode.Ansi || arguments.Any(a => a.Nullable);
        return Result(
            call,
            arguments,
            type,
            nullable,
            a =>
            {
                var local = a.Native(MakeLocal(mode), a.Sql.Sql);
                return type == SparkType.TimestampNtz ? local : ZoneSql.Instant(local, a.Call.TimeZone);
            }
        );
    }
}
