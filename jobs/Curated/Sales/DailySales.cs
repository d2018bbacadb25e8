using Microsoft.Spark.Sql;
using static Microsoft.Spark.Sql.Functions;

namespace Spark.Jobs.Curated.Sales;

/// <summary>
/// <c>curated/PIPELINE_daily_sales</c>: one row for each day and area (country or region). <c>orders</c>, <c>units</c> and <c>gross</c> count
/// what was sold; <c>refunds</c> is the money that went back, as a positive number; <c>net</c> is gross less refunds; <c>customers</c> counts
/// the known customers who bought or returned something.
/// </summary>
public sealed class DailySales : CuratedTable
{
    public override string Name => "daily_sales";

    public override string Description => "day x area: orders, units, gross, refunds, net, customers";

    public override bool ByDay => true;

    public override DataFrame Build(OrderLines lines)
    {
        var sold = Not(Col("refund"));
        return lines
            .Rows.GroupBy(Col("day"), Col("area").As(lines.Names.Area))
            .Agg(
                CountDistinct(When(sold, Col("order_id"))).As("orders"),
                Sum(When(sold, Col("quantity")).Otherwise(0)).As("units"),
                Sum(When(sold, Col("amount")).Otherwise(0)).As("gross"),
                Sum(When(sold, 0).Otherwise(-Col("amount"))).As("refunds"),
                Sum("amount").As("net"),
                CountDistinct("customer_id").As("customers")
            );
    }
}
