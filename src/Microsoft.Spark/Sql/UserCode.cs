using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>What would need .NET code inside the engine: Spark Connect's protocol carries functions in Python, Scala and Java only.</summary>
internal static class UserCode
{
    private static volatile bool _used;

    /// <summary>The column of a function in .NET: it can be made and named, but not be part of a query.</summary>
    public static Column Column(params Column[] arguments)
    {
        _used = true;
        var function = new Proto.CommonInlineUserDefinedFunction { FunctionName = "udf", Deterministic = true };
        function.Arguments.Add(arguments.Select(argument => argument.Expression));
        return new Column(
            new Proto.Expression { CommonInlineUserDefinedFunction = function },
            Sql.Column.Together(arguments.Select(argument => argument.Subqueries))
        );
    }

    /// <summary>Refuses columns that need .NET code in the engine.</summary>
    /// <exception cref="SparkUnsupportedOperationException">One of them does.</exception>
    public static void Refuse(IEnumerable<Column> columns)
    {
        // Nearly every program makes no such column at all, and need not be searched.
        if (_used && columns.Any(column => IsUsedIn(column.Expression)))
        {
            throw Unsupported(
                "A function made by Functions.Udf",
                "Say it with the functions of Spark (When, Transform, RegexpReplace...) or Expr, define a function in SQL with CREATE TEMPORARY FUNCTION ... RETURN, "
                    + "register a Java class with SparkSession.Udf().RegisterJava, or collect the rows and compute in the program."
            );
        }
    }

    /// <param name="member">What was called.</param>
    /// <param name="instead">What to do instead.</param>
    public static SparkUnsupportedOperationException Unsupported(string member, string instead) =>
        new($"{member} cannot run in the engine: Spark Connect carries user functions in Python, Scala and Java only. {instead}")
        {
            ErrorClass = "UNSUPPORTED_FEATURE.DOTNET_USER_CODE",
        };

    private static bool IsUsedIn(IMessage message) =>
        message is Proto.CommonInlineUserDefinedFunction { FunctionCase: Proto.CommonInlineUserDefinedFunction.FunctionOneofCase.None }
        || message
            .Descriptor.Fields.InFieldNumberOrder()
            .Any(field =>
                field.FieldType == FieldType.Message
                && field.Accessor.GetValue(message) switch
                {
                    IMessage child => IsUsedIn(child),
                    IEnumerable children => children.OfType<IMessage>().Any(IsUsedIn),
                    _ => false,
                }
            );
}
