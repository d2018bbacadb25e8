using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;

namespace Spark.Embedded.Functions;

/// <summary>Generators. The <c>_outer</c> forms make the same rows; whoever lowers them keeps the rows for which there are none.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#generator-functions</remarks>
internal static class GeneratorFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["explode", "explode_outer"],
                "SELECT explode(array(10, 20))",
                name => Bound(name, FunctionKind.Generator, call => Explode(call, false))
            ),
            new(
                ["posexplode", "posexplode_outer"],
                "SELECT posexplode(array(10,20))",
                name => Bound(name, FunctionKind.Generator, call => Explode(call, true))
            ),
            new(
                ["inline", "inline_outer"],
                "SELECT inline(array(struct(1, 'a'), struct(2, 'b')))",
                name => Bound(name, FunctionKind.Generator, Inline)
            ),
            new(["stack"], "SELECT stack(2, 1, 2, 3)", name => Bound(name, FunctionKind.Generator, Stack)),
            new(
                ["json_tuple"],
                "SELECT json_tuple('{\"a\":1, \"b\":2}', 'a', 'b')",
                name => Bound(name, FunctionKind.Generator, JsonTuple)
            ),
        ];

    private static BoundFunction Explode(FunctionCall call, bool positions)
    {
        if (call.Arguments.Count != 1)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "1", call.Arguments.Count);
        var source = call.Arguments[0];
        var fields = new List<StructField>();
        if (positions)
            fields.Add(new StructField("pos", SparkType.Integer, false));
        switch (source.Type)
        {
            case ArrayType array:
                fields.Add(new StructField("col", array.Element, array.ContainsNull));
                return Generate(
                    call,
                    [source],
                    fields,
                    a =>
                        positions
                            ? $"list_transform({a[0]}, lambda x, i: {{'pos': CAST(i - 1 AS INTEGER), 'col': x}})"
                            : $"list_transform({a[0]}, lambda x: {{'col': x}})"
                );
            case MapType map:
                fields.Add(new StructField("key", map.Key, false));
                fields.Add(new StructField("value", map.Value, map.ValueContainsNull));
                return Generate(
                    call,
                    [source],
                    fields,
                    a =>
                        positions
                            ? $"list_transform(map_entries({a[0]}), lambda x, i: {{'pos': CAST(i - 1 AS INTEGER), 'key': x.key, 'value': x.value}})"
                            : $"map_entries({a[0]})"
                );
            default:
                throw BindError.UnexpectedInputType(call, 0, "(\"ARRAY\" or \"MAP\")");
        }
    }

    private static BoundFunction Inline(FunctionCall call)
    {
        if (call.Arguments.Count != 1)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "1", call.Arguments.Count);
        if (call.Arguments[0].Type is not ArrayType { Element: StructType row } array)
            throw BindError.UnexpectedInputType(call, 0, "\"ARRAY<STRUCT>\"");
        return Generate(
            call,
            call.Arguments,
            [.. row.Fields.Select(f => f with { Nullable = f.Nullable || array.ContainsNull })],
            a => a[0]
        );
    }

    private static BoundFunction Stack(FunctionCall call)
    {
        if (call.Arguments.Count < 2)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "> 1", call.Arguments.Count);
        var count =
            ImplicitTypeCasts.ImplicitCast(call.Arguments[0], SparkType.Integer, call.Mode)?.Constant() as int?
            ?? throw BindError.NonFoldable(call, 0, "\"INT\"");
        if (count < 1)
            throw BindError.Mismatch(
                call,
                "VALUE_OUT_OF_RANGE",
                ("exprName", "`n`"),
                ("valueRange", "(0, 2147483647]"),
                ("currentValue", count.ToString(CultureInfo.InvariantCulture))
            );
        var values = call.Arguments.Skip(1).ToList();
        var width = (values.Count + count - 1) / count;
        var columns = Enumerable
            .Range(0, width)
            .Select(column => ConditionalFunctions.SameType(call, [.. values.Where((_, i) => i % width == column)]))
            .ToList();
        var padded = values.Count < width * count;
        var fields = columns
            .Select((cells, i) => new StructField($"col{i}", cells[0].Type, cells.Any(c => c.Nullable) || (padded && cells.Count < count)))
            .ToList();
        var arguments = values.Select((_, i) => columns[i % width][i / width]).ToList();
        return Generate(
            call,
            [call.Arguments[0], .. arguments],
            fields,
            a =>
            {
                var rows = Enumerable
                    .Range(0, count)
                    .Select(row =>
                        $"{{{string.Join(", ", Enumerable.Range(0, width).Select(column => $"'col{column}': {Cell(a, (row * width) + column)}"))}}}"
                    );
                return $"CAST([{string.Join(", ", rows)}] AS {a.Type.DuckDb}[])";
            }
        );

        string Cell(Operands a, int index) => index < arguments.Count ? a[index + 1] : "NULL";
    }

    private static BoundFunction JsonTuple(FunctionCall call)
    {
        if (call.Arguments.Count < 2)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "> 1", call.Arguments.Count);
        var arguments = Parameter.Match(call, [Parameter.Text, Parameter.Text, Parameter.Text.Repeated()]);
        var fields = Enumerable.Range(0, arguments.Count - 1).Select(i => new StructField($"c{i}", SparkType.String)).ToList();
        return Generate(call, arguments, fields, a => $"[{a.Native(JsonForms.Tuple(new StructType(fields)), a[0], $"[{a.List(1)}]")}]");
    }

    private static BoundFunction Generate(
        FunctionCall call,
        IReadOnlyList<Expr> arguments,
        IReadOnlyList<StructField> fields,
        Func<Operands, string> form
    ) => Result(call, arguments, new StructType(fields), false, form);
}
