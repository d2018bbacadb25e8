using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>
/// Aggregates that DuckDB has not, or computes otherwise in the last digit: DuckDB gathers a group's values in a list and a native function
/// makes the result of it. They need memory for every value of the largest groups.
/// </summary>
internal static class ListAggregateFunctions
{
    private const int DefaultAccuracy = 10000;

    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["skewness", "kurtosis", "stddev_pop", "stddev_samp", "var_pop", "var_samp"],
                "SELECT skewness(col) FROM VALUES (-10), (-20), (100), (1000) AS tab(col)",
                name => Moments(name, name)
            ),
            new(["stddev", "std"], "SELECT stddev(col) FROM VALUES (1), (2), (3) AS tab(col)", name => Moments(name, "stddev_samp")),
            new(["variance"], "SELECT variance(col) FROM VALUES (1), (2), (3) AS tab(col)", name => Moments(name, "var_samp")),
            new(
                ["corr", "covar_pop", "covar_samp", "regr_r2", "regr_slope", "regr_intercept", "regr_sxx", "regr_sxy", "regr_syy"],
                "SELECT corr(c1, c2) FROM VALUES (3, 2), (3, 3), (6, 4) as tab(c1, c2)",
                name => Pairs(name)
            ),
            new(
                ["percentile"],
                "SELECT percentile(col, 0.3) FROM VALUES (0), (10) AS tab(col)",
                name => Bound(name, FunctionKind.Aggregate, Percentile)
            ),
            new(
                ["median"],
                "SELECT median(col) FROM VALUES (0), (10) AS tab(col)",
                name =>
                    Bound(
                        name,
                        FunctionKind.Aggregate,
                        call =>
                            Quantile(call, Match(call, [Numeric])[0], new Literal(0.5, SparkType.Double), Statistics.Interpolated) with
                            {
                                Print = printed => $"median({printed[0]})",
                            }
                    )
            ),
            new(
                ["percentile_cont"],
                "SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY col) FROM VALUES (0), (10) AS tab(col)",
                name => Bound(name, FunctionKind.Aggregate, call => WithinGroup(call, Statistics.Interpolated))
            ),
            new(
                ["percentile_disc"],
                "SELECT percentile_disc(0.25) WITHIN GROUP (ORDER BY col) FROM VALUES (0), (10) AS tab(col)",
                name => Bound(name, FunctionKind.Aggregate, call => WithinGroup(call, Statistics.Discrete))
            ),
            new(
                ["percentile_approx", "approx_percentile"],
                "SELECT percentile_approx(col, array(0.5, 0.4, 0.1), 100) FROM VALUES (0), (1), (2), (10) AS tab" + "(col)",
                name => Bound(name, FunctionKind.Aggregate, ApproximatePercentile)
            ),
            new(["mode"], "SELECT mode(col) FROM VALUES (0), (10), (10) AS tab(col)", name => Bound(name, FunctionKind.Aggregate, Mode)),
            new(
                ["listagg", "string_agg"],
                "SELECT listagg(col) FROM VALUES ('a'), ('b'), ('c') AS tab(col)",
                name => Bound(name, FunctionKind.Aggregate, ListAgg)
            )
            {
                Flags = FunctionFlags.OrderSensitive,
            },
            new(
                ["approx_count_distinct"],
                "SELECT approx_count_distinct(col1) FROM VALUES (1), (1), (2), (2), (3) tab(col1)",
                name => Bound(name, FunctionKind.Aggregate, ApproxCountDistinct)
            ),
        ];

    private static string List(Operands a, string value, string? condition = null) =>
        a.Sql.AggregateWhere(condition ?? $"{value} IS NOT NULL", "list", value);

    private static FunctionDefinition Moments(string name, string statistic)
    {
        var native = FunctionBuilder.Native(
            statistic,
            [new ArrayType(SparkType.Double)],
            SparkType.Double,
            (a, result) =>
            {
                if (Statistics.Moment(statistic, (object?[])a.Value(0)!) is { } value)
                    result.Set(value);
            }
        );
        return Aggregate(name, [Real], SparkType.Double, a => a.Native(native, List(a, a[0])));
    }

    private static FunctionDefinition Pairs(string name) =>
        Aggregate(
            name,
            [Real, Real],
            SparkType.Double,
            a =>
            {
                var ansi = a.Call.Mode == EvalMode.Ansi;
                var native = FunctionBuilder.Native(
                    $"{name}_{ansi}",
                    [new ArrayType(Statistics.Pair)],
                    SparkType.Double,
                    (x, result) =>
                    {
                        if (Statistics.OfPairs(name, (object?[])x.Value(0)!, ansi) is { } value)
                            result.Set(value);
                    }
                );
                return a.Native(native, List(a, $"{{'y': {a[0]}, 'x': {a[1]}}}", $"{a[0]} IS NOT NULL AND {a[1]} IS NOT NULL"));
            }
        );

    private static BoundFunction Percentile(FunctionCall call)
    {
        var arguments = Match(call, [Numeric, AnyOf(Real, To(new ArrayType(SparkType.Double))).Foldable(), Long.Or(1)]);
        CheckFractions(call, arguments[1]);
        if (call.Arguments.Count < 3)
            return Quantile(call, arguments[0], arguments[1], Statistics.Interpolated) with
            {
                Print = printed => $"percentile({printed[0]}, {printed[1]}, 1)",
            };
        var many = arguments[1].Type is ArrayType;
        return Result(
            call,
            arguments,
            many ? new ArrayType(SparkType.Double, false) : SparkType.Double,
            true,
            a =>
            {
                var entries = List(
                    a,
                    $"{{'y': CAST({a[0]} AS DOUBLE), 'x': CAST({a[2]} AS DOUBLE)}}",
                    $"{a[0]} IS NOT NULL AND {a[2]} IS NOT NULL"
                );
                var result = a.Native(Statistics.Weighted, entries, many ? a[1] : $"[{a[1]}]");
                return many ? result : $"{result}[1]";
            }
        );
    }

    private static void CheckFractions(FunctionCall call, Expr fractions)
    {
        if (fractions is Literal { Value: double p } && p is not (>= 0 and <= 1))
        {
            throw BindError.Mismatch(
                call,
                "VALUE_OUT_OF_RANGE",
                ("exprName", "percentage(s)"),
                ("valueRange", "[0.0, 1.0]"),
                ("currentValue", ValueText.Double(p))
            );
        }
    }

    /// <summary>Exact quantiles of numbers as doubles.</summary>
    private static BoundFunction Quantile(FunctionCall call, Expr value, Expr fractions, Func<double[], double, double> quantile)
    {
        var many = fractions.Type is ArrayType;
        var native = FunctionBuilder.Native(
            quantile == Statistics.Interpolated ? "percentile" : "percentile_disc",
            [new ArrayType(SparkType.Double), new ArrayType(SparkType.Double)],
            new ArrayType(SparkType.Double, false),
            (a, result) =>
            {
                var sorted = ((object?[])a.Value(0)!).Select(x => (double)x!).ToArray();
                System.Array.Sort(sorted, (x, y) => SparkValue.Compare(x, y));
                if (sorted.Length > 0)
                    result.SetValue(((object?[])a.Value(1)!).Select(p => (object?)quantile(sorted, (double)p!)).ToArray());
            }
        );
        return Result(
            call,
            [value, fractions],
            many ? new ArrayType(SparkType.Double, false) : SparkType.Double,
            true,
            a =>
            {
                var result = a.Native(
                    native,
                    a.Sql.AggregateWhere($"{a[0]} IS NOT NULL", "list", $"CAST({a[0]} AS DOUBLE)"),
                    many ? a[1] : $"[{a[1]}]"
                );
                return many ? result : $"{result}[1]";
            }
        );
    }

    private static BoundFunction WithinGroup(FunctionCall call, Func<double[], double, double> quantile)
    {
        if (call.WithinGroup.Count != 1)
            throw SparkErrors.Analysis(
                "INVALID_WITHIN_GROUP_EXPRESSION.WRONG_NUM_ORDERINGS",
                ("funcName", SparkErrors.Identifier(call.Name.ToLowerInvariant())),
                ("expectedNum", "1"),
                ("actualNum", call.WithinGroup.Count.ToString(CultureInfo.InvariantCulture))
            );
        var order = call.WithinGroup[0];
        var fraction = Match(call, [AnyOf(Real, To(new ArrayType(SparkType.Double))).Foldable()])[0];
        CheckFractions(call, fraction);
        var key =
            ImplicitTypeCasts.ImplicitCast(order.Key, TypeFamily.Numeric, call.Mode)
            ?? throw BindError.Unsupported(call, $"of {order.Key.Type.Name}");
        var bound = Quantile(call, key, fraction, order.Descending ? Reversed(quantile) : quantile);
        return bound with
        {
            Print = printed =>
                $"{call.Name.ToLowerInvariant()}({printed[1]}) WITHIN GROUP (ORDER BY {printed[0]}{(order.Descending ? " DESC" : "")})",
        };
    }

    private static Func<double[], double, double> Reversed(Func<double[], double, double> quantile) =>
        quantile == Statistics.Interpolated ? Statistics.InterpolatedDescending : Statistics.DiscreteDescending;

    /// <summary>The value at the exact rank: what Spark answers up to as many rows as its accuracy, and within its error beyond.</summary>
    private static BoundFunction ApproximatePercentile(FunctionCall call)
    {
        var arguments = Match(
            call,
            [
                AnyOf(Numeric, Date, Timestamp, TimestampNtz),
                AnyOf(Real, To(new ArrayType(SparkType.Double))).Foldable(),
                Long.Or(DefaultAccuracy).Foldable(),
            ]
        );
        CheckFractions(call, arguments[1]);
        var type = arguments[0].Type;
        var many = arguments[1].Type is ArrayType;
        var native = new NativeFunction(
            $"spark_percentile_approx<{type.Name}>",
            [new ArrayType(type), new ArrayType(SparkType.Double), SparkType.Long],
            new ArrayType(type, false),
            (a, result) =>
            {
                var accuracy = a.Long(2);
                if (accuracy is <= 0 or > int.MaxValue)
                    throw SparkErrors.Runtime(
                        "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                        [("exprName", "accuracy"), ("valueRange", "(0, 2147483647]"), ("currentValue", $"{accuracy}")]
                    );
                var sorted = (object?[])a.Value(0)!;
                System.Array.Sort(sorted, SparkValue.Ordering);
                if (sorted.Length > 0)
                    result.SetValue(
                        ((object?[])a.Value(1)!).Select(p => sorted[Statistics.Rank((double)p!, sorted.Length, 1.0 / accuracy)]).ToArray()
                    );
            }
        );
        return Result(
            call,
            arguments,
            many ? new ArrayType(type, false) : type,
            true,
            a =>
            {
                var result = a.Native(native, List(a, a[0]), many ? a[1] : $"[{a[1]}]", $"CAST({a[2]} AS BIGINT)");
                return many ? result : $"{result}[1]";
            }
        );
    }

    /// <summary>The most frequent value; of several, the least (<c>mode(x)</c> leaves it open), or by WITHIN GROUP's order the first.</summary>
    private static BoundFunction Mode(FunctionCall call)
    {
        if (call.Arguments.Count == 0 && call.WithinGroup.Count != 1)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "1", 0);
        var value = call.WithinGroup.Count == 1 ? call.WithinGroup[0].Key : Match(call, [Any, Flag.Or(false).Foldable()])[0];
        var largest = call.WithinGroup.Count == 1 && call.WithinGroup[0].Descending;
        var type = value.Type is NullType ? SparkType.Integer : value.Type;
        var native = new NativeFunction(
            $"spark_mode_{largest}<{type.Name}>",
            [new ArrayType(type)],
            type,
            (a, result) =>
            {
                var groups = ((object?[])a.Value(0)!)
                    .GroupBy(x => x, SparkValue.Equality)
                    .Select(g => (Value: g.Key, Count: g.Count()))
                    .ToList();
                if (groups.Count == 0)
                    return;
                var most = groups.Max(g => g.Count);
                var candidates = groups.Where(g => g.Count == most).Select(g => g.Value);
                result.SetValue(largest ? candidates.Max(SparkValue.Ordering) : candidates.Min(SparkValue.Ordering));
            }
        );
        return Result(call, [value], value.Type, true, a => a.Native(native, List(a, a[0]))) with
        {
            Print = printed =>
                call.WithinGroup.Count == 1 ? $"mode() WITHIN GROUP (ORDER BY {printed[0]}{(largest ? " DESC" : "")})"
                : call.Arguments.Count == 2 ? $"mode() WITHIN GROUP (ORDER BY {printed[0]} DESC)"
                : $"mode({printed[0]})",
        };
    }

    private static BoundFunction ListAgg(FunctionCall call)
    {
        var binary = call.Arguments.Count > 0 && call.Arguments[0].Type == SparkType.Binary;
        var arguments = Match(call, binary ? [Binary, Binary.OrNull().Foldable()] : [Text, Text.OrNull().Foldable()]);
        IReadOnlyList<Expr> all = [.. arguments, .. call.WithinGroup.Select(order => order.Key)];
        return Result(
            call,
            all,
            arguments[0].Type,
            true,
            a =>
            {
                if (binary)
                    throw BindError.Unsupported(a.Call, "of binary values");
                var keys = call
                    .WithinGroup.Select(
                        (order, i) => $"{a[i + 2]}{(order.Descending ? " DESC" : " ASC")} NULLS {(order.NullsFirst ? "FIRST" : "LAST")}"
                    )
                    .ToList();
                if (a.Sql.Distinct && keys.Count > 0)
                    keys =
                    [
                        .. call.WithinGroup.Select(order =>
                            $"{a[0]}{(order.Descending ? " DESC" : " ASC")} NULLS {(order.NullsFirst ? "FIRST" : "LAST")}"
                        ),
                    ];
                var sort = keys.Count == 0 ? "" : $" ORDER BY {string.Join(", ", keys)}";
                return a.Aggregate("string_agg", a[0], $"coalesce({a[1]}, ''){sort}");
            }
        ) with
        {
            Print = printed =>
            {
                var name = call.Name.ToLowerInvariant();
                var orders = call.WithinGroup.Select(
                    (o, i) => $"{printed[i + 2]} {(o.Descending ? "DESC" : "ASC")} NULLS {(o.NullsFirst ? "FIRST" : "LAST")}"
                );
                return $"{name}({printed[0]}, {printed[1]})"
                    + (call.WithinGroup.Count == 0 ? "" : $" WITHIN GROUP (ORDER BY {string.Join(", ", orders)})");
            },
        };
    }

    private static BoundFunction ApproxCountDistinct(FunctionCall call)
    {
        var arguments = Match(call, [Any, Real.OrNull().Foldable()]);
        var deviation =
            call.Arguments.Count == 2
                ? arguments[1].Constant() as double? ?? throw BindError.Unsupported(call, "with a computed deviation")
                : 0.05;
        var precision = (int)Math.Ceiling(2 * Math.Log2(1.106 / deviation));
        if (precision < 4)
            throw BindError.Mismatch(
                call,
                "VALUE_OUT_OF_RANGE",
                ("exprName", "relativeSD"),
                ("valueRange", "(0, 0.27650000000000003]"),
                ("currentValue", ValueText.Double(deviation))
            );
        var type = arguments[0].Type is NullType ? SparkType.Integer : arguments[0].Type;
        var hash = RowHash.Function([type], SparkType.Long);
        var native = FunctionBuilder.Native(
            $"hyperloglog_{precision}",
            [new ArrayType(SparkType.Long)],
            SparkType.Long,
            (a, result) => result.Set(Statistics.HyperLogLog((object?[])a.Value(0)!, precision))
        );
        return Result(
            call,
            [arguments[0]],
            SparkType.Long,
            false,
            a =>
            {
                var hashes = (a.Sql with { Distinct = true, Natives = a.Sql.Natives }).AggregateWhere(
                    $"{a[0]} IS NOT NULL",
                    "list",
                    a.Native(hash, a[0])
                );
                return a.Native(native, $"coalesce({hashes}, CAST([] AS BIGINT[]))");
            }
        );
    }
}
