using Microsoft.Spark.Sql;
using static Microsoft.Spark.Sql.Functions;
using Window = Microsoft.Spark.Sql.Expressions.Window;

namespace Spark.Jobs.Curated.Sales;

/// <summary>
/// <c>curated/PIPELINE_product_performance</c>: one row for each product in its group (category, or country). <c>revenue</c> is net of
/// refunds; <c>units</c> and <c>units_returned</c> count pieces sold and given back; <c>return_rate</c> is their ratio, null when nothing was
/// sold; <c>rank_in_group</c> goes by revenue, equal revenues by product.
/// </summary>
public sealed class ProductPerformance : CuratedTable
{
    public override string Name => "product_performance";

    public override string Description => "group x product: revenue, units, return rate, rank within the group";

    public override DataFrame Build(OrderLines lines)
    {
        var best = Window.PartitionBy("product_group").OrderBy(Col("revenue").Desc(), Col("product").Asc());
        return lines
            .Rows.GroupBy("product_group", "product")
            .Agg(
                Max("product_name").As("product_name"),
                Sum("amount").As("revenue"),
                Sum(When(Col("refund"), 0).Otherwise(Col("quantity"))).As("units"),
                Sum(When(Col("refund"), -Col("quantity")).Otherwise(0)).As("units_returned")
            )
            .Select(
                Col("product_group").As(lines.Names.ProductGroup),
                Col("product").As(lines.Names.Product),
                Col("product_name"),
                Col("revenue"),
                Col("units"),
                Col("units_returned"),
                When(Col("units") > 0, Col("units_returned").Cast("decimal(18,0)") / Col("units").Cast("decimal(18,0)"))
                    .Cast("decimal(18,4)")
                    .As("return_rate"),
                RowNumber().Over(best).As("rank_in_group")
            );
    }
}
