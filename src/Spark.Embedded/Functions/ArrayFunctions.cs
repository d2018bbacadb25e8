using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Array functions and those on arrays and maps alike; the ones that take a lambda are in <see cref="LambdaFunctions"/>.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#array-functions</remarks>
internal static class ArrayFunctions
{
    private static readonly Parameter ArrayOrMap = AnyOf(AnyArray, AnyMap);

    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["array"], "SELECT array(1, 2, 3)", name => Bound(name, FunctionKind.Scalar, Create)),
            new(
                ["array_append"],
                "SELECT array_append(array('b', 'd', 'c', 'a'), 'd')",
                name => Bound(name, FunctionKind.Scalar, call => WithElement(call, (a, list, item) => $"list_append({list}, {item})"))
            ),
            new(
                ["array_prepend"],
                "SELECT array_prepend(array('b', 'd', 'c', 'a'), 'd')",
                name => Bound(name, FunctionKind.Scalar, call => WithElement(call, (a, list, item) => $"list_prepend({item}, {list})"))
            ),
            new(
                ["array_compact"],
                "SELECT array_compact(array(1, 2, 3, null))",
                name =>
                    Scalar(
                        name,
                        [AnyArray],
                        a => a[0].Type is ArrayType t ? t with { ContainsNull = false } : a[0].Type,
                        a => $"list_filter({a[0]}, lambda x: x IS NOT NULL)"
                    )
            ),
            new(
                ["array_contains"],
                "SELECT array_contains(array(1, 2, 3), 2)",
                name => Bound(name, FunctionKind.Scalar, call => Search(call, SparkType.Boolean, Contains))
            ),
            new(
                ["array_position"],
                "SELECT array_position(array(312, 773, 708, 708), 708)",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            Search(
                                call,
                                SparkType.Long,
                                a =>
                                    $"CASE WHEN {a[0]} IS NULL OR {a[1]} IS NULL THEN NULL ELSE coalesce(CAST(list_position({a[0]}, {a[1]}) AS BIGINT), 0) END"
                            )
                    )
            ),
            new(
                ["array_remove"],
                "SELECT array_remove(array(1, 2, 3, null, 3), 3)",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            Search(
                                call,
                                null,
                                a => $"CASE WHEN {a[1]} IS NOT NULL THEN list_filter({a[0]}, lambda x: x IS DISTINCT FROM {a[1]}) END"
                            )
                    )
            ),
            new(
                ["array_distinct"],
                "SELECT array_distinct(array(1, 2, 3, null, 3))",
                name => Scalar(name, [AnyArray], a => a[0].Type, a => a.Native(ArrayNatives.Distinct(Element(a)), a[0]))
            ),
            new(
                ["array_except"],
                "SELECT array_except(array(1, 2, 3), array(1, 3, 5))",
                name => Bound(name, FunctionKind.Scalar, call => OfTwo(call, ArrayNatives.Except, (x, _) => x))
            ),
            new(
                ["array_intersect"],
                "SELECT array_intersect(array(1, 2, 3), array(1, 3, 5))",
                name => Bound(name, FunctionKind.Scalar, call => OfTwo(call, ArrayNatives.Intersect, (x, y) => x && y))
            ),
            new(
                ["array_union"],
                "SELECT array_union(array(1, 2, 3), array(1, 3, 5))",
                name => Bound(name, FunctionKind.Scalar, call => OfTwo(call, ArrayNatives.Union, (x, y) => x || y))
            ),
            new(
                ["arrays_overlap"],
                "SELECT arrays_overlap(array(1, 2, 3), array(3, 4, 5))",
                name => Bound(name, FunctionKind.Scalar, Overlap)
            ),
            new(["array_insert"], "SELECT array_insert(array(1, 2, 3, 4), 5, 5)", name => Bound(name, FunctionKind.Scalar, Insert)),
            new(
                ["array_join"],
                "SELECT array_join(array('hello', 'world'), ' ')",
                name => Scalar(name, [To(new ArrayType(SparkType.String)), Text, Text.OrNull()], SparkType.String, Join).PrintedAsWritten()
            ),
            new(
                ["array_max"],
                "SELECT array_max(array(1, 20, null, 3))",
                name => Scalar(name, [AnyArray], a => ((ArrayType)a[0].Type).Element, a => Extremum(a, "list_max")).MayBeNull()
            ),
            new(
                ["array_min"],
                "SELECT array_min(array(1, 20, null, 3))",
                name => Scalar(name, [AnyArray], a => ((ArrayType)a[0].Type).Element, a => Extremum(a, "list_min")).MayBeNull()
            ),
            new(
                ["array_repeat"],
                "SELECT array_repeat('123', 2)",
                name =>
                    Scalar(
                            name,
                            [Any, Int],
                            a => new ArrayType(a[0].Type, a[0].Nullable),
                            a => $"list_transform(range({StringFunctions.NotNegative(a[1])}), lambda x: {a[0]})"
                        )
                        .With(bound => bound with { Nullable = bound.Arguments[1].Nullable })
            ),
            new(
                ["array_size"],
                "SELECT array_size(array('b', 'd', 'c', 'a'))",
                name => Scalar(name, [AnyArray], SparkType.Integer, a => $"CAST(len({a[0]}) AS INTEGER)")
            ),
            new(
                ["size", "cardinality"],
                "SELECT size(array('b', 'd', 'c', 'a'))",
                name => Scalar(name, [ArrayOrMap], SparkType.Integer, Size)
            ),
            new(["arrays_zip"], "SELECT arrays_zip(array(1, 2, 3), array(2, 3, 4))", name => Bound(name, FunctionKind.Scalar, Zip)),
            new(
                ["element_at"],
                "SELECT element_at(array(1, 2, 3), 2)",
                name => Bound(name, FunctionKind.Scalar, call => ElementAt(call, false))
            ),
            new(
                ["try_element_at"],
                "SELECT try_element_at(array(1, 2, 3), 2)",
                name => Bound(name, FunctionKind.Scalar, call => ElementAt(call, true))
            ),
            new(
                ["flatten"],
                "SELECT flatten(array(array(1, 2), array(3, 4)))",
                name =>
                    Scalar(
                            name,
                            [Where("ARRAY OF ARRAY", t => t is ArrayType { Element: ArrayType })],
                            a => ((ArrayType)a[0].Type).Element is ArrayType inner ? inner : a[0].Type,
                            a =>
                                ((ArrayType)a.TypeOf(0)).ContainsNull
                                    ? $"CASE WHEN list_count({a[0]}) = len({a[0]}) THEN flatten({a[0]}) END"
                                    : $"flatten({a[0]})"
                        )
                        .MayBeNull()
            ),
            new(
                ["get"],
                "SELECT get(array(1, 2, 3), 0)",
                name =>
                    Scalar(
                            name,
                            [AnyArray, Int],
                            a => ((ArrayType)a[0].Type).Element,
                            a => $"CASE WHEN {a[1]} >= 0 THEN {a[0]}[{a[1]} + 1] END"
                        )
                        .MayBeNull()
            ),
            new(["sequence"], "SELECT sequence(1, 5)", name => Bound(name, FunctionKind.Scalar, SequenceFunction.Bind)),
            new(
                ["shuffle"],
                "SELECT shuffle(array(1, 20, 3, 5))",
                name => Scalar(name, [AnyArray], a => a[0].Type, a => a.Native(ArrayNatives.Shuffle(Element(a)), a[0])).Indeterminate()
            ),
            new(["slice"], "SELECT slice(array(1, 2, 3, 4), 2, 2)", name => Scalar(name, [AnyArray, Int, Int], a => a[0].Type, Slice)),
            new(
                ["sort_array"],
                "SELECT sort_array(array('b', 'd', null, 'c', 'a'), true)",
                name =>
                    Scalar(
                        name,
                        [AnyArray, Flag.Or(true).Foldable()],
                        a => a[0].Type,
                        a => Sortable(a, a.Native(ArrayNatives.Sort(Element(a)), a[0], a[1]))
                    )
            ),
        ];

    private static SparkType Element(Operands a) => ((ArrayType)a.TypeOf(0)).Element;

    private static BoundFunction Create(FunctionCall call)
    {
        if (call.Arguments.Count == 0)
            return Result(call, [], new ArrayType(SparkType.Null, false), false, a => $"CAST([] AS {a.Type.DuckDb})");
        var arguments = ConditionalFunctions.SameType(call, call.Arguments);
        return Result(call, arguments, new ArrayType(arguments[0].Type, arguments.Any(a => a.Nullable)), false, a => $"[{a.List()}]");
    }

    /// <summary>An array and an element, brought to one type.</summary>
    private static (ArrayType Type, Expr AnyArray, Expr Element) Both(FunctionCall call, int array = 0, int element = 1)
    {
        if (call.Arguments[array].Type is not (ArrayType or NullType))
            throw BindError.UnexpectedInputType(call, array, "\"ARRAY\"");
        var own = call.Arguments[array].Type as ArrayType ?? new ArrayType(call.Arguments[element].Type);
        var common =
            TypeCoercion.CommonType(own.Element, call.Arguments[element].Type, call.Mode)
            ?? throw BindError.Mismatch(
                call,
                "ARRAY_FUNCTION_DIFF_TYPES",
                ("functionName", SparkErrors.Identifier(call.Name.ToLowerInvariant())),
                ("dataType", "\"ARRAY\""),
                ("leftType", TypeText.Quoted(own)),
                ("rightType", TypeText.Quoted(call.Arguments[element].Type))
            );
        var type = new ArrayType(common, own.ContainsNull);
        return (
            type,
            ImplicitTypeCasts.CastTo(call.Arguments[array], type, call.Mode),
            ImplicitTypeCasts.CastTo(call.Arguments[element], common, call.Mode)
        );
    }

    private static void Expect(FunctionCall call, int count)
    {
        if (call.Arguments.Count != count)
            throw SparkErrors.WrongNumberOfArguments(call.Name, count.ToString(CultureInfo.InvariantCulture), call.Arguments.Count);
    }

    private static BoundFunction WithElement(FunctionCall call, Func<Operands, string, string, string> form)
    {
        Expect(call, 2);
        var (type, array, element) = Both(call);
        return Result(
            call,
            [array, element],
            type with
            {
                ContainsNull = type.ContainsNull || element.Nullable,
            },
            array.Nullable,
            a => array.Nullable ? $"CASE WHEN {a[0]} IS NOT NULL THEN {form(a, a[0], a[1])} END" : form(a, a[0], a[1])
        );
    }

    private static BoundFunction Search(FunctionCall call, SparkType? result, Func<Operands, string> form)
    {
        Expect(call, 2);
        if (call.Arguments[1].Type is NullType)
            throw BindError.Mismatch(call, "NULL_TYPE", ("functionName", SparkErrors.Identifier(call.Name.ToLowerInvariant())));
        var (type, array, element) = Both(call);
        var nullable = array.Nullable || element.Nullable || (result == SparkType.Boolean && type.ContainsNull);
        return Result(call, [array, element], result ?? type, nullable, form);
    }

    private static string Contains(Operands a) =>
        ((ArrayType)a.TypeOf(0)).ContainsNull
            ? $"CASE WHEN list_contains({a[0]}, {a[1]}) THEN true WHEN list_contains({a[0]}, {a[1]}) IS NULL OR list_count({a[0]}) < len({a[0]}) THEN NULL ELSE false END"
            : $"list_contains({a[0]}, {a[1]})";

    private static IReadOnlyList<Expr> TwoArrays(FunctionCall call)
    {
        Expect(call, 2);
        for (var i = 0; i < 2; i++)
        {
            if (call.Arguments[i].Type is not (ArrayType or NullType))
                throw BindError.UnexpectedInputType(call, i, "\"ARRAY\"");
        }

        return ConditionalFunctions.SameType(call, call.Arguments);
    }

    private static BoundFunction OfTwo(FunctionCall call, Func<SparkType, NativeFunction> native, Func<bool, bool, bool> containsNull)
    {
        var given = TwoArrays(call);
        if (given[0].Type is not ArrayType type)
            throw BindError.UnexpectedInputType(call, 0, "\"ARRAY\"");
        var holds = call.Arguments.Select(a => a.Type is not ArrayType t || t.ContainsNull).ToList();
        return Result(
            call,
            given,
            type with
            {
                ContainsNull = containsNull(holds[0], holds[1]),
            },
            given.Any(a => a.Nullable),
            a => a.Native(native(type.Element), a[0], a[1])
        );
    }

    private static BoundFunction Overlap(FunctionCall call)
    {
        var given = TwoArrays(call);
        return Result(
            call,
            given,
            SparkType.Boolean,
            true,
            a =>
                $"CASE WHEN {a[0]} IS NULL OR {a[1]} IS NULL THEN NULL WHEN list_has_any(list_filter({a[0]}, lambda x: x IS NOT NULL), {a[1]}) THEN true "
                + $"WHEN len({a[0]}) > 0 AND len({a[1]}) > 0 AND (list_count({a[0]}) < len({a[0]}) OR list_count({a[1]}) < len({a[1]})) THEN NULL ELSE false END"
        );
    }

    private static BoundFunction Insert(FunctionCall call)
    {
        Expect(call, 3);
        var (type, array, element) = Both(call, 0, 2);
        var position =
            ImplicitTypeCasts.ImplicitCast(call.Arguments[1], SparkType.Integer, call.Mode)
            ?? throw BindError.UnexpectedInputType(call, 1, "\"INT\"");
        return Result(
            call,
            [array, position, element],
            type with
            {
                ContainsNull = true,
            },
            array.Nullable || position.Nullable,
            a => a.Native(ArrayNatives.Insert(type.Element), a.Sql.Sql)
        );
    }

    private static string Join(Operands a) =>
        a.Call.Arguments.Count == 3
            ? $"CASE WHEN {a[1]} IS NOT NULL AND {a[2]} IS NOT NULL THEN CASE WHEN len({a[0]}) = 0 THEN '' ELSE array_to_string(list_transform({a[0]}, lambda x: coalesce(x, {a[2]})), {a[1]}) END END"
            : $"CASE WHEN list_count({a[0]}) = 0 AND {a[1]} IS NOT NULL THEN '' ELSE array_to_string(list_filter({a[0]}, lambda x: x IS NOT NULL), {a[1]}) END";

    private static string Sortable(Operands a, string sorted) =>
        Element(a).IsOrderable()
            ? sorted
            : throw BindError.Mismatch(
                a.Call,
                "INVALID_ORDERING_TYPE",
                ("functionName", SparkErrors.Identifier(a.Call.Name.ToLowerInvariant())),
                ("dataType", TypeText.Quoted(a.TypeOf(0)))
            );

    private static string Extremum(Operands a, string function)
    {
        if (Element(a).HoldsNulls())
            throw BindError.Unsupported(a.Call, $"of {a.TypeOf(0).Name}, whose nulls DuckDB orders differently");
        return Sortable(a, $"{function}({a[0]})");
    }

    private static string Size(Operands a)
    {
        var size = $"CAST({(a.TypeOf(0) is MapType ? "cardinality" : "len")}({a[0]}) AS INTEGER)";

        // Without ANSI mode the size of null is -1.
        return a.Call.Mode == EvalMode.Ansi ? size : $"coalesce({size}, -1)";
    }

    private static BoundFunction Zip(FunctionCall call)
    {
        var arguments = Match(call, [AnyArray.Repeated()]);
        var names = call
            .Arguments.Select(
                (argument, i) => argument is AttributeReference column ? column.Name : i.ToString(CultureInfo.InvariantCulture)
            )
            .ToList();
        var element = new StructType([.. arguments.Select((a, i) => new StructField(names[i], ((ArrayType)a.Type).Element, true))]);
        return Result(
            call,
            arguments,
            new ArrayType(element, false),
            arguments.Any(a => a.Nullable),
            a =>
                a.Count == 0
                    ? $"CAST([] AS {a.Type.DuckDb})"
                    : a.Native(ArrayNatives.Zip([.. arguments.Select(x => ((ArrayType)x.Type).Element)], element), a.Sql.Sql)
        );
    }

    private static string Slice(Operands a)
    {
        var start = RuntimeError.Sql("INVALID_PARAMETER_VALUE.START", ("parameter", "'`start`'"), ("functionName", "'`slice`'"));
        var length = RuntimeError.Sql(
            "INVALID_PARAMETER_VALUE.LENGTH",
            ("parameter", "'`length`'"),
            ("functionName", "'`slice`'"),
            ("length", a[2])
        );
        var begin = $"CASE WHEN {a[1]} > 0 THEN {a[1]} ELSE len({a[0]}) + {a[1]} + 1 END";
        return $"CASE WHEN {a[0]} IS NULL OR {a[1]} IS NULL OR {a[2]} IS NULL THEN NULL WHEN {a[1]} = 0 THEN {start} WHEN {a[2]} < 0 THEN {length} "
            + $"WHEN ({begin}) < 1 OR {a[2]} = 0 THEN CAST([] AS {a.Type.DuckDb}) ELSE {a[0]}[({begin}):({begin}) + {a[2]} - 1] END";
    }

    private static BoundFunction ElementAt(FunctionCall call, bool attempt)
    {
        Expect(call, 2);
        if (call.Arguments[0].Type is MapType map)
        {
            var common =
                TypeCoercion.CommonType(map.Key, call.Arguments[1].Type, call.Mode)
                ?? throw BindError.UnexpectedInputType(call, 1, TypeText.Quoted(map.Key));
            var typed = map with { Key = common };
            return Result(
                call,
                [
                    ImplicitTypeCasts.CastTo(call.Arguments[0], typed, call.Mode),
                    ImplicitTypeCasts.CastTo(call.Arguments[1], common, call.Mode),
                ],
                map.Value,
                true,
                a => $"map_extract_value({a[0]}, {a[1]})"
            );
        }

        if (call.Arguments[0].Type is not ArrayType array)
            throw BindError.UnexpectedInputType(call, 0, "(\"ARRAY\" or \"MAP\")");
        var index =
            ImplicitTypeCasts.ImplicitCast(call.Arguments[1], SparkType.Integer, call.Mode)
            ?? throw BindError.UnexpectedInputType(call, 1, "\"INT\"");
        return Result(
            call,
            [call.Arguments[0], index],
            array.Element,
            attempt || array.ContainsNull || call.Arguments[0].Nullable || index.Nullable || call.Mode != EvalMode.Ansi,
            a =>
            {
                var zero = RuntimeError.Sql("INVALID_INDEX_OF_ZERO");
                var beyond =
                    attempt || a.Call.Mode != EvalMode.Ansi
                        ? ""
                        : $"WHEN abs({a[1]}) > len({a[0]}) THEN {RuntimeError.Sql("INVALID_ARRAY_INDEX_IN_ELEMENT_AT", ("indexValue", a[1]), ("arraySize", $"len({a[0]})"), ("ansiConfig", "'\"spark.sql.ansi.enabled\"'"))} ";
                return $"CASE WHEN {a[0]} IS NULL OR {a[1]} IS NULL THEN NULL WHEN {a[1]} = 0 THEN {zero} {beyond}ELSE {a[0]}[{a[1]}] END";
            }
        );
    }
}
