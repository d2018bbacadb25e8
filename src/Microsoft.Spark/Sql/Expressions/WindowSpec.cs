using Frame = global::Spark.Connect.Expression.Types.Window.Types.WindowFrame;
using FrameBoundary = global::Spark.Connect.Expression.Types.Window.Types.WindowFrame.Types.FrameBoundary;
using FrameType = global::Spark.Connect.Expression.Types.Window.Types.WindowFrame.Types.FrameType;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Expressions;

/// <summary>Which rows a window function sees around each row: their partition, their order, and how far the window reaches.</summary>
public sealed class WindowSpec
{
    private readonly Column[] _partition;
    private readonly Column[] _order;
    private readonly Frame? _frame;

    internal WindowSpec(Column[]? partition = null, Column[]? order = null, Frame? frame = null)
    {
        _partition = partition ?? [];
        _order = order ?? [];
        _frame = frame;
    }

    /// <summary>The window over the rows that agree in the columns.</summary>
    public WindowSpec PartitionBy(string colName, params string[] colNames) => PartitionBy(Functions.Columns(colName, colNames));

    /// <inheritdoc cref="PartitionBy(string, string[])"/>
    public WindowSpec PartitionBy(params Column[] columns) => new(columns, _order, _frame);

    /// <summary>The window with its rows in the order of the columns.</summary>
    public WindowSpec OrderBy(string colName, params string[] colNames) => OrderBy(Functions.Columns(colName, colNames));

    /// <inheritdoc cref="OrderBy(string, string[])"/>
    public WindowSpec OrderBy(params Column[] columns) => new(_partition, columns, _frame);

    /// <summary>The window from one row to another, counted in rows from the current one.</summary>
    /// <param name="start">Negative before the row, positive after it, or <see cref="Window.UnboundedPreceding"/>.</param>
    /// <param name="end">Negative before the row, positive after it, or <see cref="Window.UnboundedFollowing"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">More rows than 32 bits can count.</exception>
    public WindowSpec RowsBetween(long start, long end) =>
        new(
            _partition,
            _order,
            new Frame
            {
                FrameType = FrameType.Row,
                Lower = Boundary(start, long.MinValue, RowOffset),
                Upper = Boundary(end, long.MaxValue, RowOffset),
            }
        );

    /// <summary>The window over the rows whose ordering value lies within a range around that of the current row.</summary>
    /// <param name="start">What is added to the row's value, or <see cref="Window.UnboundedPreceding"/>.</param>
    /// <param name="end">What is added to the row's value, or <see cref="Window.UnboundedFollowing"/>.</param>
    public WindowSpec RangeBetween(long start, long end) =>
        new(
            _partition,
            _order,
            new Frame
            {
                FrameType = FrameType.Range,
                Lower = Boundary(start, long.MinValue, Literals.Expression),
                Upper = Boundary(end, long.MaxValue, Literals.Expression),
            }
        );

    /// <summary>The window over a range whose bounds are expressions, such as intervals.</summary>
    /// <param name="start">The lower bound; <see cref="Functions.UnboundedPreceding"/> and <see cref="Functions.CurrentRow"/> stand for those rows.</param>
    /// <param name="end">The upper bound; <see cref="Functions.UnboundedFollowing"/> and <see cref="Functions.CurrentRow"/> stand for those rows.</param>
    public WindowSpec RangeBetween(Column start, Column end) =>
        new(
            _partition,
            _order,
            new Frame
            {
                FrameType = FrameType.Range,
                Lower = Boundary(start, "unbounded_preceding"),
                Upper = Boundary(end, "unbounded_following"),
            }
        );

    /// <summary>The window function over this window.</summary>
    internal Column Apply(Column function)
    {
        var window = new Proto.Expression.Types.Window { WindowFunction = function.Expression, FrameSpec = _frame };
        window.PartitionSpec.Add(_partition.Select(column => column.Expression));
        window.OrderSpec.Add(_order.Select(column => column.ToSortOrder()));
        return new Column(
            new Proto.Expression { Window = window },
            Column.Together([function.Subqueries, .. _partition.Select(c => c.Subqueries), .. _order.Select(c => c.Subqueries)])
        );
    }

    private static Proto.Expression RowOffset(object? offset) =>
        (long)offset! is >= int.MinValue and <= int.MaxValue
            ? Literals.Expression((int)(long)offset!)
            : throw new ArgumentOutOfRangeException(nameof(offset), offset, "A window of rows reaches at most 2147483647 rows far.");

    private static FrameBoundary Boundary(long value, long unbounded, Func<object?, Proto.Expression> offset) =>
        value == 0 ? new() { CurrentRow = true }
        : value == unbounded ? new() { Unbounded = true }
        : new() { Value = offset(value) };

    private static FrameBoundary Boundary(Column value, string unbounded) =>
        value.Expression.UnresolvedFunction?.FunctionName switch
        {
            "current_row" => new() { CurrentRow = true },
            var name when name == unbounded => new() { Unbounded = true },
            _ => new() { Value = value.Expression },
        };
}
