namespace Delta.Log;

/// <summary>How a column is compared.</summary>
public enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>
/// The part of a filter by which whole files can be skipped, and by which concurrent commits are told apart. It may say less than the filter, never
/// more: a condition that has no form here is <see cref="Always"/>.
/// </summary>
public abstract record FilePredicate
{
    /// <summary>True for every row: says nothing.</summary>
    public static readonly FilePredicate Always = new Constant(true);

    /// <summary>True for no row.</summary>
    public static readonly FilePredicate Never = new Constant(false);

    private FilePredicate() { }

    public static FilePredicate operator &(FilePredicate left, FilePredicate right) =>
        left == Always ? right
        : right == Always ? left
        : new And(left, right);

    public static FilePredicate operator |(FilePredicate left, FilePredicate right) =>
        left == Never ? right
        : right == Never ? left
        : new Or(left, right);

    /// <summary>Whether it looks at partition columns alone.</summary>
    public bool IsOnPartitions(TableMetadata metadata) =>
        Columns.All(column => column.Count == 1 && metadata.PartitionColumns.Contains(column[0], StringComparer.OrdinalIgnoreCase));

    /// <summary>The columns it looks at, as paths of names.</summary>
    public abstract IEnumerable<IReadOnlyList<string>> Columns { get; }

    public sealed record Constant(bool Value) : FilePredicate
    {
        public override IEnumerable<IReadOnlyList<string>> Columns => [];
    }

    public sealed record And(FilePredicate Left, FilePredicate Right) : FilePredicate
    {
        public override IEnumerable<IReadOnlyList<string>> Columns => Left.Columns.Concat(Right.Columns);
    }

    public sealed record Or(FilePredicate Left, FilePredicate Right) : FilePredicate
    {
        public override IEnumerable<IReadOnlyList<string>> Columns => Left.Columns.Concat(Right.Columns);
    }

    /// <param name="Column">Names from the outermost field in, as in the schema.</param>
    /// <param name="Value">In normal form, see <see cref="DeltaValue"/>.</param>
    public sealed record Comparison(IReadOnlyList<string> Column, ComparisonOperator Operator, IComparable Value) : FilePredicate
    {
        public override IEnumerable<IReadOnlyList<string>> Columns => [Column];
    }

    /// <summary>Equal to one of the values.</summary>
    public sealed record In(IReadOnlyList<string> Column, IReadOnlyList<IComparable> Values) : FilePredicate
    {
        public override IEnumerable<IReadOnlyList<string>> Columns => [Column];
    }

    /// <summary>Text that begins so.</summary>
    public sealed record StartsWith(IReadOnlyList<string> Column, string Prefix) : FilePredicate
    {
        public override IEnumerable<IReadOnlyList<string>> Columns => [Column];
    }

    public sealed record IsNull(IReadOnlyList<string> Column) : FilePredicate
    {
        public override IEnumerable<IReadOnlyList<string>> Columns => [Column];
    }

    public sealed record IsNotNull(IReadOnlyList<string> Column) : FilePredicate
    {
        public override IEnumerable<IReadOnlyList<string>> Columns => [Column];
    }
}
