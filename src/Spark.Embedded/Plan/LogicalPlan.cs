namespace Spark.Embedded.Plan;

/// <summary>A relation whose names and types are settled. Trees are immutable.</summary>
public abstract record LogicalPlan
{
    /// <summary>The columns in order; their ids are unique within a plan.</summary>
    public abstract IReadOnlyList<AttributeReference> Output { get; }
}

/// <summary>An expression that makes a column. A column that is passed on keeps its id.</summary>
public sealed record NamedExpr(Expr Value, AttributeReference Attribute)
{
    /// <summary>A column passed on as it is.</summary>
    public static NamedExpr Pass(AttributeReference attribute) => new(attribute, attribute);
}

/// <summary>One row of no columns.</summary>
public sealed record OneRow : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => [];
}

/// <summary>The rows of a source.</summary>
/// <param name="Columns">The columns of its schema, followed by its metadata columns.</param>
public sealed record Scan(ITableSource Source, IReadOnlyList<AttributeReference> Columns) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Columns;
}

/// <summary>Rows of expressions.</summary>
public sealed record InlineRows(IReadOnlyList<IReadOnlyList<Expr>> Rows, IReadOnlyList<AttributeReference> Columns) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Columns;
}

/// <summary>Numbers from start, inclusive, to end, exclusive.</summary>
public sealed record RangeRows(long Start, long End, long Step, AttributeReference Column) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => [Column];
}

public sealed record Project(IReadOnlyList<NamedExpr> Items, LogicalPlan Input) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output { get; } = [.. Items.Select(item => item.Attribute)];
}

public sealed record Filter(Expr Condition, LogicalPlan Input) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Input.Output;
}

/// <summary>Groups rows. Its output is the groups, then the aggregates.</summary>
/// <param name="Aggregates">Calls of aggregate functions, and <see cref="GroupingBits"/>.</param>
/// <param name="GroupingSets">The ordinals of the groups in every grouping set; null to group by all of them.</param>
public sealed record Aggregate(
    IReadOnlyList<NamedExpr> Groups,
    IReadOnlyList<NamedExpr> Aggregates,
    IReadOnlyList<IReadOnlyList<int>>? GroupingSets,
    LogicalPlan Input
) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output { get; } =
    [.. Groups.Select(item => item.Attribute), .. Aggregates.Select(item => item.Attribute)];
}

public enum JoinKind
{
    Inner,
    Cross,
    LeftOuter,
    RightOuter,
    FullOuter,
    LeftSemi,
    LeftAnti,
}

/// <summary>A join. The condition may refer to both sides; with <paramref name="Lateral"/> the right side may refer to the left.</summary>
public sealed record Join(LogicalPlan Left, LogicalPlan Right, JoinKind Kind, Expr? Condition, bool Lateral = false) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output { get; } =
        Kind switch
        {
            JoinKind.LeftSemi or JoinKind.LeftAnti => Left.Output,
            JoinKind.LeftOuter => [.. Left.Output, .. Nullable(Right.Output)],
            JoinKind.RightOuter => [.. Nullable(Left.Output), .. Right.Output],
            JoinKind.FullOuter => [.. Nullable(Left.Output), .. Nullable(Right.Output)],
            _ => [.. Left.Output, .. Right.Output],
        };

    private static IEnumerable<AttributeReference> Nullable(IReadOnlyList<AttributeReference> columns) =>
        columns.Select(column => column.Nullable ? column : column with { Nullable = true });
}

public enum SetKind
{
    Union,
    Intersect,
    Except,
}

/// <summary>A set operation over inputs of equal column types.</summary>
public sealed record SetOperation(SetKind Kind, bool All, IReadOnlyList<LogicalPlan> Inputs, IReadOnlyList<AttributeReference> Columns)
    : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Columns;
}

public sealed record Sort(IReadOnlyList<SortKey> Keys, LogicalPlan Input) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Input.Output;
}

/// <summary>Rows after an offset, at most so many.</summary>
/// <param name="Count">At most so many rows; null for all.</param>
public sealed record Limit(long? Count, long Offset, LogicalPlan Input) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Input.Output;
}

/// <summary>The last rows in their order.</summary>
public sealed record Tail(long Count, LogicalPlan Input) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Input.Output;
}

/// <summary>One row of those that agree in all keys. Without keys, one of those that agree in all columns.</summary>
public sealed record Distinct(IReadOnlyList<AttributeReference>? Keys, LogicalPlan Input) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Input.Output;
}

/// <summary>Every row with each row that a generator makes of it.</summary>
/// <param name="Outer">Whether a row for which it makes none stays, with nulls.</param>
/// <param name="Columns">The generator's columns.</param>
public sealed record Generate(Call Generator, bool Outer, IReadOnlyList<AttributeReference> Columns, LogicalPlan Input) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output { get; } = [.. Input.Output, .. Columns];
}

/// <summary>A random part of the rows, each kept with a probability.</summary>
/// <param name="Lower">The rows kept are those whose random number in [0, 1) is not below this,</param>
/// <param name="Upper">and below this.</param>
public sealed record Sample(double Lower, double Upper, long Seed, LogicalPlan Input) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Input.Output;
}

/// <summary>A query under a name that several places refer to.</summary>
public sealed class CommonTable(long id, string name)
{
    public long Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>The query; for a recursive one, the union of anchor and recursion.</summary>
    public LogicalPlan Plan { get; set; } = new OneRow();

    /// <summary>Set when the query refers to itself.</summary>
    public bool Recursive { get; set; }

    /// <summary>Whether its recursive part is being resolved.</summary>
    internal bool Open { get; set; }

    /// <summary>The columns that its references show, which are the first of the plan's; the level of a recursion follows them.</summary>
    public int Width { get; init; }

    /// <summary>The level column of the reference that the recursive part makes to the rows of the step before.</summary>
    internal AttributeReference? Level { get; set; }
}

/// <summary>A place that refers to a common table; columns pair off with those of its plan.</summary>
public sealed record CommonTableReference(CommonTable Table, IReadOnlyList<AttributeReference> Columns) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Columns;
}

/// <summary>Metrics about the rows that pass; they are computed apart.</summary>
public sealed record CollectMetrics(string Name, LogicalPlan Metrics, LogicalPlan Input) : LogicalPlan
{
    public override IReadOnlyList<AttributeReference> Output => Input.Output;
}
