using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using FunctionCall = Spark.Embedded.Plan.FunctionCall;
using Message = Spark.Connect.Expression;

namespace Spark.Embedded.Resolve;

internal sealed partial class ExpressionResolver
{
    private Expr ResolveFunction(
        Message.Types.UnresolvedFunction message,
        Message? filter = null,
        IReadOnlyList<Message.Types.SortOrder>? withinGroup = null,
        bool? ignoreNulls = null
    )
    {
        var parts = message.IsUserDefinedFunction ? relations.ParseName(message.FunctionName) : [message.FunctionName];
        var name = BuiltinName(parts);
        var arguments = ResolveArguments(message, name);
        if (name == "||")
            name = "concat";
        if (arguments.Count == 1 && TypeOf(name) is { } type)
        {
            CastRules.Check(arguments[0], type, Mode);
            return new Cast(arguments[0], type, Mode);
        }

        if (name == "struct")
            return Structs.Of(message.Arguments, arguments, Bind("named_struct"));
        if (name is "grouping" or "grouping_id")
            return GroupingCalls.Call(name, arguments);
        if (name == "input_file_name" && arguments.Count == 0)
            return InputFileName();
        var definition = name is null ? null : Session.Functions.Find(name);
        if (definition is null)
        {
            if (Session.Catalog.FindFunction(parts) is { } function)
                return ResolveSqlFunction(function, message.Arguments);
            throw UnresolvedRoutine(parts);
        }

        var order = withinGroup is null ? [] : withinGroup.Select(ResolveSortKey).ToList();
        var call = new FunctionCall(name!, arguments, Session)
        {
            Distinct = message.IsDistinct,
            IgnoreNulls = ignoreNulls ?? false,
            WithinGroup = [.. order.Select(key => new WithinGroupOrder(key.Child, !key.Ascending, key.NullsFirst))],
        };
        var bound = definition.Bind(call);
        if (definition.Kind is FunctionKind.Scalar or FunctionKind.Generator && (message.IsDistinct || filter is not null))
        {
            throw SparkErrors.Analysis(
                "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX",
                ("prettyName", SparkErrors.Identifier(name!)),
                ("syntax", message.IsDistinct ? "DISTINCT" : "FILTER clause")
            );
        }

        if (definition.Kind == FunctionKind.Aggregate)
            CheckAggregate(bound, name!);
        return new Call(bound, message.IsDistinct, filter is null ? null : ResolveCondition(filter, "FILTER"));

        Func<IReadOnlyList<Expr>, BoundFunction> Bind(string function) =>
            values => Session.Functions.Find(function)!.Bind(new FunctionCall(function, values, Session));
    }

    private static readonly FunctionDefinition InputFileNameDefinition = FunctionDefinition.Internal(
        "input_file_name",
        FunctionKind.Scalar
    );

    /// <summary>
    /// The file of a row, which is known where files are read. Further up Spark gives whatever file its task has open; that is not guessed.
    /// </summary>
    private Call InputFileName()
    {
        var path =
            Find(scope, ["_metadata", "file_path"], hiddenOnly: true)
            ?? throw SparkErrors.Unsupported(
                "input_file_name() where no file is read",
                "Select it directly from the files, as a column of its own."
            );
        return new Call(
            new BoundFunction(InputFileNameDefinition, [path], SparkType.String, Nullable: false, sql => sql[0])
            {
                Print = _ => "input_file_name()",
            }
        );
    }

    /// <summary>The type that a function of its name casts to: <c>int(a)</c>.</summary>
    private static SparkType? TypeOf(string? name) =>
        name switch
        {
            "boolean" => SparkType.Boolean,
            "tinyint" => SparkType.Byte,
            "smallint" => SparkType.Short,
            "int" => SparkType.Integer,
            "bigint" => SparkType.Long,
            "float" => SparkType.Float,
            "double" => SparkType.Double,
            "decimal" => new DecimalType(10, 0),
            "date" => SparkType.Date,
            "timestamp" => SparkType.Timestamp,
            "binary" => SparkType.Binary,
            "string" => SparkType.String,
            _ => null,
        };

    private void CheckAggregate(BoundFunction bound, string name)
    {
        if (outer is not null && bound.Arguments.Count > 0)
        {
            var used = new HashSet<long>();
            foreach (var argument in bound.Arguments)
                References.Add(argument, used);
            if (
                used.Count > 0
                && !used.Any(id =>
                    scope.Plan.Output.Any(column => column.Id == id) || Below?.Plan.Output.Any(column => column.Id == id) == true
                )
            )
                throw SparkErrors.Unsupported($"{name} over columns of the outer query alone", "Compute it in the outer query.");
        }

        foreach (var argument in bound.Arguments)
        {
            if (argument.HasAggregate())
                throw SparkErrors.Analysis("NESTED_AGGREGATE_FUNCTION");
        }
    }

    /// <summary>The name to look up among the built-in functions; null for a name in a schema that holds none.</summary>
    private static string? BuiltinName(IReadOnlyList<string> parts) =>
        parts switch
        {
            [var name] => name.ToLowerInvariant(),
            [var schema, var name] when schema.Equals("builtin", StringComparison.OrdinalIgnoreCase) => name.ToLowerInvariant(),
            [var catalog, var schema, var name]
                when catalog.Equals("system", StringComparison.OrdinalIgnoreCase)
                    && schema.Equals("builtin", StringComparison.OrdinalIgnoreCase) => name.ToLowerInvariant(),
            _ => null,
        };

    private List<Expr> ResolveArguments(Message.Types.UnresolvedFunction message, string? name)
    {
        var arguments = new List<Expr>(message.Arguments.Count);
        foreach (var argument in message.Arguments)
        {
            if (argument.ExprTypeCase == Message.ExprTypeOneofCase.UnresolvedStar || IsStar(argument))
            {
                // count(*) counts rows; every other function takes the columns.
                if (
                    name == "count"
                    && !message.IsDistinct
                    && message.Arguments.Count == 1
                    && argument.UnresolvedStar is { HasUnparsedTarget: false }
                )
                    arguments.Add(new Literal(1, SparkType.Integer));
                else
                    arguments.AddRange(ExpandStar(argument).Select(item => item.Value));
            }
            else if (argument.ExprTypeCase == Message.ExprTypeOneofCase.UnresolvedRegex)
            {
                arguments.AddRange(RegexColumns(argument.UnresolvedRegex).Select(column => column.Attribute));
            }
            else
            {
                arguments.Add(Resolve(argument));
            }
        }

        return arguments;
    }

    private Microsoft.Spark.AnalysisException UnresolvedRoutine(IReadOnlyList<string> parts) =>
        SparkErrors.Analysis(
            "UNRESOLVED_ROUTINE",
            ("routineName", SparkErrors.Identifier(parts)),
            ("searchPath", "[`system`.`builtin`, `system`.`session`, `spark_catalog`.`default`]")
        );

    private Expr ResolveSqlFunction(SqlFunction function, IReadOnlyList<Message> messages)
    {
        if (function.IsTable)
            throw SparkErrors.Analysis("NOT_A_SCALAR_FUNCTION", ("functionName", SparkErrors.Identifier(function.Name)));
        var values = SqlFunctionArguments.Match(
            function,
            messages,
            Resolve,
            new ExpressionResolver(relations, Scopes.Empty, null).Resolve,
            Mode
        );
        return relations.CallScalar(function, values);
    }

    private WindowExpression ResolveWindow(Message.Types.Window message)
    {
        var function = Resolve(message.WindowFunction);
        if (function is not Call { Function.Definition.Kind: FunctionKind.Aggregate or FunctionKind.Window } call)
        {
            throw SparkErrors.Analysis("UNSUPPORTED_EXPR_FOR_WINDOW", ("sqlExpr", SparkErrors.Quote(ExprPrinter.Print(function))));
        }

        var partition = message.PartitionSpec.Select(Resolve).ToList();
        var order = message.OrderSpec.Select(ResolveSortKey).ToList();
        return Windows.Of(call, partition, order, message.FrameSpec is null ? null : ResolveFrame(message.FrameSpec), Mode);
    }

    private WindowFrame ResolveFrame(Message.Types.Window.Types.WindowFrame frame) =>
        new(
            frame.FrameType == Message.Types.Window.Types.WindowFrame.Types.FrameType.Row,
            ResolveBound(frame.Lower),
            ResolveBound(frame.Upper)
        );

    private FrameBound ResolveBound(Message.Types.Window.Types.WindowFrame.Types.FrameBoundary boundary)
    {
        switch (boundary.BoundaryCase)
        {
            case Message.Types.Window.Types.WindowFrame.Types.FrameBoundary.BoundaryOneofCase.CurrentRow:
                return FrameBound.CurrentRow;
            case Message.Types.Window.Types.WindowFrame.Types.FrameBoundary.BoundaryOneofCase.Unbounded:
                return FrameBound.Limitless;
            default:
                var offset = Resolve(boundary.Value);
                return ConstantFolding.Value(offset) is { } value
                    ? value is 0
                        ? FrameBound.CurrentRow
                        : new FrameBound(ConstantFolding.Constant(value, offset.Type), false)
                    : new FrameBound(offset, false);
        }
    }

    private Expr ResolveSubquery(SubqueryExpression.Types.SubqueryType type, Relation query, IReadOnlyList<Message> values)
    {
        var inner = relations.ResolveSubquery(query, this);
        var plan = Scopes.Visible(inner);
        switch (type)
        {
            case SubqueryExpression.Types.SubqueryType.Scalar:
                if (plan.Output.Count != 1)
                {
                    throw SparkErrors.Analysis(
                        "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN",
                        ("number", plan.Output.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    );
                }

                return new ScalarSubquery(plan);
            case SubqueryExpression.Types.SubqueryType.Exists:
                return new ExistsSubquery(plan);
            case SubqueryExpression.Types.SubqueryType.In:
                return Memberships.Of([.. values.Select(Resolve)], plan, relations, Mode);
            default:
                throw SparkErrors.Unsupported("a table argument of a function");
        }
    }
}
