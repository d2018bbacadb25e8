using Microsoft.Spark.Sql.Expressions;
using Microsoft.Spark.Sql.Types;
using NullOrdering = global::Spark.Connect.Expression.Types.SortOrder.Types.NullOrdering;
using Proto = global::Spark.Connect;
using SortDirection = global::Spark.Connect.Expression.Types.SortOrder.Types.SortDirection;

namespace Microsoft.Spark.Sql;

/// <summary>An expression over the rows of a <see cref="DataFrame"/>: a column by name, a literal, or what functions and operators make of them.</summary>
/// <remarks>
/// A column is only a description: names and types are resolved when the DataFrame that uses it is analysed. Wherever an operand is an
/// <see cref="object"/>, a <see cref="Column"/> stands for itself and any other value for a literal.
/// </remarks>
public sealed partial class Column
{
    internal Column(Proto.Expression expression, IReadOnlyList<DataFrame>? subqueries = null)
    {
        Expression = expression;
        Subqueries = subqueries ?? [];
    }

    /// <summary>The protocol's message for the expression.</summary>
    internal Proto.Expression Expression { get; }

    /// <summary>The DataFrames that the expression uses as subqueries.</summary>
    internal IReadOnlyList<DataFrame> Subqueries { get; }

    /// <summary>The column under another name.</summary>
    public Column As(string alias) => As([alias]);

    /// <summary>The columns that the expression makes, as a generator does, under the given names.</summary>
    public Column As(IEnumerable<string> alias)
    {
        ArgumentNullException.ThrowIfNull(alias);
        var named = new Proto.Expression.Types.Alias { Expr = Expression };
        named.Name.Add(alias);
        return Derive(new() { Alias = named });
    }

    /// <summary>The column under another name, with metadata.</summary>
    /// <param name="alias">The name.</param>
    /// <param name="metadata">A JSON object that the schema's field will carry.</param>
    public Column As(string alias, string metadata) =>
        Derive(
            new()
            {
                Alias = new()
                {
                    Expr = Expression,
                    Name = { alias },
                    Metadata = metadata,
                },
            }
        );

    /// <inheritdoc cref="As(string)"/>
    public Column Alias(string alias) => As(alias);

    /// <inheritdoc cref="As(string)"/>
    public Column Name(string alias) => As(alias);

    /// <summary>The value converted to another type; a value that does not convert is an error.</summary>
    /// <param name="to">The type in SQL, such as <c>decimal(10,2)</c>.</param>
    public Column Cast(string to) =>
        Derive(
            new()
            {
                Cast = new() { Expr = Expression, TypeStr = NotNull(to) },
            }
        );

    /// <inheritdoc cref="Cast(string)"/>
    public Column Cast(DataType to) =>
        Derive(
            new()
            {
                Cast = new() { Expr = Expression, Type = NotNull(to).ToProto() },
            }
        );

    /// <summary>The value converted to another type; a value that does not convert becomes null.</summary>
    /// <param name="to">The type in SQL, such as <c>decimal(10,2)</c>.</param>
    public Column TryCast(string to) =>
        Derive(
            new()
            {
                Cast = new()
                {
                    Expr = Expression,
                    TypeStr = NotNull(to),
                    EvalMode = Proto.Expression.Types.Cast.Types.EvalMode.Try,
                },
            }
        );

    /// <inheritdoc cref="TryCast(string)"/>
    public Column TryCast(DataType to) =>
        Derive(
            new()
            {
                Cast = new()
                {
                    Expr = Expression,
                    Type = NotNull(to).ToProto(),
                    EvalMode = Proto.Expression.Types.Cast.Types.EvalMode.Try,
                },
            }
        );

    /// <summary>Sorts by the column, largest first, nulls last.</summary>
    public Column Desc() => DescNullsLast();

    /// <summary>Sorts by the column, largest first after the nulls.</summary>
    public Column DescNullsFirst() => Sorted(SortDirection.Descending, NullOrdering.SortNullsFirst);

    /// <summary>Sorts by the column, largest first, nulls last.</summary>
    public Column DescNullsLast() => Sorted(SortDirection.Descending, NullOrdering.SortNullsLast);

    /// <summary>Sorts by the column, smallest first after the nulls.</summary>
    public Column Asc() => AscNullsFirst();

    /// <summary>Sorts by the column, smallest first after the nulls.</summary>
    public Column AscNullsFirst() => Sorted(SortDirection.Ascending, NullOrdering.SortNullsFirst);

    /// <summary>Sorts by the column, smallest first, nulls last.</summary>
    public Column AscNullsLast() => Sorted(SortDirection.Ascending, NullOrdering.SortNullsLast);

    /// <summary>The value of <paramref name="value"/> where <paramref name="condition"/> holds, after the conditions before it.</summary>
    /// <exception cref="InvalidOperationException">The column did not come from <see cref="Functions.When(Column, object)"/>.</exception>
    public Column When(Column condition, object? value) =>
        Function("when", [.. OpenCases().Select(branch => new Column(branch, Subqueries)), NotNull(condition), ToColumn(value)]);

    /// <summary>The value where none of the conditions before it holds; without it, such a row has null.</summary>
    /// <exception cref="InvalidOperationException">The column did not come from <see cref="Functions.When(Column, object)"/>.</exception>
    public Column Otherwise(object? value) =>
        Function("when", [.. OpenCases().Select(branch => new Column(branch, Subqueries)), ToColumn(value)]);

    /// <summary>The expression over a window of rows around each row.</summary>
    public Column Over(WindowSpec window) => NotNull(window).Apply(this);

    /// <summary>The expression over all rows.</summary>
    public Column Over() => Over(new WindowSpec());

    /// <summary>The field, element or value that <paramref name="extraction"/> names in a struct, an array or a map.</summary>
    public Column Apply(object extraction)
    {
        var key = ToColumn(extraction);
        return new(
            new Proto.Expression
            {
                UnresolvedExtractValue = new() { Child = Expression, Extraction = key.Expression },
            },
            Together(Subqueries, key.Subqueries)
        );
    }

    /// <summary>The element of an array at a position from 0, or the value of a map under a key.</summary>
    public Column GetItem(object key) => Apply(key);

    /// <summary>The field of a struct.</summary>
    public Column GetField(string fieldName) => Apply(NotNull(fieldName));

    /// <inheritdoc cref="Apply(object)"/>
    public Column this[object extraction] => Apply(extraction);

    /// <summary>The struct with a field added or replaced; a dotted name reaches into nested structs.</summary>
    public Column WithField(string fieldName, Column column) =>
        new(
            new Proto.Expression
            {
                UpdateFields = new()
                {
                    StructExpression = Expression,
                    FieldName = NotNull(fieldName),
                    ValueExpression = NotNull(column).Expression,
                },
            },
            Together(Subqueries, column.Subqueries)
        );

    /// <summary>The struct without the given fields; dotted names reach into nested structs.</summary>
    public Column DropFields(params string[] fieldNames)
    {
        if (fieldNames.Length == 0)
            throw new ArgumentException("Name at least one field to drop.", nameof(fieldNames));
        return fieldNames.Aggregate(
            this,
            (column, field) =>
                column.Derive(
                    new()
                    {
                        UpdateFields = new() { StructExpression = column.Expression, FieldName = field },
                    }
                )
        );
    }

    /// <summary>What <paramref name="func"/> makes of the column, for a chain of steps.</summary>
    public Column Transform(Func<Column, Column> func) => func(this);

    /// <summary>The column of the query around a subquery, for one that depends on it.</summary>
    public Column Outer() => this;

    /// <summary>Writes the expression to the console.</summary>
    /// <param name="extended">Whether to write the message that is sent to the engine instead of SQL.</param>
    public void Explain(bool extended) => Console.WriteLine(extended ? Expression.ToString() : ToString());

    /// <summary>Whether the two stand for the very same object; <c>==</c> makes a comparison in Spark instead.</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>The expression as SQL, for people to read.</summary>
    public override string ToString() => new ExpressionSql(forReading: true).Render(Expression);

    /// <summary>An expression over the same subqueries.</summary>
    internal Column Derive(Proto.Expression expression) => new(expression, Subqueries);

    /// <summary>The order in which this column sorts: its own, or ascending.</summary>
    internal Proto.Expression.Types.SortOrder ToSortOrder() =>
        Expression.ExprTypeCase == Proto.Expression.ExprTypeOneofCase.SortOrder ? Expression.SortOrder : Asc().Expression.SortOrder;

    /// <summary>A function of columns, resolved by the engine.</summary>
    internal static Column Function(string name, params Column[] arguments) => Function(name, distinct: false, arguments);

    internal static Column Function(string name, bool distinct, params Column[] arguments)
    {
        var function = new Proto.Expression.Types.UnresolvedFunction { FunctionName = name, IsDistinct = distinct };
        foreach (var argument in arguments)
        {
            ArgumentNullException.ThrowIfNull(argument);
            function.Arguments.Add(argument.Expression);
        }

        return new(new Proto.Expression { UnresolvedFunction = function }, Together(arguments.Select(argument => argument.Subqueries)));
    }

    /// <summary>A column by name, <c>*</c>, or <c>a.*</c>; of one DataFrame when its plan's id is given.</summary>
    internal static Column Named(string name, long? planId = null)
    {
        NotNull(name);
        var expression = new Proto.Expression();
        if (name == "*")
        {
            expression.UnresolvedStar = new();
            if (planId is { } plan)
                expression.UnresolvedStar.PlanId = plan;
        }
        else if (name.EndsWith(".*", StringComparison.Ordinal))
        {
            expression.UnresolvedStar = new() { UnparsedTarget = name };
        }
        else
        {
            expression.UnresolvedAttribute = new() { UnparsedIdentifier = name };
            if (planId is { } plan)
                expression.UnresolvedAttribute.PlanId = plan;
        }

        return new(expression);
    }

    /// <summary>The column itself, or a literal of the value.</summary>
    internal static Column ToColumn(object? value) => value as Column ?? new Column(Literals.Expression(value));

    internal static IReadOnlyList<DataFrame> Together(params IEnumerable<IReadOnlyList<DataFrame>> subqueries)
    {
        List<DataFrame>? all = null;
        foreach (var some in subqueries)
        {
            if (some.Count > 0)
                (all ??= []).AddRange(some);
        }

        return all ?? (IReadOnlyList<DataFrame>)[];
    }

    private Column Sorted(SortDirection direction, NullOrdering nulls) =>
        Derive(
            new()
            {
                SortOrder = new()
                {
                    Child = Expression,
                    Direction = direction,
                    NullOrdering = nulls,
                },
            }
        );

    /// <summary>The branches of a CASE that still has no ELSE.</summary>
    private IEnumerable<Proto.Expression> OpenCases()
    {
        if (Expression.UnresolvedFunction is not { FunctionName: "when", Arguments: var branches })
            throw new InvalidOperationException("When and Otherwise continue a column that Functions.When began.");
        if (branches.Count % 2 != 0)
            throw new InvalidOperationException("Otherwise ends the cases: nothing can follow it.");
        return branches;
    }

    private static T NotNull<T>(T value, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(value))] string? name = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }
}
