using Google.Protobuf.WellKnownTypes;
using Spark.Embedded.Errors;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Message = Spark.Connect.Expression;

namespace Spark.Embedded.Resolve;

/// <summary>Resolves the expressions of one clause of one relation: names, functions, types, casts.</summary>
internal sealed partial class ExpressionResolver(RelationResolver relations, Scope scope, ExpressionResolver? outer)
{
    private readonly List<LambdaVariable> _lambdaVariables = [];

    public SessionContext Session => relations.Session;

    /// <summary>The relation whose columns names find.</summary>
    public Scope Scope => scope;

    /// <summary>The aliases before this expression in the select list, by which it may refer to them; those of GROUP BY for the whole list.</summary>
    public List<(string Name, Expr Value)>? Aliases { get; init; }

    /// <summary>Where a name that this relation does not have is looked up before the outer query: the input of an aggregate under ORDER BY.</summary>
    public Scope? Below { get; init; }

    /// <summary>Whether <see cref="Below"/> comes before this relation, as in HAVING.</summary>
    public bool BelowFirst { get; init; }

    /// <summary>Whether names may find columns that the select list below leaves out: in ORDER BY and filters.</summary>
    public bool SeesUnderSelectList { get; init; }

    /// <summary>Whether the first of several aliases of a name is taken, as in GROUP BY.</summary>
    public bool FirstAlias { get; init; }

    /// <summary>Receives the columns that names found in <see cref="Below"/> or under the select list.</summary>
    public HashSet<long> FoundBelow { get; } = [];

    /// <summary>Receives the ids of the columns of outer queries that names found.</summary>
    public bool UsesOuter { get; private set; }

    private EvalMode Mode => relations.Mode;

    /// <summary>Resolves a condition, which must be boolean.</summary>
    public Expr ResolveCondition(Message message, string clause)
    {
        var condition = Resolve(message);
        if (condition.Type == SparkType.Null)
            return new Literal(null, SparkType.Boolean);
        if (condition.Type == SparkType.Boolean)
            return condition;
        if (condition.Type is StringType || clause == "HAVING" && condition.Type is NumericType)
            return ImplicitTypeCasts.CastTo(condition, SparkType.Boolean, Mode);
        throw SparkErrors.Analysis(
            "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
            ("sqlExpr", SparkErrors.Quote(ExprPrinter.Print(condition))),
            ("filter", SparkErrors.Quote(ExprPrinter.Print(condition))),
            ("type", TypeText.Quoted(condition.Type)),
            ("clause", clause)
        );
    }

    /// <summary>Resolves one expression to one value. An alias is passed through.</summary>
    public Expr Resolve(Message message)
    {
        switch (message.ExprTypeCase)
        {
            case Message.ExprTypeOneofCase.Literal:
                return LiteralReader.Read(message.Literal, Session.Parser, Session.TimeZone);
            case Message.ExprTypeOneofCase.UnresolvedAttribute:
                return ResolveAttribute(message.UnresolvedAttribute);
            case Message.ExprTypeOneofCase.UnresolvedFunction:
                return ResolveFunction(message.UnresolvedFunction);
            case Message.ExprTypeOneofCase.ExpressionString:
                return Resolve(Session.Parser.ParseExpression(message.ExpressionString.Expression));
            case Message.ExprTypeOneofCase.Alias:
                return Resolve(message.Alias.Expr);
            case Message.ExprTypeOneofCase.Cast:
                return ResolveCast(message.Cast);
            case Message.ExprTypeOneofCase.Window:
                return ResolveWindow(message.Window);
            case Message.ExprTypeOneofCase.UnresolvedExtractValue:
                return Extraction.Of(
                    Resolve(message.UnresolvedExtractValue.Child),
                    Resolve(message.UnresolvedExtractValue.Extraction),
                    Mode,
                    Session.Names
                );
            case Message.ExprTypeOneofCase.UpdateFields:
                return ResolveUpdateFields(message.UpdateFields);
            case Message.ExprTypeOneofCase.UnresolvedNamedLambdaVariable:
                return ResolveLambdaVariable(message.UnresolvedNamedLambdaVariable.NameParts);
            case Message.ExprTypeOneofCase.LambdaFunction:
                return UnresolvedLambda(message.LambdaFunction);
            case Message.ExprTypeOneofCase.CallFunction:
                var call = new Message.Types.UnresolvedFunction
                {
                    FunctionName = message.CallFunction.FunctionName,
                    IsUserDefinedFunction = true,
                };
                call.Arguments.Add(message.CallFunction.Arguments);
                return ResolveFunction(call);
            case Message.ExprTypeOneofCase.SubqueryExpression:
                return ResolveSubquery(
                    message.SubqueryExpression.SubqueryType,
                    relations.Reference(message.SubqueryExpression.PlanId),
                    message.SubqueryExpression.InSubqueryValues
                );
            case Message.ExprTypeOneofCase.SortOrder:
                return Resolve(message.SortOrder.Child);
            case Message.ExprTypeOneofCase.UnresolvedStar:
                throw SparkErrors.Analysis("INVALID_USAGE_OF_STAR_OR_REGEX", ("elem", "'*'"), ("prettyName", "expression"));
            case Message.ExprTypeOneofCase.UnresolvedRegex:
                return RegexColumns(message.UnresolvedRegex) is [var only]
                    ? only.Attribute
                    : throw SparkErrors.Analysis(
                        "INVALID_USAGE_OF_STAR_OR_REGEX",
                        ("elem", $"regular expression '{message.UnresolvedRegex.ColName}'"),
                        ("prettyName", "expression")
                    );
            case Message.ExprTypeOneofCase.Extension:
                return ResolveExtension(message.Extension);
            case Message.ExprTypeOneofCase.NamedArgumentExpression:
                throw SparkErrors.Unsupported(
                    $"the named argument {message.NamedArgumentExpression.Key}",
                    "Pass the arguments by position."
                );
            case Message.ExprTypeOneofCase.CommonInlineUserDefinedFunction:
                throw SparkErrors.Unsupported($"the user-defined function {message.CommonInlineUserDefinedFunction.FunctionName}");
            default:
                throw SparkErrors.Unsupported($"the expression {message.ExprTypeCase}");
        }
    }

    /// <summary>Resolves a sort order; a bare expression sorts ascending, nulls first.</summary>
    public SortKey ResolveSortKey(Message.Types.SortOrder order) => SortKeyOf(Resolve(order.Child), order);

    /// <summary>The sort key of a resolved expression.</summary>
    public static SortKey SortKeyOf(Expr value, Message.Types.SortOrder order)
    {
        var ascending = order.Direction != Message.Types.SortOrder.Types.SortDirection.Descending;
        CheckOrderable(value, "sortorder");
        return new SortKey(
            value,
            ascending,
            order.NullOrdering switch
            {
                Message.Types.SortOrder.Types.NullOrdering.SortNullsFirst => true,
                Message.Types.SortOrder.Types.NullOrdering.SortNullsLast => false,
                _ => ascending,
            }
        );
    }

    private static void CheckOrderable(Expr value, string function)
    {
        if (value.Type.IsOrderable())
            return;
        throw SparkErrors.Analysis(
            "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
            ("sqlExpr", SparkErrors.Quote(ExprPrinter.Print(new SortKey(value, true, true)))),
            ("functionName", $"`{function}`"),
            ("dataType", TypeText.Quoted(value.Type))
        );
    }

    private Expr ResolveExtension(Any extension)
    {
        if (extension.Is(Subquery.Descriptor))
        {
            var subquery = extension.Unpack<Subquery>();
            return ResolveSubquery(subquery.Type, subquery.Query, subquery.InValues);
        }

        if (extension.Is(Parse.FunctionCall.Descriptor))
        {
            var call = extension.Unpack<Parse.FunctionCall>();
            return ResolveFunction(call.Function, call.Filter, call.WithinGroup, call.HasIgnoreNulls ? call.IgnoreNulls : null);
        }

        if (extension.Is(PipeExpression.Descriptor))
            return ResolvePipeExpression(extension.Unpack<PipeExpression>());
        if (extension.Is(IdentifierColumn.Descriptor))
            return ResolveName(Session.Parser.ParseName(ConstantText(extension.Unpack<IdentifierColumn>().Name, "IDENTIFIER")));
        if (extension.Is(IdentifierFunction.Descriptor))
        {
            var named = extension.Unpack<IdentifierFunction>();
            named.Function.FunctionName = ConstantText(named.Name, "IDENTIFIER");
            return ResolveFunction(named.Function);
        }

        throw SparkErrors.Unsupported($"the expression {extension.TypeUrl}");
    }

    private Expr ResolvePipeExpression(PipeExpression pipe)
    {
        var value = Resolve(pipe.Child);
        if (!pipe.IsAggregate && value.HasAggregate())
        {
            throw SparkErrors.Analysis(
                "PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION",
                ("expr", ExprPrinter.Print(value)),
                ("clause", pipe.Clause)
            );
        }

        if (pipe.IsAggregate && !value.HasAggregate())
            throw SparkErrors.Analysis(
                "PIPE_OPERATOR_AGGREGATE_EXPRESSION_CONTAINS_NO_AGGREGATE_FUNCTION",
                ("expr", ExprPrinter.Print(value))
            );
        return value;
    }

    private string ConstantText(Message message, string what)
    {
        var value = Resolve(message);
        return ConstantFolding.Value(value) as string
            ?? throw SparkErrors.Analysis(
                "NOT_A_CONSTANT_STRING.NOT_CONSTANT",
                ("name", what),
                ("expr", SparkErrors.Quote(ExprPrinter.Print(value)))
            );
    }

    private Cast ResolveCast(Message.Types.Cast message)
    {
        var child = Resolve(message.Expr);
        var type =
            message.CastToTypeCase == Message.Types.Cast.CastToTypeOneofCase.TypeStr
                ? ProtocolTypes.FromProtocol(Session.Parser.ParseDataType(message.TypeStr), Session.Parser.ParseDataType)
                : ProtocolTypes.FromProtocol(message.Type, Session.Parser.ParseDataType);
        var mode = message.EvalMode switch
        {
            Message.Types.Cast.Types.EvalMode.Legacy => EvalMode.Legacy,
            Message.Types.Cast.Types.EvalMode.Ansi => EvalMode.Ansi,
            Message.Types.Cast.Types.EvalMode.Try => EvalMode.Try,
            _ => Mode,
        };

        // char(n) and varchar(n) are types of table columns; a value is a string.
        if (type is StringType { Length: not null })
            type = SparkType.String;
        CastRules.Check(child, type, mode);
        return new Cast(child, type, mode, Explicit: true);
    }

    private Call ResolveUpdateFields(Message.Types.UpdateFields message)
    {
        var target = Resolve(message.StructExpression);
        return message.ValueExpression is null
            ? Extraction.DropField(target, Session.Parser.ParseName(message.FieldName), Session.Names)
            : Extraction.WithField(target, Session.Parser.ParseName(message.FieldName), Resolve(message.ValueExpression), Session.Names);
    }

    private Expr ResolveLambdaVariable(IReadOnlyList<string> parts)
    {
        for (var i = _lambdaVariables.Count - 1; i >= 0; i--)
        {
            if (Session.Names.Equals(_lambdaVariables[i].Name, parts[0]))
                return Extraction.Fields(_lambdaVariables[i], parts.Skip(1), Mode, Session.Names);
        }

        return ResolveName(parts);
    }

    private UnresolvedLambda UnresolvedLambda(Message.Types.LambdaFunction lambda)
    {
        var names = lambda.Arguments.Select(argument => string.Join(".", argument.NameParts)).ToList();
        return new UnresolvedLambda(
            names,
            types =>
            {
                var parameters = names
                    .Select((name, i) => new LambdaVariable(relations.NewId(), name, types[i].Type, types[i].Nullable))
                    .ToList();
                _lambdaVariables.AddRange(parameters);
                try
                {
                    return new LambdaFunction(parameters, Resolve(lambda.Function));
                }
                finally
                {
                    _lambdaVariables.RemoveRange(_lambdaVariables.Count - parameters.Count, parameters.Count);
                }
            }
        );
    }
}
