using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Message = Spark.Connect.Expression;

namespace Spark.Embedded.Resolve;

/// <summary><c>struct(a, b AS x, c + 1)</c>: fields are called by alias, by column, or <c>col3</c>.</summary>
internal static class Structs
{
    public static Call Of(
        IReadOnlyList<Message> messages,
        IReadOnlyList<Expr> arguments,
        Func<IReadOnlyList<Expr>, BoundFunction> namedStruct
    )
    {
        var pairs = new List<Expr>(arguments.Count * 2);
        for (var i = 0; i < arguments.Count; i++)
        {
            var alias =
                messages.Count == arguments.Count && messages[i].ExprTypeCase == Message.ExprTypeOneofCase.Alias
                    ? messages[i].Alias.Name[0]
                    : null;
            pairs.Add(new Literal(alias ?? Name(arguments[i]) ?? $"col{i + 1}", SparkType.String));
            pairs.Add(arguments[i]);
        }

        return new Call(namedStruct(pairs) with { Print = printed => $"struct({string.Join(", ", printed.Where((_, i) => i % 2 == 1))})" });
    }

    private static string? Name(Expr value) =>
        value switch
        {
            AttributeReference column => column.Name,
            Call { Function: { Definition.Name: "getfield", Arguments: [_, Literal { Value: string field }] } } => field,
            LambdaVariable variable => variable.Name,
            _ => null,
        };
}
