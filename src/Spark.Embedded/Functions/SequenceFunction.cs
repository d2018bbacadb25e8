using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;

namespace Spark.Embedded.Functions;

/// <summary><c>sequence(start, stop[, step])</c> of whole numbers, dates and timestamps.</summary>
internal static class SequenceFunction
{
    public static BoundFunction Bind(FunctionCall call)
    {
        if (call.Arguments.Count is not (2 or 3))
            throw SparkErrors.WrongNumberOfArguments(call.Name, "[2, 3]", call.Arguments.Count);
        var common =
            TypeCoercion.CommonType(call.Arguments[0].Type, call.Arguments[1].Type, call.Mode) ?? throw BindError.DifferentTypes(call);
        if (common is IntegralType)
        {
            var all = ConditionalFunctions.SameType(call, call.Arguments);
            return Result(
                call,
                all,
                new ArrayType(all[0].Type, false),
                all.Any(a => a.Nullable),
                a => a.Native(Numbers(a.TypeOf(0), a.Count), a.Sql.Sql)
            );
        }

        if (common != SparkType.Date && common != SparkType.Timestamp && common != SparkType.TimestampNtz)
            throw BindError.Mismatch(
                call,
                "SEQUENCE_WRONG_INPUT_TYPES",
                ("functionName", "`sequence`"),
                ("startType", "(\"TIMESTAMP\" or \"DATE\")"),
                ("stepType", "(\"INTERVAL\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL DAY TO SECOND\")"),
                ("otherStartType", "\"INTEGRAL\"")
            );
        var ends = call.Arguments.Take(2).Select(a => ImplicitTypeCasts.CastTo(a, common, call.Mode));
        var step = call.Arguments.Count == 3 ? call.Arguments[2] : null;
        if (step is not null && step.Type is not (YearMonthIntervalType or DayTimeIntervalType) && step.Type != SparkType.CalendarInterval)
            throw BindError.UnexpectedInputType(call, 2, "(\"INTERVAL\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL DAY TO SECOND\")");
        IReadOnlyList<Expr> arguments = step is null ? [.. ends] : [.. ends, step];
        return Result(
            call,
            arguments,
            new ArrayType(common, false),
            arguments.Any(a => a.Nullable),
            a => a.Native(Datetimes(common, step?.Type, call.TimeZone), a.Sql.Sql)
        );
    }

    private static NativeFunction Numbers(SparkType type, int count) =>
        new(
            $"spark_sequence_{type.Name}_{count}",
            [.. Enumerable.Repeat(type, count)],
            new ArrayType(type, false),
            (a, result) =>
            {
                var (start, stop) = (Number(a.Value(0)), Number(a.Value(1)));
                var step =
                    a.Count == 3 ? Number(a.Value(2))
                    : start <= stop ? 1
                    : -1;
                if ((step == 0 && start != stop) || (step > 0 && start > stop) || (step < 0 && start < stop))
                    throw Boundaries(start, stop, step);
                var items = new List<object?>();
                for (
                    Int128 at = start;
                    step > 0 ? at <= stop
                    : step < 0 ? at >= stop
                    : items.Count == 0;
                    at += step
                )
                    items.Add(
                        ((IntegralType)type).Bytes switch
                        {
                            1 => (object)(sbyte)at,
                            2 => (short)at,
                            4 => (int)at,
                            _ => (long)at,
                        }
                    );
                result.SetValue(items.ToArray());
            }
        );

    private static long Number(object? value) =>
        value switch
        {
            sbyte n => n,
            short n => n,
            int n => n,
            _ => (long)value!,
        };

    private static NativeFunction Datetimes(SparkType type, SparkType? step, string timeZone)
    {
        var zone = type == SparkType.Timestamp ? Zones.Find(timeZone) : TimeZoneInfo.Utc;
        IReadOnlyList<SparkType> parameters = step is null ? [type, type] : [type, type, step];
        return new(
            $"spark_sequence_{type.Name}_{step?.Name}_{timeZone}",
            parameters,
            new ArrayType(type, false),
            (a, result) =>
            {
                var isDate = type == SparkType.Date;
                var (start, stop) = isDate
                    ? (a.Int(0) * DatetimeArithmetic.MicrosPerDay, a.Int(1) * DatetimeArithmetic.MicrosPerDay)
                    : (a.Long(0), a.Long(1));
                var (months, days, micros) =
                    a.Count < 3
                        ? (0, start <= stop ? 1 : -1, 0L)
                        : a.Value(2) switch
                        {
                            int m => (m, 0, 0L),
                            long duration => (
                                0,
                                (int)(duration / DatetimeArithmetic.MicrosPerDay),
                                duration % DatetimeArithmetic.MicrosPerDay
                            ),
                            var interval => (ValueTuple<int, int, long>)interval!,
                        };

                // A month counts as 28 days in the check of the direction, as in Spark.
                var direction = (months * 28L * DatetimeArithmetic.MicrosPerDay) + (days * DatetimeArithmetic.MicrosPerDay) + micros;
                if (isDate && micros != 0 && months == 0 && days == 0)
                    throw SparkErrors.Runtime(
                        "INTERNAL_ERROR",
                        [("message", "sequence step must be an interval of day granularity if start and end values are dates")]
                    );
                if ((direction == 0 && start != stop) || (direction > 0 && start > stop) || (direction < 0 && start < stop))
                    throw Boundaries(start, stop, direction);
                var items = new List<object?>();
                for (var i = 0; ; i++)
                {
                    var at =
                        i == 0
                            ? start
                            : DatetimeArithmetic.AddInterval(start, checked(months * i), checked(days * i), checked(micros * i), zone);
                    if (
                        direction > 0 ? at > stop
                        : direction < 0 ? at < stop
                        : i > 0
                    )
                        break;
                    items.Add(isDate ? (object)(int)Math.DivRem(at, DatetimeArithmetic.MicrosPerDay).Quotient : at);
                }

                result.SetValue(items.ToArray());
            }
        );
    }

    private static Microsoft.Spark.SparkException Boundaries(long start, long stop, long step) =>
        SparkErrors.Runtime(
            "INTERNAL_ERROR",
            [("message", $"requirement failed: Illegal sequence boundaries: {start} to {stop} by {step}")]
        );
}
