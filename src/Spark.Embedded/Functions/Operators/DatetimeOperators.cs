using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions.Operators;

/// <summary>Arithmetic of dates, timestamps and intervals.</summary>
internal static class DatetimeOperators
{
    private const long MicrosPerDay = 86_400_000_000;

    /// <summary>Addition when an operand is a date, a timestamp or an interval; null otherwise.</summary>
    public static BoundFunction? Add(FunctionCall call)
    {
        if (call.Arguments.Count != 2)
            return null;
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        if (IsInterval(left.Type) && (IsDatetime(right.Type) || right.Type is StringType))
            return Shift(call, right, left, subtract: false, printed => $"{printed[0]} + {printed[1]}");
        if (IsInterval(right.Type) && (IsDatetime(left.Type) || left.Type is StringType))
            return Shift(call, left, right, subtract: false, printed => $"{printed[0]} + {printed[1]}");
        if (left.Type == SparkType.Date && right.Type is IntegralType { Bytes: <= 4 } or NullType)
            return Days(call, left, right, "+");
        if (right.Type == SparkType.Date && left.Type is IntegralType { Bytes: <= 4 })
            return Days(call, right, left, "+");
        return Intervals(call, "+");
    }

    /// <summary>Subtraction when an operand is a date, a timestamp or an interval; null otherwise.</summary>
    public static BoundFunction? Subtract(FunctionCall call)
    {
        if (call.Arguments.Count != 2)
            return null;
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        if (IsInterval(right.Type) && (IsDatetime(left.Type) || left.Type is StringType))
            return Shift(call, left, right, subtract: true, printed => $"{printed[0]} - {printed[1]}");
        if (left.Type == SparkType.Date && right.Type is IntegralType { Bytes: <= 4 })
            return Days(call, left, right, "-");
        if (
            IsDatetime(left.Type) && (IsDatetime(right.Type) || right.Type is StringType or NullType)
            || IsDatetime(right.Type) && left.Type is StringType or NullType
        )
            return Difference(call);
        return Intervals(call, "-");
    }

    /// <summary>An interval times a number; null otherwise.</summary>
    public static BoundFunction? Multiply(FunctionCall call)
    {
        if (call.Arguments.Count != 2)
            return null;
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        if (!IsAnsi(left.Type) && !IsAnsi(right.Type))
            return left.Type == SparkType.CalendarInterval || right.Type == SparkType.CalendarInterval
                ? throw SparkErrors.Unsupported("multiplying a calendar interval", "Use an interval of months or of days to seconds.")
                : null;
        var (interval, number, swapped) = IsAnsi(left.Type) ? (left, right, false) : (right, left, true);
        return Scaled(call, interval, number, "*", swapped);
    }

    /// <summary>An interval divided by a number; null otherwise.</summary>
    public static BoundFunction? Divide(FunctionCall call)
    {
        if (call.Arguments.Count != 2 || !IsAnsi(call.Arguments[0].Type))
            return call.Arguments.Count == 2 && call.Arguments[0].Type == SparkType.CalendarInterval
                ? throw SparkErrors.Unsupported("dividing a calendar interval", "Use an interval of months or of days to seconds.")
                : null;
        return Scaled(call, call.Arguments[0], call.Arguments[1], "/", swapped: false);
    }

    /// <summary>How many times an interval goes into another; null for other operands.</summary>
    public static BoundFunction? IntegralDivide(FunctionCall call)
    {
        if (
            call.Arguments.Count != 2
            || !IsAnsi(call.Arguments[0].Type)
            || call.Arguments[1].Type.GetType() != call.Arguments[0].Type.GetType()
        )
            return null;
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        var raise = call.Mode == EvalMode.Legacy ? "NULL" : RuntimeError.Sql("INTERVAL_DIVIDED_BY_ZERO");
        return OperatorFunctions.Bound(
            [left, right],
            SparkType.Long,
            left.Nullable || right.Nullable,
            sql => $"CASE WHEN {sql[1]} = 0 THEN {raise} ELSE CAST({sql[0]} // {sql[1]} AS BIGINT) END",
            printed => $"({printed[0]} div {printed[1]})"
        );
    }

    private static bool IsDatetime(SparkType type) =>
        type == SparkType.Date || type == SparkType.Timestamp || type == SparkType.TimestampNtz;

    private static bool IsAnsi(SparkType type) => type is YearMonthIntervalType or DayTimeIntervalType;

    private static bool IsInterval(SparkType type) => IsAnsi(type) || type == SparkType.CalendarInterval;

    private static BoundFunction Days(FunctionCall call, Expr date, Expr days, string sign)
    {
        var count = ImplicitTypeCasts.CastTo(days, SparkType.Integer, call.Mode);
        return OperatorFunctions.Bound(
            [date, count],
            SparkType.Date,
            date.Nullable || days.Nullable,
            sql => $"({sql[0]} {sign} {sql[1]})",
            printed => $"date_{(sign == "+" ? "add" : "sub")}({printed[0]}, {printed[1]})"
        );
    }

    private static BoundFunction Shift(
        FunctionCall call,
        Expr start,
        Expr interval,
        bool subtract,
        Func<IReadOnlyList<string>, string> print
    )
    {
        if (start.Type is StringType)
            start = ImplicitTypeCasts.CastTo(start, SparkType.Timestamp, call.Mode);
        var at = ReferenceEquals(call.Arguments[0], interval) ? 1 : 0;
        Expr[] arguments = at == 0 ? [start, interval] : [interval, start];
        var sign = subtract ? "-" : "+";
        var wholeDays = interval.Type is DayTimeIntervalType { Start: 0, End: 0 };
        var type =
            start.Type == SparkType.Date
            && !(interval.Type is YearMonthIntervalType || wholeDays || interval.Type == SparkType.CalendarInterval)
                ? SparkType.Timestamp
                : start.Type;
        if (start.Type == SparkType.Date && interval.Type == SparkType.CalendarInterval)
            throw SparkErrors.Unsupported("adding a calendar interval to a date", "Use an interval of months or of days to seconds.");
        var nullable = start.Nullable || interval.Nullable;
        if (start.Type == SparkType.Date && wholeDays)
        {
            return OperatorFunctions.Bound(
                arguments,
                type,
                nullable,
                sql => $"({sql[at]} {sign} CAST({sql[1 - at]} // {MicrosPerDay} AS INTEGER))",
                printed =>
                    $"date_add({printed[at]}, {(subtract ? $"(- extractansiintervaldays({printed[1 - at]}))" : $"extractansiintervaldays({printed[1 - at]})")})"
            );
        }

        return OperatorFunctions.Bound(
            arguments,
            type,
            nullable,
            sql =>
            {
                var from = type == start.Type || start.Type is StringType ? sql[at] : $"CAST({sql[at]} AS {type.DuckDb})";
                var amount = interval.Type switch
                {
                    YearMonthIntervalType => $"to_months({sql[1 - at]})",
                    DayTimeIntervalType =>
                        $"(to_days(CAST({sql[1 - at]} // {MicrosPerDay} AS INTEGER)) + to_microseconds({sql[1 - at]} % {MicrosPerDay}))",
                    _ => sql[1 - at],
                };
                var sum = $"({from} {sign} {amount})";
                return type == SparkType.Date ? $"CAST({sum} AS DATE)" : sum;
            },
            print
        );
    }

    private static BoundFunction Difference(FunctionCall call)
    {
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        if (
            left.Type == SparkType.Date && right.Type == SparkType.Date
            || left.Type == SparkType.Date && right.Type == SparkType.Null
            || left.Type == SparkType.Null && right.Type == SparkType.Date
            || left.Type == SparkType.Date && right.Type is StringType && call.Mode != EvalMode.Legacy
            || left.Type is StringType && right.Type == SparkType.Date && call.Mode != EvalMode.Legacy
        )
        {
            left = ImplicitTypeCasts.CastTo(left, SparkType.Date, call.Mode);
            right = ImplicitTypeCasts.CastTo(right, SparkType.Date, call.Mode);
            return OperatorFunctions.Bound(
                [left, right],
                new DayTimeIntervalType(0, 0),
                left.Nullable || right.Nullable,
                sql => $"(CAST({sql[0]} - {sql[1]} AS BIGINT) * {MicrosPerDay})",
                printed => $"({printed[0]} - {printed[1]})"
            );
        }

        var type =
            left.Type == SparkType.TimestampNtz && right.Type == SparkType.TimestampNtz ? SparkType.TimestampNtz : SparkType.Timestamp;
        left = ImplicitTypeCasts.CastTo(left, type, call.Mode);
        right = ImplicitTypeCasts.CastTo(right, type, call.Mode);
        return OperatorFunctions.Bound(
            [left, right],
            new DayTimeIntervalType(),
            left.Nullable || right.Nullable,
            sql => $"(epoch_us({sql[0]}) - epoch_us({sql[1]}))",
            printed => $"({printed[0]} - {printed[1]})"
        );
    }

    private static BoundFunction? Intervals(FunctionCall call, string symbol)
    {
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        if (!IsInterval(left.Type) && !IsInterval(right.Type))
            return null;
        var type = TypeCoercion.TightestCommonType(left.Type, right.Type, call.Mode);
        if (type is null || !IsInterval(type))
            throw OperatorFunctions.DifferentTypes(call, symbol);
        left = ImplicitTypeCasts.CastTo(left, type, call.Mode);
        right = ImplicitTypeCasts.CastTo(right, type, call.Mode);
        return OperatorFunctions.Bound(
            [left, right],
            type,
            left.Nullable || right.Nullable,
            sql => $"({sql[0]} {symbol} {sql[1]})",
            printed => $"({printed[0]} {symbol} {printed[1]})"
        );
    }

    private static BoundFunction Scaled(FunctionCall call, Expr interval, Expr number, string symbol, bool swapped)
    {
        SparkType type = interval.Type is YearMonthIntervalType ? new YearMonthIntervalType() : new DayTimeIntervalType();
        if (number.Type is StringType)
            number = ImplicitTypeCasts.CastTo(number, SparkType.Double, call.Mode);
        if (number.Type is not NumericType and not NullType)
            throw OperatorFunctions.DifferentTypes(call, symbol);
        if (number.Type == SparkType.Null)
            number = ImplicitTypeCasts.CastTo(number, SparkType.Integer, call.Mode);
        string PrintedAs(IReadOnlyList<string> printed) => $"({printed[swapped ? 1 : 0]} {symbol} {printed[swapped ? 0 : 1]})";
        Expr[] arguments = swapped ? [number, interval] : [interval, number];
        return OperatorFunctions.Bound(
            arguments,
            type,
            interval.Nullable || number.Nullable,
            sql =>
            {
                var (i, n) = swapped ? (sql[1], sql[0]) : (sql[0], sql[1]);
                if (number.Type is DecimalType d)
                {
                    var exact = sql.Native(IntervalScaling.Of(symbol, type, d), i, n);
                    return symbol == "*"
                        ? exact
                        : $"CASE WHEN {n} = 0 THEN {RuntimeError.Sql("INTERVAL_DIVIDED_BY_ZERO")} ELSE {exact} END";
                }

                var wide = number.Type is IntegralType ? $"CAST({i} AS HUGEINT)" : $"CAST({i} AS DOUBLE)";
                if (symbol == "*")
                {
                    return number.Type is IntegralType
                        ? $"CAST({wide} * {n} AS {type.DuckDb})"
                        : $"CAST(round({wide} * {n}) AS {type.DuckDb})";
                }

                var raise = RuntimeError.Sql("INTERVAL_DIVIDED_BY_ZERO");

                // Halves are rounded away from zero.
                var quotient =
                    number.Type is IntegralType
                        ? $"CAST(sign({i}) * sign({n}) * ((2 * abs({wide}) + abs(CAST({n} AS HUGEINT))) // (2 * abs(CAST({n} AS HUGEINT)))) AS {type.DuckDb})"
                        : $"CAST(round({wide} / {n}) AS {type.DuckDb})";
                return $"CASE WHEN {n} = 0 THEN {raise} ELSE {quotient} END";
            },
            PrintedAs
        );
    }
}
