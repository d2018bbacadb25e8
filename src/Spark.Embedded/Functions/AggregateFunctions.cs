using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Aggregates that DuckDB computes; those over a group's whole list are in <see cref="ListAggregateFunctions"/>.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#aggregate-functions</remarks>
internal static class AggregateFunctions
{
    private static readonly Parameter NumericOrInterval = AnyOf(
        Numeric,
        Where("INTERVAL", type => type is DayTimeIntervalType or YearMonthIntervalType)
    );

    private static readonly Parameter Orderable = Where("ORDERABLE", TypeTraits.IsOrderable);

    private static readonly Parameter Hashable = Where("HASHABLE", type => type is not MapType);

    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["count"],
                "SELECT count(*) FROM VALUES (NULL), (5), (5), (20) AS tab(col)",
                name => Of(name, FunctionKind.Aggregate, [Any, Any.Repeated()], _ => SparkType.Long, _ => false, Count)
            ),
            new(
                ["sum"],
                "SELECT sum(col) FROM VALUES (5), (10), (15) AS tab(col)",
                name => Aggregate(name, [NumericOrInterval], SumType, Sum)
            ),
            new(
                ["try_sum"],
                "SELECT try_sum(col) FROM VALUES (5), (10), (15) AS tab(col)",
                name => Aggregate(name, [NumericOrInterval], SumType, Sum)
            ),
            new(
                ["avg", "mean"],
                "SELECT avg(col) FROM VALUES (1), (2), (3) AS tab(col)",
                name => Aggregate(name, [NumericOrInterval], AverageType, Average)
            ),
            new(
                ["try_avg"],
                "SELECT try_avg(col) FROM VALUES (1), (2), (3) AS tab(col)",
                name => Aggregate(name, [NumericOrInterval], AverageType, Average)
            ),
            new(
                ["min", "max"],
                "SELECT min(col) FROM VALUES (10), (-1), (20) AS tab(col)",
                name => Aggregate(name, [Orderable], First, a => Extremum(a, name))
            ),
            new(
                ["first", "first_value"],
                "SELECT first(col) FROM VALUES (10), (5), (20) AS tab(col)",
                name => Aggregate(name, [Any, Flag.Or(false).Foldable()], First, a => Edge(a, "first")).Printed(x => $"{name}({x[0]})")
            )
            {
                Flags = FunctionFlags.OrderSensitive,
            },
            new(
                ["last", "last_value"],
                "SELECT last(col) FROM VALUES (10), (5), (20) AS tab(col)",
                name => Aggregate(name, [Any, Flag.Or(false).Foldable()], First, a => Edge(a, "last")).Printed(x => $"{name}({x[0]})")
            )
            {
                Flags = FunctionFlags.OrderSensitive,
            },
            new(
                ["any_value"],
                "SELECT any_value(col) FROM VALUES (10), (5), (20) AS tab(col)",
                name => Aggregate(name, [Any, Flag.Or(false).Foldable()], First, a => Edge(a, "first")).Printed(x => $"{name}({x[0]})")
            )
            {
                Flags = FunctionFlags.OrderSensitive,
            },
            new(
                ["max_by"],
                "SELECT max_by(x, y) FROM VALUES ('a', 10), ('b', 50), ('c', 20) AS tab(x, y)",
                name => Aggregate(name, [Any, Orderable], First, a => a.Aggregate("arg_max_null", a[0], a[1]))
            ),
            new(
                ["min_by"],
                "SELECT min_by(x, y) FROM VALUES ('a', 10), ('b', 50), ('c', 20) AS tab(x, y)",
                name => Aggregate(name, [Any, Orderable], First, a => a.Aggregate("arg_min_null", a[0], a[1]))
            ),
            new(
                ["collect_list", "array_agg"],
                "SELECT collect_list(col) FROM VALUES (1), (2), (1) AS tab(col)",
                name =>
                    Of(name, FunctionKind.Aggregate, [Any], a => new ArrayType(a[0].Type, false), _ => false, Collect)
                        .PrintedAs("collect_list")
            )
            {
                Flags = FunctionFlags.OrderSensitive,
            },
            new(
                ["collect_set"],
                "SELECT collect_set(col) FROM VALUES (1), (2), (1) AS tab(col)",
                name =>
                    Of(
                        name,
                        FunctionKind.Aggregate,
                        [Hashable],
                        a => new ArrayType(a[0].Type, false),
                        _ => false,
                        a => ArrayForms.Distinct(a, Collect(a), ((ArrayType)a.Type).Element)
                    )
            )
            {
                Flags = FunctionFlags.OrderSensitive,
            },
            new(
                ["count_if"],
                "SELECT count_if(col % 2 = 0) FROM VALUES (NULL), (0), (1), (2), (3) AS tab(col)",
                name =>
                    Of(
                        name,
                        FunctionKind.Aggregate,
                        [Flag],
                        _ => SparkType.Long,
                        _ => false,
                        a => a.Sql.Distinct ? a.Aggregate("count", $"CASE WHEN {a[0]} THEN true END") : a.Sql.AggregateWhere(a[0], "count")
                    )
            ),
            new(
                ["bool_and", "every"],
                "SELECT bool_and(col) FROM VALUES (true), (true), (true) AS tab(col)",
                name => Aggregate(name, [Flag], SparkType.Boolean, a => a.Aggregate("bool_and", a[0]))
            ),
            new(
                ["bool_or", "any", "some"],
                "SELECT bool_or(col) FROM VALUES (true), (false), (false) AS tab(col)",
                name => Aggregate(name, [Flag], SparkType.Boolean, a => a.Aggregate("bool_or", a[0]))
            ),
            new(
                ["bit_and", "bit_or", "bit_xor"],
                "SELECT bit_and(col) FROM VALUES (3), (5) AS tab(col)",
                name => Aggregate(name, [Integral], First, a => a.Aggregate(name, a[0]))
            ),
            new(
                ["regr_count"],
                "SELECT regr_count(y, x) FROM VALUES (1, 2), (2, 2), (2, 3), (2, 4) AS tab(y, x)",
                name =>
                    Of(
                        name,
                        FunctionKind.Aggregate,
                        [Real, Real],
                        _ => SparkType.Long,
                        _ => false,
                        a => $"CAST({a.Aggregate("regr_count", a[0], a[1])} AS BIGINT)"
                    )
            ),
            new(
                ["regr_avgx", "regr_avgy"],
                "SELECT regr_avgx(y, x) FROM VALUES (1, 2), (2, 2), (2, 3), (2, 4) AS tab(y, x)",
                name => Aggregate(name, [Real, Real], SparkType.Double, a => a.Aggregate(name, a[0], a[1]))
            ),
        ];

    private static SparkType First(IReadOnlyList<Expr> arguments) => arguments[0].Type;

    private static string Count(Operands a)
    {
        var filled = a.Arguments.Select((argument, i) => (argument.Nullable, Sql: a[i])).ToList();
        if (filled.Count == 1)
            return filled[0].Nullable || a.Sql.Distinct ? a.Aggregate("count", a[0]) : a.Sql.Aggregate("count");

        // Several arguments count the rows, or the distinct rows, in which none is null.
        var condition = string.Join(" AND ", filled.Where(f => f.Nullable).Select(f => $"{f.Sql} IS NOT NULL"));
        return a.Sql.AggregateWhere(condition == "" ? null : condition, "count", a.Sql.Distinct ? $"row({a.List()})" : "1");
    }

    private static SparkType SumType(IReadOnlyList<Expr> arguments) =>
        arguments[0].Type switch
        {
            IntegralType => SparkType.Long,
            DecimalType d => new DecimalType(Math.Min(d.Precision + 10, DecimalType.MaxPrecision), d.Scale),
            YearMonthIntervalType i => new YearMonthIntervalType(),
            DayTimeIntervalType => new DayTimeIntervalType(),
            _ => SparkType.Double,
        };

    private static string Sum(Operands a)
    {
        var sum = a.Aggregate("sum", a.TypeOf(0) == SparkType.Float ? $"CAST({a[0]} AS DOUBLE)" : a[0]);
        if (a.Type == SparkType.Double)
            return sum;

        // DuckDB sums whole numbers in 128 bits and decimals in 38 digits.
        var narrowed = $"TRY_CAST({sum} AS {a.Type.DuckDb})";
        if (a.Call.Name.Equals("try_sum", StringComparison.OrdinalIgnoreCase) || (a.Call.Mode != EvalMode.Ansi && a.Type is DecimalType))
            return narrowed;
        if (a.Call.Mode != EvalMode.Ansi)
            return $"CAST(((({sum} + 9223372036854775808) % 18446744073709551616 + 18446744073709551616) % 18446744073709551616) - 9223372036854775808 AS BIGINT)";
        var overflow = Overflow(
            a.Type switch
            {
                IntegralType => "long overflow",
                DecimalType => "Overflow in sum of decimals",
                _ => "interval overflow",
            },
            "try_add"
        );
        return $"coalesce({narrowed}, CASE WHEN {sum} IS NOT NULL THEN {overflow} END)";
    }

    internal static string Overflow(string message, string? alternative = null) =>
        RuntimeError.Sql(
            "ARITHMETIC_OVERFLOW",
            ("message", $"'{message}'"),
            ("alternative", alternative is null ? "''" : $"' Use ''{alternative}'' to tolerate overflow and return NULL instead.'"),
            ("config", "'\"spark.sql.ansi.enabled\"'")
        );

    private static SparkType AverageType(IReadOnlyList<Expr> arguments) =>
        arguments[0].Type switch
        {
            DecimalType d => DecimalRules.Bounded(d.Precision + 4, d.Scale + 4),
            YearMonthIntervalType => new YearMonthIntervalType(),
            DayTimeIntervalType => new DayTimeIntervalType(),
            _ => SparkType.Double,
        };

    private static string Average(Operands a)
    {
        switch (a.TypeOf(0))
        {
            case DecimalType d:
                // Spark divides the decimal sum by the count; DuckDB would average in doubles.
                var divide = DecimalForms.DivideByCount(d.Scale, (DecimalType)a.Type);
                return a.Native(divide, $"CAST({a.Aggregate("sum", a[0])} AS DECIMAL(38,{d.Scale}))", a.Aggregate("count", a[0]));
            case YearMonthIntervalType or DayTimeIntervalType:
                return
                    a.Native(DecimalForms.AverageInterval, $"CAST({a.Aggregate("sum", a[0])} AS BIGINT)", a.Aggregate("count", a[0]))
                        is var mean
                    && a.Type is YearMonthIntervalType
                    ? $"CAST({mean} AS INTEGER)"
                    : mean;
            default:
                return a.Aggregate("avg", $"CAST({a[0]} AS DOUBLE)");
        }
    }

    private static string Extremum(Operands a, string function)
    {
        if (a.TypeOf(0).HoldsNulls())
            throw BindError.Unsupported(a.Call, $"of {a.TypeOf(0).Name}, whose nulls DuckDB orders differently");
        return a.Aggregate(function, a[0]);
    }

    private static string Edge(Operands a, string edge)
    {
        var ignoreNulls = a.Call.IgnoreNulls || a.Arguments[1] is Literal { Value: true };
        if (a.Sql.Over is not null && a.Sql.Filter is null)
            return a.Aggregate(edge + "_value", ignoreNulls ? $"{a[0]} IGNORE NULLS" : a[0]);
        return a.Sql.AggregateWhere(ignoreNulls ? $"{a[0]} IS NOT NULL" : null, edge, a[0]);
    }

    private static string Collect(Operands a)
    {
        var list = a.Sql.AggregateWhere(a.Arguments[0].Nullable ? $"{a[0]} IS NOT NULL" : null, "list", a[0]);
        return $"coalesce({list}, CAST([] AS {a.Type.DuckDb}))";
    }
}
