using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Message = Spark.Connect.Expression;

namespace Spark.Embedded.Resolve;

/// <summary>Pairs the arguments of a call with the parameters of a SQL function: by position, by name, by default.</summary>
internal static class SqlFunctionArguments
{
    /// <param name="resolve">Resolves an argument of the call.</param>
    /// <param name="resolveDefault">Resolves a default, which sees no columns.</param>
    public static IReadOnlyList<Expr> Match(
        SqlFunction function,
        IReadOnlyList<Message> messages,
        Func<Message, Expr> resolve,
        Func<Message, Expr> resolveDefault,
        EvalMode mode
    )
    {
        var values = new Expr?[function.Parameters.Count];
        var named = false;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].NamedArgumentExpression is { } argument)
            {
                named = true;
                var at = function
                    .Parameters.ToList()
                    .FindIndex(parameter => parameter.Name.Equals(argument.Key, StringComparison.OrdinalIgnoreCase));
                if (at < 0)
                {
                    throw SparkErrors.Analysis(
                        "UNRECOGNIZED_PARAMETER_NAME",
                        ("routineName", SparkErrors.Identifier(function.Name)),
                        ("argumentName", SparkErrors.Identifier(argument.Key)),
                        ("proposal", string.Join(" ", function.Parameters.Select(parameter => SparkErrors.Identifier(parameter.Name))))
                    );
                }

                if (values[at] is not null)
                {
                    throw SparkErrors.Analysis(
                        "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED",
                        ("routineName", SparkErrors.Identifier(function.Name)),
                        ("parameterName", SparkErrors.Identifier(argument.Key))
                    );
                }

                values[at] = resolve(argument.Value);
            }
            else if (named)
            {
                throw SparkErrors.Analysis(
                    "UNEXPECTED_POSITIONAL_ARGUMENT",
                    ("routineName", SparkErrors.Identifier(function.Name)),
                    ("parameterName", SparkErrors.Identifier(function.Parameters[Math.Min(i, values.Length - 1)].Name))
                );
            }
            else if (i >= values.Length)
            {
                throw SparkErrors.WrongNumberOfArguments(
                    string.Join(".", function.Name),
                    values.Length.ToString(CultureInfo.InvariantCulture),
                    messages.Count
                );
            }
            else
            {
                values[i] = resolve(messages[i]);
            }
        }

        var result = new Expr[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = function.Parameters[i];
            var value =
                values[i]
                ?? (parameter.Default is { } text ? resolveDefault(text) : null)
                ?? throw (
                    named
                        ? SparkErrors.Analysis(
                            "REQUIRED_PARAMETER_NOT_FOUND",
                            ("routineName", SparkErrors.Identifier(function.Name)),
                            ("parameterName", SparkErrors.Identifier(parameter.Name)),
                            ("index", i.ToString(CultureInfo.InvariantCulture))
                        )
                        : SparkErrors.WrongNumberOfArguments(
                            string.Join(".", function.Name),
                            values.Length.ToString(CultureInfo.InvariantCulture),
                            messages.Count
                        )
                );
            result[i] = ImplicitTypeCasts.CastTo(value, parameter.Type, mode);
        }

        return result;
    }
}

/// <summary>An expression that prints as something else: the body of a SQL function prints as the call.</summary>
internal static class PrintedAs
{
    private static readonly FunctionDefinition Definition = FunctionDefinition.Internal("sql_function", FunctionKind.Scalar);

    public static Expr Wrap(Expr value, string text) =>
        value.HasAggregate()
            ? value
            : new Call(
                new BoundFunction(Definition, [value], value.Type, value.Nullable, sql => sql[0])
                {
                    Print = _ => text,
                    Deterministic = value.IsDeterministic(),
                }
            );
}
