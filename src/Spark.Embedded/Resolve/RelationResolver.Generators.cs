using Spark.Embedded.Errors;
using Spark.Embedded.Functions;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Functions in FROM, and lateral views.</summary>
internal sealed partial class RelationResolver
{
    private Scope ResolveTableFunction(IReadOnlyList<string> name, IReadOnlyList<Connect.Expression> arguments)
    {
        var function = name[^1].ToLowerInvariant();
        if (name.Count == 1 && function == "range")
            return ResolveRange(arguments);
        if (name.Count == 1 && function is "table_changes" or "table_changes_by_path")
            return ResolveTableChanges(function, arguments);
        if (name.Count == 1 && Session.Functions.Find(function) is { Kind: FunctionKind.Generator })
            return ResolveGenerator(function, arguments, new OneRow(), Over(Scopes.Empty), outer: false, []);
        if (Catalog.FindFunction(name) is { } defined)
        {
            if (!defined.IsTable)
                throw SparkErrors.Analysis("NOT_A_TABLE_FUNCTION", ("functionName", SparkErrors.Identifier(defined.Name)));
            var values = SqlFunctionArguments.Match(
                defined,
                arguments,
                Over(Scopes.Empty).Resolve,
                new ExpressionResolver(this, Scopes.Empty, null).Resolve,
                Mode
            );
            return CallTable(defined, values);
        }

        if (name.Count == 1 && Session.Functions.Find(function) is not null)
            throw SparkErrors.Analysis("NOT_A_TABLE_FUNCTION", ("functionName", SparkErrors.Identifier(name)));
        throw SparkErrors.Analysis("UNRESOLVABLE_TABLE_VALUED_FUNCTION", ("name", SparkErrors.Identifier(name)));
    }

    /// <summary>Delta's change data feed: a table, its first version or time, and perhaps its last.</summary>
    private Scope ResolveTableChanges(string function, IReadOnlyList<Connect.Expression> arguments)
    {
        if (arguments.Count is < 2 or > 3)
            throw SparkErrors.WrongNumberOfArguments(function, "[2, 3]", arguments.Count);
        var resolver = Over(Scopes.Empty);
        var values = arguments
            .Select(argument => resolver.Resolve(argument))
            .Select(argument =>
                ConstantFolding.Value(argument) switch
                {
                    long micros when argument.Type == SparkType.Timestamp => ValueText.Timestamp(micros),
                    int days when argument.Type == SparkType.Date => ValueText.Date(days),
                    var value and (string or sbyte or short or int or long) => value,
                    _ => throw SparkErrors.Unsupported($"{function}({ExprPrinter.Print(argument)})", "Write constants."),
                }
            )
            .ToList();
        var table = values[0] as string ?? throw SparkErrors.Unsupported($"{function} of something other than the name of a table");
        var options = new Dictionary<string, string> { ["readChangeFeed"] = "true" };
        for (var i = 1; i < values.Count; i++)
        {
            // A version is a number, a point in time is a text.
            var bound = (i == 1 ? "starting" : "ending") + (values[i] is string ? "Timestamp" : "Version");
            options[bound] = Convert.ToString(values[i], System.Globalization.CultureInfo.InvariantCulture)!;
        }

        return ResolveTable(function == "table_changes" ? ParseName(table) : ["delta", table], options);
    }

    private Scope ResolveRange(IReadOnlyList<Connect.Expression> messages)
    {
        var resolver = Over(Scopes.Empty);
        var numbers = new List<long>();
        foreach (var message in messages)
        {
            var value = resolver.Resolve(message);
            var cast = ImplicitTypeCasts.ImplicitCast(value, SparkType.Long, Mode);
            if (cast is null || ConstantFolding.Integer(cast) is not { } number)
            {
                throw cast is null
                    ? SparkErrors.UnexpectedInputType(
                        "range()",
                        numbers.Count + 1,
                        "\"BIGINT\"",
                        ExprPrinter.Print(value),
                        TypeText.Quoted(value.Type)
                    )
                    : SparkErrors.Unsupported($"range({ExprPrinter.Print(value)})", "Write the bounds as whole numbers.");
            }

            numbers.Add(number);
        }

        if (numbers.Count is 0 or > 4)
            throw SparkErrors.WrongNumberOfArguments("range", "[1, 2, 3, 4]", numbers.Count);
        var (start, end, step) = numbers.Count == 1 ? (0L, numbers[0], 1L) : (numbers[0], numbers[1], numbers.Count > 2 ? numbers[2] : 1L);
        if (step == 0)
            throw new ArgumentException("The step of a range must not be 0.", nameof(messages));
        return Scopes.Of(new RangeRows(start, end, step, NewColumn("id", SparkType.Long, false)));
    }

    private Scope ResolveLateralView(LateralView view)
    {
        var input = Resolve(view.Input);
        var generated = ResolveGenerator(
            ParseName(view.FunctionName)[^1].ToLowerInvariant(),
            view.Arguments,
            input.Plan,
            Over(input),
            view.Outer,
            view.ColumnAliases
        );
        return new Scope(
            generated.Plan,
            [.. input.Columns, .. generated.Columns.Select(column => column with { Qualifier = [view.TableAlias] })]
        )
        {
            Hidden = input.Hidden,
            Inputs = [input],
        };
    }

    private static Scope GeneratedScope(Generate generate) =>
        new(generate, [.. generate.Columns.Select(column => new ScopeColumn(column, []))]);

    private Scope ResolveGenerator(
        string function,
        IReadOnlyList<Connect.Expression> arguments,
        LogicalPlan input,
        ExpressionResolver resolver,
        bool outer,
        IReadOnlyList<string> names
    )
    {
        var message = new Connect.Expression.Types.UnresolvedFunction { FunctionName = function };
        message.Arguments.Add(arguments);
        var value = resolver.Resolve(new Connect.Expression { UnresolvedFunction = message });
        if (value is not Call { Function.Definition.Kind: FunctionKind.Generator } generator)
        {
            throw SparkErrors.Analysis(
                "UNSUPPORTED_GENERATOR.NOT_GENERATOR",
                ("functionName", SparkErrors.Identifier(function)),
                ("classCanonicalName", "org.apache.spark.sql.catalyst.expressions.Expression")
            );
        }

        return GeneratedScope(Generators.Over(input, generator, outer || Generators.IsOuter(generator), names, this));
    }

    /// <summary>A scalar SQL function: its body over a row of its parameters.</summary>
    public Expr CallScalar(SqlFunction function, IReadOnlyList<Expr> values)
    {
        var (parameters, replacements) = Parameters(function, values);
        var (common, outer) = (_commonTables, _outer);
        (_commonTables, _outer) = (null, null);
        try
        {
            if (++_viewDepth > 100)
                throw SparkErrors.Analysis("CYCLIC_FUNCTION_REFERENCE", ("path", SparkErrors.Identifier(function.Name)));
            var resolver = new ExpressionResolver(this, parameters, null);
            var body = function.Body is { } expression
                ? resolver.Resolve(expression)
                : new ScalarSubquery(Scopes.Visible(ResolveSubquery(function.Query!, resolver)));
            if (function.ReturnType is { } type)
                body = ImplicitTypeCasts.CastTo(body, type, Mode);
            var result = Substitution.Apply(body, replacements);
            var text = $"{string.Join(".", function.Name)}({string.Join(", ", values.Select(ExprPrinter.Print))})";
            return PrintedAs.Wrap(result, text);
        }
        finally
        {
            _viewDepth--;
            (_commonTables, _outer) = (common, outer);
        }
    }

    /// <summary>A table SQL function: its query, in which its parameters are the values.</summary>
    private Scope CallTable(SqlFunction function, IReadOnlyList<Expr> values)
    {
        var (parameters, replacements) = Parameters(function, values);
        var (common, outer) = (_commonTables, _outer);
        (_commonTables, _outer) = (null, null);
        try
        {
            var scope = ResolveSubquery(function.Query!, new ExpressionResolver(this, parameters, null));
            var plan = Substitution.Apply(Scopes.Visible(scope), replacements);
            var result = Scopes.Of(plan);
            return Scopes.Aliased(function.ReturnType is StructType columns ? WithSchema(result, columns) : result, [function.Name[^1]]);
        }
        finally
        {
            (_commonTables, _outer) = (common, outer);
        }
    }

    private (Scope Parameters, Dictionary<long, Expr> Replacements) Parameters(SqlFunction function, IReadOnlyList<Expr> values)
    {
        var columns = function.Parameters.Select(parameter => NewColumn(parameter.Name, parameter.Type, true)).ToList();
        var replacements = new Dictionary<long, Expr>();
        for (var i = 0; i < columns.Count; i++)
            replacements[columns[i].Id] = values[i];
        return (
            new Scope(new InlineRows([], columns), [.. columns.Select(column => new ScopeColumn(column, [function.Name[^1]]))]),
            replacements
        );
    }
}
