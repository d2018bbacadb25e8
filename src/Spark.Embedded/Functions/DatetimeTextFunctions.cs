using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Functions that write datetimes as text and read them.</summary>
internal static class DatetimeTextFunctions
{
    private const string DefaultPattern = "yyyy-MM-dd HH:mm:ss";

    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["date_format"],
                "SELECT date_format('2016-04-08', 'y')",
                name => Scalar(name, [Timestamp, Text], SparkType.String, a => Format(a, a[0], 1))
            ),
            new(
                ["from_unixtime"],
                "SELECT from_unixtime(0, 'yyyy-MM-dd HH:mm:ss')",
                name =>
                    Scalar(
                        name,
                        [Long, Text.Or(DefaultPattern)],
                        SparkType.String,
                        a => Format(a, $"make_timestamptz({a[0]} * 1000000)", 1)
                    )
            ),
            new(
                ["to_date"],
                "SELECT to_date('2009-07-30 04:17:52')",
                name => Bound(name, FunctionKind.Scalar, call => Parse(call, SparkType.Date, call.Mode, "try_to_date"))
            ),
            new(
                ["try_to_date"],
                "SELECT try_to_date('2016-12-31')",
                name => Bound(name, FunctionKind.Scalar, call => Parse(call, SparkType.Date, EvalMode.Try, "try_to_date"))
            ),
            new(
                ["to_timestamp", "to_timestamp_ltz"],
                "SELECT to_timestamp('2016-12-31 00:12:00')",
                name => Bound(name, FunctionKind.Scalar, call => Parse(call, SparkType.Timestamp, call.Mode, "try_to_timestamp"))
            ),
            new(
                ["try_to_timestamp"],
                "SELECT try_to_timestamp('2016-12-31 00:12:00')",
                name => Bound(name, FunctionKind.Scalar, call => Parse(call, SparkType.Timestamp, EvalMode.Try, "try_to_timestamp"))
            ),
            new(
                ["to_timestamp_ntz"],
                "SELECT to_timestamp_ntz('2016-12-31 00:12:00')",
                name => Bound(name, FunctionKind.Scalar, call => Parse(call, SparkType.TimestampNtz, call.Mode, "try_to_timestamp"))
            ),
            new(
                ["unix_timestamp"],
                "SELECT unix_timestamp()",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            UnixTimestamp(
                                call.Arguments.Count == 0
                                    ? call with
                                    {
                                        Arguments =
                                        [
                                            new Call(
                                                FunctionTable
                                                    .Instance.Find("current_timestamp")!
                                                    .Bind(call with { Name = "current_timestamp" })
                                            ),
                                        ],
                                    }
                                    : call
                            )
                    )
            ),
            new(
                ["to_unix_timestamp"],
                "SELECT to_unix_timestamp('2016-04-08', 'yyyy-MM-dd')",
                name => Bound(name, FunctionKind.Scalar, UnixTimestamp)
            ),
        ];

    private static string Format(Operands a, string instant, int pattern)
    {
        // A bad pattern is refused before anything runs.
        var constant = a.Arguments[pattern].Constant() as string;
        if (constant is not null)
            DatetimePattern.Of(constant, false);
        var zone = a.Call.TimeZone;
        var native = FunctionBuilder.Native(
            $"date_format_{zone}",
            [SparkType.TimestampNtz, SparkType.Long, SparkType.String],
            SparkType.String,
            (x, result) =>
                result.Set(
                    DatetimePattern
                        .Of(x.Text(2), false)
                        .Format(x.Long(0), (int)((x.Long(0) - x.Long(1)) / DatetimeArithmetic.MicrosPerSecond), zone)
                )
        );
        return a.Native(native, ZoneSql.Local(instant, zone), $"epoch_us({instant})", a[pattern]);
    }

    /// <summary>Text to a datetime: a cast without a pattern.</summary>
    private static BoundFunction Parse(FunctionCall call, SparkType type, EvalMode mode, string suggestion)
    {
        if (call.Arguments.Count is not (1 or 2))
            throw SparkErrors.WrongNumberOfArguments(call.Name, "[1, 2]", call.Arguments.Count);
        var source = call.Arguments[0];
        if (call.Arguments.Count == 1 || (source.Type is not (StringType or NullType)))
        {
            var cast = source.Type == type ? source : new Cast(source, type, mode);
            IReadOnlyList<Expr> written = call.Arguments.Count == 1 ? [cast] : [cast, call.Arguments[1]];
            return Result(call, written, type, cast.Nullable, a => a[0]);
        }

        var arguments = Match(call, [Text, Text]);
        return Result(call, arguments, type, mode != EvalMode.Ansi || arguments.Any(a => a.Nullable), a => Read(a, type, mode, suggestion));
    }

    private static string Read(Operands a, SparkType type, EvalMode mode, string suggestion)
    {
        var pattern =
            a.Arguments[1].Constant() as string
            ?? (
                a.Arguments[1].IsConstant()
                    ? throw BindError.Unsupported(a.Call, "with a pattern that is computed")
                    : throw BindError.Unsupported(a.Call, "with a pattern that differs from row to row")
            );
        var zoned = DatetimePattern.Of(pattern, true).HasZone;
        var local = a.Native(Parser(zoned && type != SparkType.TimestampNtz, mode, suggestion), a[0], a[1]);

        // With a zone in the text the parser gives the instant as a wall clock of UTC.
        var instant = zoned ? $"timezone('UTC', {local})" : ZoneSql.Instant(local, a.Call.TimeZone);
        return type == SparkType.TimestampNtz ? local
            : type == SparkType.Timestamp ? instant
            : zoned ? $"CAST({ZoneSql.Local(instant, a.Call.TimeZone)} AS DATE)"
            : $"CAST({local} AS DATE)";
    }

    private static NativeFunction Parser(bool zoned, EvalMode mode, string suggestion) =>
        FunctionBuilder.Native(
            $"parse_datetime_{zoned}_{mode}_{suggestion}",
            [SparkType.String, SparkType.String],
            SparkType.TimestampNtz,
            (a, result) =>
            {
                var (local, instant, error) = DatetimePattern.Of(a.Text(1), true).Parse(a.Text(0));
                if (error is null)
                    result.Set(
                        zoned
                            ? instant
                                ?? throw SparkErrors.Unsupported($"text without the optional zone of the datetime pattern '{a.Text(1)}'")
                            : local
                    );
                else if (mode == EvalMode.Ansi)
                    throw SparkErrors.Runtime("CANNOT_PARSE_TIMESTAMP", [("message", error), ("func", $"`{suggestion}`")]);
            }
        );

    private static BoundFunction UnixTimestamp(FunctionCall call)
    {
        if (call.Arguments.Count is not (1 or 2))
            throw SparkErrors.WrongNumberOfArguments(call.Name, "[1, 2]", call.Arguments.Count);
        var source = call.Arguments[0];
        var pattern = call.Arguments.Count == 2 ? call.Arguments[1] : new Literal(DefaultPattern, SparkType.String);
        if (source.Type is StringType or NullType)
        {
            var text = Match(call with { Arguments = [source, pattern] }, [Text, Text]);
            return Result(
                call,
                text,
                SparkType.Long,
                call.Mode != EvalMode.Ansi || text.Any(a => a.Nullable),
                a => Seconds(Read(a, SparkType.Timestamp, a.Call.Mode, "try_to_timestamp"))
            );
        }

        var timestamp =
            ImplicitTypeCasts.ImplicitCast(source, SparkType.Timestamp, call.Mode)
            ?? throw BindError.UnexpectedInputType(call, 0, "(\"STRING\" or \"DATE\" or \"TIMESTAMP\" or \"TIMESTAMP_NTZ\")");
        return Result(call, [timestamp, pattern], SparkType.Long, timestamp.Nullable, a => Seconds(a[0]));

        static string Seconds(string instant) => $"CAST(floor(epoch({instant})) AS BIGINT)";
    }
}
