using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Spark.Connect;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Spark.Embedded.Resolve;
using Spark.Embedded.Types;
using SortOrder = Spark.Connect.Expression.Types.SortOrder;

namespace Spark.Embedded.Explain;

/// <summary>A plan message as a tree, before any name in it is looked up; an apostrophe marks what is unresolved, as in Spark.</summary>
internal sealed class ParsedPlan(ISqlParser parser, string timeZone)
{
    /// <summary>The tree of a relation.</summary>
    public PlanTree Tree(Relation relation)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (relation.RelTypeCase == Relation.RelTypeOneofCase.Sql)
            return Tree(parser.ParseQuery(relation.Sql.Query));
        var node = relation.RelTypeCase switch
        {
            Relation.RelTypeOneofCase.None => relation,
            Relation.RelTypeOneofCase.Extension => Unpack(relation.Extension),
            _ => (IMessage)Relation.Descriptor.Oneofs[0].Accessor.GetCaseFieldDescriptor(relation).Accessor.GetValue(relation),
        };
        return new PlanTree($"'{Describe(relation, node)}", [.. Inputs(node).Select(Tree)]);
    }

    /// <summary>An expression as Spark shows it before analysis: <c>('a + 1)</c>.</summary>
    public string Text(Expression expression)
    {
        switch (expression.ExprTypeCase)
        {
            case Expression.ExprTypeOneofCase.Literal:
                return ExprPrinter.Print(LiteralReader.Read(expression.Literal, parser, timeZone));
            case Expression.ExprTypeOneofCase.UnresolvedAttribute:
                return $"'{expression.UnresolvedAttribute.UnparsedIdentifier}";
            case Expression.ExprTypeOneofCase.UnresolvedStar:
                return expression.UnresolvedStar.HasUnparsedTarget ? $"{expression.UnresolvedStar.UnparsedTarget}" : "*";
            case Expression.ExprTypeOneofCase.ExpressionString:
                return Text(parser.ParseExpression(expression.ExpressionString.Expression));
            case Expression.ExprTypeOneofCase.Alias:
                return $"{Text(expression.Alias.Expr)} AS {string.Join(", ", expression.Alias.Name)}";
            case Expression.ExprTypeOneofCase.Cast:
                var type = expression.Cast.TypeStr.Length > 0 ? parser.ParseDataType(expression.Cast.TypeStr) : expression.Cast.Type;
                return $"cast({Text(expression.Cast.Expr)} as {ProtocolTypes.FromProtocol(type, parser.ParseDataType).Name})";
            case Expression.ExprTypeOneofCase.SortOrder:
                return Text(expression.SortOrder);
            case Expression.ExprTypeOneofCase.UnresolvedFunction:
                var function = expression.UnresolvedFunction;
                return Call(function.FunctionName, function.IsDistinct, function.Arguments);
            case Expression.ExprTypeOneofCase.CallFunction:
                return Call(expression.CallFunction.FunctionName, false, expression.CallFunction.Arguments);
            case Expression.ExprTypeOneofCase.UnresolvedExtractValue:
                return $"{Text(expression.UnresolvedExtractValue.Child)}[{Text(expression.UnresolvedExtractValue.Extraction)}]";
            case Expression.ExprTypeOneofCase.LambdaFunction:
                var lambda = expression.LambdaFunction;
                return $"lambdafunction({Text(lambda.Function)}, {string.Join(", ", lambda.Arguments.Select(Name))})";
            case Expression.ExprTypeOneofCase.UnresolvedNamedLambdaVariable:
                return Name(expression.UnresolvedNamedLambdaVariable);
            case Expression.ExprTypeOneofCase.Window:
                var window = expression.Window;
                string[] parts = [.. window.PartitionSpec.Select(Text), .. window.OrderSpec.Select(Text)];
                return $"{Text(window.WindowFunction)} windowspecdefinition({string.Join(", ", parts)})";
            case Expression.ExprTypeOneofCase.Extension:
                return $"'{Unpack(expression.Extension).Descriptor.Name}";
            default:
                return $"'{expression.ExprTypeCase}";
        }
    }

    private string Describe(Relation relation, IMessage node) =>
        node switch
        {
            Read { NamedTable: { } table } => $"UnresolvedRelation [{table.UnparsedIdentifier}]",
            Read { DataSource: { } source } => $"UnresolvedDataSource {source.Format} [{string.Join(", ", source.Paths)}]",
            Connect.Project project => $"Project {List(project.Expressions)}",
            Connect.Filter filter => $"Filter {Text(filter.Condition)}",
            Connect.Join join => string.Concat(
                $"Join {join.JoinType}",
                join.JoinCondition is { } on ? $", {Text(on)}" : "",
                join.UsingColumns.Count > 0 ? $", Using [{string.Join(", ", join.UsingColumns)}]" : ""
            ),
            Connect.SetOperation operation => $"{operation.SetOpType} {(operation.IsAll ? "All" : "Distinct")}",
            Connect.Sort sort => $"Sort [{string.Join(", ", sort.Order.Select(Text))}], {(sort.IsGlobal ? "true" : "false")}",
            Connect.Limit limit => $"GlobalLimit {limit.Limit_}",
            Connect.Aggregate aggregate => $"Aggregate {List(aggregate.GroupingExpressions)}, {List(aggregate.AggregateExpressions)}",
            SubqueryAlias alias => $"SubqueryAlias {string.Join(".", alias.Qualifier.Append(alias.Alias))}",
            WithColumns columns => $"WithColumns {List(columns.Aliases.Select(alias => new Expression { Alias = alias }))}",
            UnresolvedTableValuedFunction table => $"UnresolvedTableValuedFunction {Call(table.FunctionName, false, table.Arguments)}",
            With with => $"UnresolvedWith [{string.Join(", ", with.Expressions.Select(expression => expression.Name))}]",
            _ => relation.RelTypeCase == Relation.RelTypeOneofCase.Extension ? node.Descriptor.Name : relation.RelTypeCase.ToString(),
        };

    /// <summary>A message that the parser makes where the protocol has none.</summary>
    private static IMessage Unpack(Any extension) =>
        SqlExtensionsReflection
            .Descriptor.MessageTypes.First(type => type.FullName == Any.GetTypeName(extension.TypeUrl))
            .Parser.ParseFrom(extension.Value);

    /// <summary>The relations directly below a message.</summary>
    private static IEnumerable<Relation> Inputs(IMessage node)
    {
        foreach (var field in node.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType != FieldType.Message || field.IsMap)
                continue;
            if (field.IsRepeated && field.MessageType == Relation.Descriptor)
            {
                foreach (var input in (IEnumerable<Relation>)field.Accessor.GetValue(node))
                    yield return input;
            }
            else if (field.IsRepeated && node is With with)
            {
                foreach (var expression in with.Expressions)
                    yield return expression.Query;
            }
            else if (field.Accessor.GetValue(node) is Relation input)
            {
                yield return input;
            }
        }
    }

    private string Call(string name, bool distinct, IReadOnlyList<Expression> arguments) =>
        arguments.Count == 2 && !char.IsLetter(name[0]) || name is "and" or "or"
            ? $"({string.Join($" {name.ToUpperInvariant()} ", arguments.Select(Text))})"
            : $"'{name}({(distinct ? "distinct " : "")}{string.Join(", ", arguments.Select(Text))})";

    private string Text(SortOrder order)
    {
        var direction = order.Direction == SortOrder.Types.SortDirection.Descending ? "DESC" : "ASC";
        var nulls = order.NullOrdering == SortOrder.Types.NullOrdering.SortNullsLast ? "NULLS LAST" : "NULLS FIRST";
        return $"{Text(order.Child)} {direction} {nulls}";
    }

    private static string Name(Expression.Types.UnresolvedNamedLambdaVariable variable) => string.Join(".", variable.NameParts);

    private string List(IEnumerable<Expression> expressions) => $"[{string.Join(", ", expressions.Select(Text))}]";
}
