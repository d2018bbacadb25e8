using Microsoft.Spark;
using Spark.Connect;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Parse;

/// <summary>The parser with the settings of a session, read anew for every text.</summary>
/// <param name="config">The session's configuration by Spark's keys; null for a key that is not set.</param>
public sealed class SessionSqlParser(Func<string, string?> config) : ISqlParser
{
    public ParserOptions Options => ParserOptions.FromConfig(config);

    public Relation ParseQuery(
        string sql,
        IReadOnlyDictionary<string, Expression>? named = null,
        IReadOnlyList<Expression>? positional = null
    ) =>
        SqlParser.ParseQuery(
            sql,
            Options,
            named is { Count: > 0 } || positional is { Count: > 0 }
                ? new ParameterValues(named ?? new Dictionary<string, Expression>(), positional ?? [])
                : null
        );

    public Expression ParseExpression(string sql) => SqlParser.ParseExpression(sql, Options);

    public DataType ParseDataType(string ddl)
    {
        try
        {
            return SqlParser.ParseDataType(ddl, Options);
        }
        catch (ParseException)
        {
            return SqlParser.ParseTableSchema(ddl, Options);
        }
    }

    public IReadOnlyList<string> ParseName(string text) => SqlParser.ParseMultipartIdentifier(text, Options);
}
