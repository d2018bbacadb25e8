using Spark.Connect;
using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>What a session lends to the compilation of one plan.</summary>
public sealed class SessionContext
{
    /// <summary>Where names of relations lead.</summary>
    public required ICatalog Catalog { get; init; }

    /// <summary>The built-in functions.</summary>
    public required IFunctionTable Functions { get; init; }

    /// <summary>Spark SQL text to plan messages.</summary>
    public required ISqlParser Parser { get; init; }

    /// <summary>The session's configuration by Spark's keys; null for a key that is not set.</summary>
    public Func<string, string?> Config { get; init; } = static _ => null;

    /// <summary>The database in which names without one are looked up.</summary>
    public string CurrentDatabase { get; init; } = "default";

    /// <summary>
    /// Runs a query whose answer the shape of the result depends on (the values of a pivot, the rows of a transpose) and returns its rows,
    /// every value as <see cref="Literal.Value"/> holds it. Null where plans are only analyzed without data.
    /// </summary>
    public Func<LogicalPlan, IReadOnlyList<object?[]>>? RunEagerly { get; init; }

    /// <summary><c>spark.sql.ansi.enabled</c>, by default true.</summary>
    public EvalMode Mode => Flag("spark.sql.ansi.enabled", true) ? EvalMode.Ansi : EvalMode.Legacy;

    /// <summary><c>spark.sql.session.timeZone</c>, by default UTC.</summary>
    public string TimeZone => Config("spark.sql.session.timeZone") ?? "UTC";

    /// <summary><c>spark.sql.caseSensitive</c>, by default false.</summary>
    public bool CaseSensitive => Flag("spark.sql.caseSensitive", false);

    /// <summary>How names compare.</summary>
    public StringComparer Names => CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>A call of a built-in function, bound to its arguments.</summary>
    /// <exception cref="ArgumentException">There is no function of the name.</exception>
    public Call Call(string name, IReadOnlyList<Expr> arguments)
    {
        var definition = Functions.Find(name) ?? throw new ArgumentException($"There is no function {name}.", nameof(name));
        return new Call(definition.Bind(new FunctionCall(name, arguments, this)));
    }

    /// <summary>A boolean setting.</summary>
    public bool Flag(string key, bool defaultValue) =>
        Config(key) is { } text ? bool.TryParse(text.Trim(), out var value) && value : defaultValue;
}

/// <summary>The built-in functions by name.</summary>
public interface IFunctionTable
{
    /// <summary>The function of a name, in any case; null when Spark has none.</summary>
    FunctionDefinition? Find(string name);

    /// <summary>All names, for proposals in error messages.</summary>
    IEnumerable<string> Names { get; }
}

/// <summary>Spark SQL text to plan messages. Throws <see cref="Microsoft.Spark.ParseException"/>.</summary>
public interface ISqlParser
{
    /// <summary>A query.</summary>
    /// <param name="named">Values of the markers <c>:name</c>; null for none.</param>
    /// <param name="positional">Values of the markers <c>?</c>; null for none.</param>
    Relation ParseQuery(string sql, IReadOnlyDictionary<string, Expression>? named = null, IReadOnlyList<Expression>? positional = null);

    /// <summary>A lone expression, with its alias if it has one.</summary>
    Expression ParseExpression(string sql);

    /// <summary>A data type (<c>array&lt;int&gt;</c>), or the columns of a table (<c>a INT, b STRING NOT NULL</c>) as a struct.</summary>
    DataType ParseDataType(string ddl);

    /// <summary>The parts of a dotted name: <c>a.`b.c`</c> is a and b.c.</summary>
    IReadOnlyList<string> ParseName(string text);
}
