using Microsoft.Spark;
using Spark.Connect;
using Spark.Embedded.Parse.Grammar;
using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Parse;

/// <summary>
/// Turns the text of Spark SQL into the messages of Spark Connect. The names in the result are unresolved; how each construct is expressed
/// is written down in <c>sql_extensions.proto</c>.
/// </summary>
/// <remarks>Errors in the text are <see cref="ParseException"/> with Spark's error class, SQLSTATE and parameters.</remarks>
public static class SqlParser
{
    /// <summary>Parses one expression, such as a filter or an item of a select list with its alias.</summary>
    public static Expression ParseExpression(string text, ParserOptions? options = null, ParameterValues? parameters = null) =>
        Parse(text, options, parameters, grammar => grammar.SingleExpression());

    /// <summary>Parses a query.</summary>
    public static Relation ParseQuery(string text, ParserOptions? options = null, ParameterValues? parameters = null) =>
        Parse(text, options, parameters, grammar => grammar.Query(), allowSemicolons: true);

    /// <summary>Parses a statement: a query, or a command with what the protocol has no message for.</summary>
    /// <exception cref="SparkUnsupportedOperationException">A statement of Spark that the embedded engine does not have.</exception>
    public static Statement ParseStatement(string text, ParserOptions? options = null, ParameterValues? parameters = null) =>
        Parse(text, options, parameters, grammar => grammar.Statement(), allowSemicolons: true);

    /// <summary>Parses a data type, such as <c>array&lt;int&gt;</c>.</summary>
    public static DataType ParseDataType(string text, ParserOptions? options = null) =>
        Parse(text, options, null, grammar => grammar.DataType());

    /// <summary>Parses the columns of a table, such as <c>a INT NOT NULL, b STRING COMMENT 'text'</c>, into a struct.</summary>
    public static DataType ParseTableSchema(string text, ParserOptions? options = null) =>
        Parse(text, options, null, grammar => grammar.TableSchema());

    /// <summary>Parses a name into its parts: <c>a.`b.c`</c> has two.</summary>
    public static List<string> ParseMultipartIdentifier(string text, ParserOptions? options = null) =>
        Parse(text, options, null, grammar => grammar.MultipartIdentifier());

    private static T Parse<T>(
        string text,
        ParserOptions? options,
        ParameterValues? parameters,
        Func<SqlGrammar, T> rule,
        bool allowSemicolons = false
    )
    {
        var grammar = new SqlGrammar(text, options ?? ParserOptions.Default, parameters);
        var result = rule(grammar);
        grammar.ExpectEnd(allowSemicolons);
        grammar.ExpectWindowsDefined();
        return result;
    }
}
