namespace Microsoft.Spark.Sql;

/// <content>Columns, literals and calls.</content>
public static partial class Functions
{
    /// <summary>The column of that name: <c>a</c>, <c>alias.a</c>, <c>a.field</c>; <c>*</c> for all.</summary>
    public static Column Column(string columnName) => Sql.Column.Named(columnName);

    /// <inheritdoc cref="Column(string)"/>
    public static Column Col(string columnName) => Sql.Column.Named(columnName);

    /// <summary>A value, the same in every row: a number, text, a bool, a date, a timestamp, an interval, bytes, a list or a dictionary of them.</summary>
    /// <exception cref="ArgumentException">Spark has no literal for the value's type.</exception>
    public static Column Lit(object? literal) => Sql.Column.ToColumn(literal);

    /// <summary>An expression in SQL.</summary>
    public static Column Expr(string expr)
    {
        ArgumentNullException.ThrowIfNull(expr);
        return new Column(new global::Spark.Connect.Expression { ExpressionString = new() { Expression = expr } });
    }

    /// <summary>Tells the optimiser that the DataFrame is small enough to be sent to every executor for a join.</summary>
    public static DataFrame Broadcast(DataFrame df) => df.Hint("broadcast");

    /// <summary>A struct of columns.</summary>
    public static Column Struct(params Column[] columns) => Invoke("struct", columns);

    /// <inheritdoc cref="Struct(Column[])"/>
    public static Column Struct(string columnName, params string[] columnNames) => Invoke("struct", Columns(columnName, columnNames));

    /// <summary>A function of SQL by its name, one that is registered or built in.</summary>
    public static Column CallFunction(string functionName, params Column[] columns)
    {
        ArgumentNullException.ThrowIfNull(functionName);
        var call = new global::Spark.Connect.CallFunction { FunctionName = functionName };
        call.Arguments.Add(columns.Select(column => column.Expression));
        return new Column(
            new global::Spark.Connect.Expression { CallFunction = call },
            Sql.Column.Together(columns.Select(column => column.Subqueries))
        );
    }

    /// <inheritdoc cref="CallFunction(string, Column[])"/>
    public static Column CallUDF(string udfName, params Column[] columns) => CallFunction(udfName, columns);

    /// <inheritdoc cref="CallFunction(string, Column[])"/>
    public static Column Call_UDF(string udfName, params Column[] columns) => CallFunction(udfName, columns);

    /// <summary>A named argument of a function.</summary>
    public static Column NamedArgument(string key, Column value) =>
        new(
            new global::Spark.Connect.Expression
            {
                NamedArgumentExpression = new() { Key = key, Value = value.Expression },
            },
            value.Subqueries
        );

    /// <summary>Columns by name.</summary>
    internal static Column[] Columns(string columnName, string[] columnNames) => [Col(columnName), .. columnNames.Select(Col)];

    private static Column Invoke(string name, params Column[] arguments) => Sql.Column.Function(name, arguments);

    private static Column InvokeDistinct(string name, params Column[] arguments) => Sql.Column.Function(name, distinct: true, arguments);

    private static readonly string[] LambdaNames = ["x", "y", "z"];

    private static long _lastLambda;

    private static Column Lambda(Func<Column, Column> function) => Lambda(1, arguments => function(arguments[0]));

    private static Column Lambda(Func<Column, Column, Column> function) => Lambda(2, arguments => function(arguments[0], arguments[1]));

    private static Column Lambda(Func<Column, Column, Column, Column> function) =>
        Lambda(3, arguments => function(arguments[0], arguments[1], arguments[2]));

    /// <summary>A lambda whose variables have names that no lambda around it uses.</summary>
    private static Column Lambda(int count, Func<Column[], Column> function)
    {
        var variables = new global::Spark.Connect.Expression.Types.UnresolvedNamedLambdaVariable[count];
        for (var i = 0; i < count; i++)
            variables[i] = new() { NameParts = { $"{LambdaNames[i]}_{Interlocked.Increment(ref _lastLambda)}" } };
        var body = function(
            System.Array.ConvertAll(
                variables,
                variable => new Column(new global::Spark.Connect.Expression { UnresolvedNamedLambdaVariable = variable })
            )
        );
        var lambda = new global::Spark.Connect.Expression.Types.LambdaFunction { Function = body.Expression };
        lambda.Arguments.Add(variables);
        return body.Derive(new() { LambdaFunction = lambda });
    }

    /// <summary>Options of a function as the map that it takes for them.</summary>
    private static Column Options(IEnumerable<KeyValuePair<string, string>> options) =>
        Invoke("map", [.. options.SelectMany(option => new[] { Lit(option.Key), Lit(option.Value) })]);

    private static Column WithOptions(string name, Column[] arguments, Dictionary<string, string>? options) =>
        Invoke(name, options is { Count: > 0 } ? [.. arguments, Options(options)] : arguments);
}
