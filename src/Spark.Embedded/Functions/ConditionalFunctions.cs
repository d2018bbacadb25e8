using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;

namespace Spark.Embedded.Functions;

/// <summary>Conditional functions.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#conditional-functions</remarks>
internal static class ConditionalFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["coalesce"],
                "SELECT coalesce(NULL, 1, NULL)",
                name => Bound(name, FunctionKind.Scalar, call => Coalesce(call, 1, int.MaxValue))
            ),
            new(["nvl", "ifnull"], "SELECT nvl(NULL, array('2'))", name => Bound(name, FunctionKind.Scalar, call => Coalesce(call, 2, 2))),
            new(["nvl2"], "SELECT nvl2(NULL, 2, 1)", name => Bound(name, FunctionKind.Scalar, IfNotNull)),
            new(["nullif"], "SELECT nullif(2, 2)", name => Bound(name, FunctionKind.Scalar, NullIf)),
            new(
                ["nullifzero"],
                "SELECT nullifzero(0)",
                name => Scalar(name, [Parameter.Numeric], a => a[0].Type, a => $"nullif({a[0]}, 0)").MayBeNull()
            ),
            new(
                ["zeroifnull"],
                "SELECT zeroifnull(NULL)",
                name =>
                    Bound(
                            name,
                            FunctionKind.Scalar,
                            call => Coalesce(call with { Arguments = [.. call.Arguments, new Literal(0, SparkType.Integer)] }, 2, 2)
                        )
                        .Printed(printed => $"zeroifnull({printed[0]})")
            ),
            new(["if"], "SELECT if(1 < 2, 'a', 'b')", name => Bound(name, FunctionKind.Scalar, If)),
            new(
                ["when"],
                "SELECT CASE WHEN 1 > 0 THEN 1 WHEN 2 > 0 THEN 2.0 ELSE 1.2 END",
                name => Bound(name, FunctionKind.Scalar, CaseWhen)
            ),
            new(["greatest", "least"], "SELECT greatest(10, 9, 2, 4, 3)", name => Bound(name, FunctionKind.Scalar, Extremum)),
            new(
                ["nanvl"],
                "SELECT nanvl(cast('NaN' as double), 123)",
                name =>
                    Scalar(
                        name,
                        [Parameter.Real, Parameter.Real],
                        SparkType.Double,
                        a => $"CASE WHEN isnan({a[0]}) THEN {a[1]} ELSE {a[0]} END"
                    )
            ),
        ];

    /// <summary>The arguments as values of their common type.</summary>
    internal static IReadOnlyList<Expr> SameType(FunctionCall call, IReadOnlyList<Expr> arguments)
    {
        var type = TypeCoercion.CommonType(arguments.Select(a => a.Type), call.Mode) ?? throw BindError.DifferentTypes(call);
        return [.. arguments.Select(a => ImplicitTypeCasts.CastTo(a, type, call.Mode))];
    }

    /// <summary>The values that a condition chooses between, as values of their common type.</summary>
    /// <param name="name">The function as Spark's error calls it.</param>
    private static IReadOnlyList<Expr> SameBranchType(
        FunctionCall call,
        string name,
        IReadOnlyList<Expr> values,
        Func<IReadOnlyList<string>, string> print
    )
    {
        var type =
            TypeCoercion.CommonType(values.Select(value => value.Type), call.Mode)
            ?? throw SparkErrors.Analysis(
                "DATATYPE_MISMATCH.DATA_DIFF_TYPES",
                ("sqlExpr", SparkErrors.Quote(print([.. call.Arguments.Select(ExprPrinter.Print)]))),
                ("functionName", SparkErrors.Identifier(name)),
                ("dataType", $"[{string.Join(", ", values.Select(value => TypeText.Quoted(value.Type)))}]")
            );
        return [.. values.Select(value => ImplicitTypeCasts.CastTo(value, type, call.Mode))];
    }

    private static BoundFunction Coalesce(FunctionCall call, int least, int most)
    {
        if (call.Arguments.Count < least || call.Arguments.Count > most)
            throw SparkErrors.WrongNumberOfArguments(call.Name, most == int.MaxValue ? $"> {least - 1}" : $"{most}", call.Arguments.Count);
        var arguments = SameType(call, call.Arguments);
        return Result(call, arguments, arguments[0].Type, arguments.All(a => a.Nullable), a => $"coalesce({a.List()})");
    }

    private static BoundFunction IfNotNull(FunctionCall call)
    {
        if (call.Arguments.Count != 3)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "3", call.Arguments.Count);
        var values = SameType(call, [call.Arguments[1], call.Arguments[2]]);
        return Result(
            call,
            [call.Arguments[0], .. values],
            values[0].Type,
            values.Any(v => v.Nullable),
            a => $"CASE WHEN {a[0]} IS NOT NULL THEN {a[1]} ELSE {a[2]} END"
        );
    }

    private static BoundFunction NullIf(FunctionCall call)
    {
        if (call.Arguments.Count != 2)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "2", call.Arguments.Count);
        var compared =
            TypeCoercion.ComparisonType(call.Arguments[0].Type, call.Arguments[1].Type, call.Mode) ?? throw BindError.DifferentTypes(call);
        var both = call.Arguments.Select(a => ImplicitTypeCasts.CastTo(a, compared, call.Mode)).ToList();
        return Result(
            call,
            [call.Arguments[0], .. both],
            call.Arguments[0].Type,
            true,
            a => $"CASE WHEN {a[1]} = {a[2]} THEN NULL ELSE {a[0]} END"
        ) with
        {
            Print = printed => $"nullif({printed[0]}, {printed[2]})",
        };
    }

    private static BoundFunction If(FunctionCall call)
    {
        if (call.Arguments.Count != 3)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "3", call.Arguments.Count);
        var values = SameBranchType(call, "if", [call.Arguments[1], call.Arguments[2]], printed => $"(IF({string.Join(", ", printed)}))");
        var condition =
            ImplicitTypeCasts.ImplicitCast(call.Arguments[0], SparkType.Boolean, call.Mode)
            ?? throw BindError.UnexpectedInputType(call, 0, "\"BOOLEAN\"");
        return Result(
            call,
            [condition, .. values],
            values[0].Type,
            values.Any(v => v.Nullable),
            a => $"CASE WHEN {a[0]} THEN {a[1]} ELSE {a[2]} END"
        ) with
        {
            Print = printed => $"(IF({string.Join(", ", printed)}))",
        };
    }

    /// <summary>CASE: condition, value, condition, value ..., and the value of ELSE when the count is odd.</summary>
    private static BoundFunction CaseWhen(FunctionCall call)
    {
        var count = call.Arguments.Count;
        if (count < 2)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "> 1", count);
        var pairs = count / 2;
        var valueAt = Enumerable.Range(0, pairs).Select(i => (2 * i) + 1).ToList();
        if (count % 2 == 1)
            valueAt.Add(count - 1);
        var values = SameBranchType(call, "casewhen", [.. valueAt.Select(i => call.Arguments[i])], Text);
        var arguments = call.Arguments.ToArray();
        for (var i = 0; i < pairs; i++)
        {
            arguments[2 * i] =
                ImplicitTypeCasts.ImplicitCast(arguments[2 * i], SparkType.Boolean, call.Mode)
                ?? throw BindError.UnexpectedInputType(call, 2 * i, "\"BOOLEAN\"");
        }

        for (var i = 0; i < valueAt.Count; i++)
            arguments[valueAt[i]] = values[i];
        return Result(call, arguments, values[0].Type, count % 2 == 0 || values.Any(v => v.Nullable), a => Text(a.Sql.Sql)) with
        {
            Print = Text,
        };

        string Text(IReadOnlyList<string> parts)
        {
            var cases = string.Join(" ", Enumerable.Range(0, pairs).Select(i => $"WHEN {parts[2 * i]} THEN {parts[(2 * i) + 1]}"));
            return $"CASE {cases}{(count % 2 == 1 ? $" ELSE {parts[count - 1]}" : "")} END";
        }
    }

    private static BoundFunction Extremum(FunctionCall call)
    {
        if (call.Arguments.Count < 2)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "> 1", call.Arguments.Count);
        var common = call.Arguments[0].Type;
        foreach (var argument in call.Arguments)
            common = common is null ? null : TypeCoercion.WiderTypeWithoutStringPromotion(common, argument.Type, call.Mode);
        if (common is null)
        {
            throw BindError.Mismatch(
                call,
                "DATA_DIFF_TYPES",
                ("functionName", SparkErrors.Identifier(call.Name.ToLowerInvariant())),
                ("dataType", $"[{string.Join(", ", call.Arguments.Select(a => TypeText.Quoted(a.Type)))}]")
            );
        }

        var arguments = call.Arguments.Select(a => ImplicitTypeCasts.CastTo(a, common, call.Mode)).ToList();
        if (!arguments[0].Type.IsOrderable())
            throw BindError.Mismatch(
                call,
                "INVALID_ORDERING_TYPE",
                ("functionName", $"`{call.Name.ToLowerInvariant()}`"),
                ("dataType", TypeText.Quoted(arguments[0].Type))
            );
        if (arguments[0].Type.HoldsNulls())
            throw BindError.Unsupported(call, $"of {arguments[0].Type.Name}, whose nulls DuckDB orders differently");
        var function = call.Name.ToLowerInvariant();
        return Result(call, arguments, arguments[0].Type, arguments.All(a => a.Nullable), a => $"{function}({a.List()})");
    }
}
