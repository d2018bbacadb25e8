using Microsoft.Spark.Sql;
using Spark.Jobs.Datasets;

namespace Spark.Jobs.Curated.Sales;

/// <summary>
/// A processed table as order lines, the one shape that all curated jobs read: <c>order_id</c>, <c>day</c>, <c>area</c>, <c>product</c>,
/// <c>product_name</c>, <c>product_group</c>, <c>customer_id</c> (null when unknown), <c>quantity</c> and <c>amount</c> (both negative when
/// goods or money go back), <c>refund</c> (whether they do).
/// </summary>
/// <param name="Rows">The lines.</param>
/// <param name="Names">What area, product and group are called in the pipeline's own tables.</param>
public sealed record OrderLines(DataFrame Rows, OrderLineColumns Names)
{
    /// <summary>The lines of a processed table.</summary>
    public static OrderLines Of(DataFrame processed, OrderLineColumns columns) =>
        new(
            processed.SelectExpr(
                $"{columns.Order} as order_id",
                $"{columns.Day} as day",
                $"{columns.Area} as area",
                $"{columns.Product} as product",
                $"{columns.ProductName} as product_name",
                $"{columns.ProductGroup} as product_group",
                $"{columns.Customer} as customer_id",
                $"{columns.Quantity} as quantity",
                $"{columns.Amount} as amount",
                $"{columns.Refund} as refund"
            ),
            columns
        );
}
