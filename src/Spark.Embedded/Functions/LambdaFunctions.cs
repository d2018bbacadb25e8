using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;

namespace Spark.Embedded.Functions;

/// <summary>Higher-order functions.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#lambda-functions</remarks>
internal static class LambdaFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["transform"],
                "SELECT transform(array(1, 2, 3), x -> x + 1)",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            OverArray(
                                call,
                                lambda => new ArrayType(lambda.Type, lambda.Nullable),
                                null,
                                (a, lambda) => $"list_transform({a[0]}, {lambda})"
                            )
                    )
            ),
            new(
                ["filter"],
                "SELECT filter(array(1, 2, 3), x -> x % 2 == 1)",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            OverArray(call, _ => call.Arguments[0].Type, SparkType.Boolean, (a, lambda) => $"list_filter({a[0]}, {lambda})")
                    )
            ),
            new(
                ["exists"],
                "SELECT exists(array(1, 2, 3), x -> x % 2 == 0)",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            OverArray(
                                call,
                                _ => SparkType.Boolean,
                                SparkType.Boolean,
                                (a, lambda) => Quantifier(a, lambda, "true", "false")
                            )
                    )
            ),
            new(
                ["forall"],
                "SELECT forall(array(1, 2, 3), x -> x % 2 == 0)",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            OverArray(
                                call,
                                _ => SparkType.Boolean,
                                SparkType.Boolean,
                                (a, lambda) => Quantifier(a, lambda, "false", "true")
                            )
                    )
            ),
            new(
                ["aggregate", "reduce"],
                "SELECT aggregate(array(1, 2, 3), 0, (acc, x) -> acc + x)",
                name => Bound(name, FunctionKind.Scalar, Reduce)
            ),
            new(
                ["array_sort"],
                "SELECT array_sort(array(5, 6, 1), (left, right) -> case when left < right then -1 when left > r"
                    + "ight then 1 else 0 end)",
                name => Bound(name, FunctionKind.Scalar, Sort)
            ),
            new(
                ["zip_with"],
                "SELECT zip_with(array(1, 2, 3), array('a', 'b', 'c'), (x, y) -> (y, x))",
                name => Bound(name, FunctionKind.Scalar, ZipWith)
            ),
            new(
                ["map_filter"],
                "SELECT map_filter(map(1, 0, 2, 2, 3, -1), (k, v) -> k > v)",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            OverMap(
                                call,
                                SparkType.Boolean,
                                (map, _) => map,
                                (a, map, f) =>
                                    $"map_from_entries(list_filter(map_entries({a[0]}), lambda e: coalesce({f.Apply("e.key", "e.value")}, false)))"
                            )
                    )
            ),
            new(
                ["transform_keys"],
                "SELECT transform_keys(map_from_arrays(array(1, 2, 3), array(1, 2, 3)), (k, v) -> k + 1)",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            OverMap(
                                call,
                                null,
                                (map, f) => map with { Key = f.Type },
                                (a, map, f) =>
                                    a.Native(
                                        MapFunctions.FromArrays((MapType)a.Type),
                                        $"list_transform(map_entries({a[0]}), lambda e: {f.Apply("e.key", "e.value")})",
                                        $"map_values({a[0]})"
                                    )
                            )
                    )
            ),
            new(
                ["transform_values"],
                "SELECT transform_values(map_from_arrays(array(1, 2, 3), array(1, 2, 3)), (k, v) -> v + 1)",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            OverMap(
                                call,
                                null,
                                (map, f) => new MapType(map.Key, f.Type, f.Nullable),
                                (a, map, f) =>
                                    a.Native(
                                        MapFunctions.FromArrays((MapType)a.Type),
                                        $"map_keys({a[0]})",
                                        $"list_transform(map_entries({a[0]}), lambda e: {f.Apply("e.key", "e.value")})"
                                    )
                            )
                    )
            ),
            new(
                ["map_zip_with"],
                "SELECT map_zip_with(map(1, 'a', 2, 'b'), map(1, 'x', 2, 'y'), (k, v1, v2) -> concat(v1, v2))",
                name => Bound(name, FunctionKind.Scalar, MapZipWith)
            ),
        ];

    /// <summary>A lowered lambda, taken apart so that it can be applied to any expressions.</summary>
    private sealed record Applicable(IReadOnlyList<string> Names, string Body, SparkType Type, bool Nullable)
    {
        public static Applicable Of(Operands a, int index)
        {
            // "lambda x, y: body": no parameter's name holds a colon.
            var colon = a[index].IndexOf(':', StringComparison.Ordinal);
            var names = a[index]["lambda ".Length..colon].Split(',', StringSplitOptions.TrimEntries);
            return new(names, a[index][(colon + 1)..].Trim(), a.Arguments[index].Type, a.Arguments[index].Nullable);
        }

        /// <summary>The body with the parameters bound to values, each computed once.</summary>
        public string Apply(params IReadOnlyList<string> values)
        {
            var applied = $"({Body})";
            for (var i = Names.Count - 1; i >= 0; i--)
                applied = $"list_transform([{values[i]}], lambda {Names[i]}: {applied})[1]";
            return applied;
        }
    }

    private static LambdaFunction Resolve(FunctionCall call, int index, params IReadOnlyList<(SparkType Type, bool Nullable)> parameters)
    {
        if (call.Arguments[index] is not UnresolvedLambda lambda)
            throw BindError.UnexpectedInputType(call, index, "\"LAMBDA\"");
        if (lambda.ParameterNames.Count != parameters.Count && lambda.ParameterNames.Count != 0)
        {
            throw SparkErrors.Analysis(
                "INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH",
                ("expectedNumArgs", lambda.ParameterNames.Count.ToString(CultureInfo.InvariantCulture)),
                ("actualNumArgs", parameters.Count.ToString(CultureInfo.InvariantCulture))
            );
        }

        return lambda.Resolve(parameters);
    }

    private static LambdaFunction Typed(FunctionCall call, int index, LambdaFunction lambda, SparkType? type)
    {
        if (type is null || lambda.Type == type)
            return lambda;
        var body =
            ImplicitTypeCasts.ImplicitCast(lambda.Body, type, call.Mode)
            ?? throw BindError.UnexpectedInputType(call, index, TypeText.Quoted(type));
        return new LambdaFunction(lambda.Parameters, body);
    }

    private static void Expect(FunctionCall call, int least, int most)
    {
        if (call.Arguments.Count < least || call.Arguments.Count > most)
            throw SparkErrors.WrongNumberOfArguments(call.Name, least == most ? $"{least}" : $"[{least}, {most}]", call.Arguments.Count);
    }

    private static ArrayType ArrayAt(FunctionCall call, int index) =>
        call.Arguments[index].Type switch
        {
            ArrayType array => array,
            NullType => new ArrayType(SparkType.Null),
            _ => throw BindError.UnexpectedInputType(call, index, "\"ARRAY\""),
        };

    private static BoundFunction OverArray(
        FunctionCall call,
        Func<LambdaFunction, SparkType> type,
        SparkType? result,
        Func<Operands, string, string> form
    )
    {
        Expect(call, 2, 2);
        var array = ArrayAt(call, 0);
        var indexed = call.Arguments[1] is UnresolvedLambda { ParameterNames.Count: 2 };
        var lambda = Typed(
            call,
            1,
            indexed
                ? Resolve(call, 1, (array.Element, array.ContainsNull), (SparkType.Integer, false))
                : Resolve(call, 1, (array.Element, array.ContainsNull)),
            result
        );
        var nullable = call.Arguments[0].Nullable || (type(lambda) == SparkType.Boolean && lambda.Nullable);
        return Result(
            call,
            [ImplicitTypeCasts.CastTo(call.Arguments[0], array, call.Mode), lambda],
            type(lambda),
            nullable,
            a =>
            {
                if (!indexed)
                    return form(a, a[1]);

                // DuckDB counts from 1, Spark from 0.
                var f = Applicable.Of(a, 1);
                return form(
                    a,
                    $"lambda {f.Names[0]}, spark_index: list_transform([CAST(spark_index - 1 AS INTEGER)], lambda {f.Names[1]}: {f.Body})[1]"
                );
            }
        );
    }

    private static string Quantifier(Operands a, string lambda, string decisive, string otherwise)
    {
        var answers = $"list_transform({a[0]}, {lambda})";
        return $"CASE WHEN {a[0]} IS NULL THEN NULL WHEN list_contains({answers}, {decisive}) THEN {decisive} "
            + $"WHEN list_count({answers}) < len({answers}) THEN NULL ELSE {otherwise} END";
    }

    private static BoundFunction Reduce(FunctionCall call)
    {
        Expect(call, 3, 4);
        var array = ArrayAt(call, 0);
        var zero = call.Arguments[1];
        var merge = Resolve(call, 2, (zero.Type, true), (array.Element, array.ContainsNull));
        if (!TypeCoercion.SameType(merge.Type, zero.Type))
        {
            if (zero.Type is NullType)
                (zero, merge) = (new Literal(null, merge.Type), Resolve(call, 2, (merge.Type, true), (array.Element, array.ContainsNull)));
            else
                throw BindError.UnexpectedInputType(
                    call with
                    {
                        Arguments = [.. call.Arguments.Take(2), merge, .. call.Arguments.Skip(3)],
                    },
                    2,
                    TypeText.Quoted(zero.Type)
                );
        }

        var finish = call.Arguments.Count == 4 ? Resolve(call, 3, (zero.Type, true)) : null;
        var identity = new LambdaVariable(0, "id", zero.Type, true);
        IReadOnlyList<Expr> arguments =
        [
            ImplicitTypeCasts.CastTo(call.Arguments[0], array, call.Mode),
            zero,
            merge,
            finish ?? new LambdaFunction([identity], identity),
        ];
        return Result(
            call,
            arguments,
            finish?.Type ?? zero.Type,
            true,
            a =>
            {
                var f = Applicable.Of(a, 2);
                var (state, element) = (a.TypeOf(1).DuckDb, array.Element.DuckDb);
                string folded;
                if (state == element)
                {
                    folded = $"list_reduce({a[0]}, {a[2]}, {a[1]})";
                }
                else
                {
                    // DuckDB folds within one type: a pair of the state and an element.
                    var pairs = $"list_transform({a[0]}, lambda spark_e: {{'s': CAST(NULL AS {state}), 'e': spark_e}})";
                    var step = $"{{'s': CAST({f.Apply("spark_s.s", "spark_n.e")} AS {state}), 'e': CAST(NULL AS {element})}}";
                    folded =
                        $"list_reduce({pairs}, lambda spark_s, spark_n: {step}, {{'s': CAST({a[1]} AS {state}), 'e': CAST(NULL AS {element})}}).s";
                }

                return finish is null ? folded : $"CASE WHEN {a[0]} IS NOT NULL THEN {Applicable.Of(a, 3).Apply(folded)} END";
            }
        );
    }

    private static BoundFunction Sort(FunctionCall call)
    {
        Expect(call, 1, 2);
        if (call.Arguments.Count == 2)
            throw BindError.Unsupported(call, "with a comparator");
        var array = ArrayAt(call, 0);
        if (!array.Element.IsOrderable())
            throw BindError.Mismatch(call, "INVALID_ORDERING_TYPE", ("functionName", "`array_sort`"), ("dataType", TypeText.Quoted(array)));
        return Result(
            call,
            call.Arguments,
            array,
            call.Arguments[0].Nullable,
            a => a.Native(ArrayNatives.SortNullsLast(array.Element), a[0])
        ) with
        {
            Print = printed =>
                $"array_sort({printed[0]}, lambdafunction((IF(((namedlambdavariable() IS NULL) AND (namedlambdavariable() IS NULL)), 0, (IF((namedlambdavariable() IS NULL), 1, (IF((namedlambdavariable() IS NULL), -1, (IF((namedlambdavariable() < namedlambdavariable()), -1, (IF((namedlambdavariable() > namedlambdavariable()), 1, 0)))))))))), namedlambdavariable(), namedlambdavariable()))",
        };
    }

    private static BoundFunction ZipWith(FunctionCall call)
    {
        Expect(call, 3, 3);
        var (left, right) = (ArrayAt(call, 0), ArrayAt(call, 1));
        var lambda = Resolve(call, 2, (left.Element, true), (right.Element, true));
        return Result(
            call,
            [
                ImplicitTypeCasts.CastTo(call.Arguments[0], left, call.Mode),
                ImplicitTypeCasts.CastTo(call.Arguments[1], right, call.Mode),
                lambda,
            ],
            new ArrayType(lambda.Type, lambda.Nullable),
            call.Arguments[0].Nullable || call.Arguments[1].Nullable,
            a =>
                $"CASE WHEN {a[0]} IS NULL OR {a[1]} IS NULL THEN NULL ELSE list_transform(list_zip({a[0]}, {a[1]}), lambda spark_p: {Applicable.Of(a, 2).Apply("spark_p[1]", "spark_p[2]")}) END"
        );
    }

    private static BoundFunction OverMap(
        FunctionCall call,
        SparkType? result,
        Func<MapType, LambdaFunction, SparkType> type,
        Func<Operands, MapType, Applicable, string> form
    )
    {
        Expect(call, 2, 2);
        if (call.Arguments[0].Type is not MapType map)
            throw BindError.UnexpectedInputType(call, 0, "\"MAP\"");
        var lambda = Typed(call, 1, Resolve(call, 1, (map.Key, false), (map.Value, map.ValueContainsNull)), result);
        return Result(
            call,
            [call.Arguments[0], lambda],
            type(map, lambda),
            call.Arguments[0].Nullable,
            a => $"CASE WHEN {a[0]} IS NOT NULL THEN {form(a, map, Applicable.Of(a, 1))} END"
        );
    }

    private static BoundFunction MapZipWith(FunctionCall call)
    {
        Expect(call, 3, 3);
        if (call.Arguments[0].Type is not MapType left)
            throw BindError.UnexpectedInputType(call, 0, "\"MAP\"");
        if (call.Arguments[1].Type is not MapType right)
            throw BindError.UnexpectedInputType(call, 1, "\"MAP\"");
        var key =
            TypeCoercion.CommonType(left.Key, right.Key, call.Mode)
            ?? throw BindError.Mismatch(
                call,
                "MAP_ZIP_WITH_DIFF_TYPES",
                ("functionName", "`map_zip_with`"),
                ("leftType", TypeText.Quoted(left.Key)),
                ("rightType", TypeText.Quoted(right.Key))
            );
        var lambda = Resolve(call, 2, (key, false), (left.Value, true), (right.Value, true));
        var result = new MapType(key, lambda.Type, lambda.Nullable);
        return Result(
            call,
            [
                ImplicitTypeCasts.CastTo(call.Arguments[0], left with { Key = key }, call.Mode),
                ImplicitTypeCasts.CastTo(call.Arguments[1], right with { Key = key }, call.Mode),
                lambda,
            ],
            result,
            call.Arguments[0].Nullable || call.Arguments[1].Nullable,
            a =>
            {
                var keys = a.Native(ArrayNatives.Union(key), $"map_keys({a[0]})", $"map_keys({a[1]})");
                var values =
                    $"list_transform({keys}, lambda spark_k: {Applicable.Of(a, 2).Apply("spark_k", $"map_extract_value({a[0]}, spark_k)", $"map_extract_value({a[1]}, spark_k)")})";
                return $"CASE WHEN {a[0]} IS NULL OR {a[1]} IS NULL THEN NULL ELSE {a.Native(MapFunctions.FromArrays(result), keys, values)} END";
            }
        );
    }
}
