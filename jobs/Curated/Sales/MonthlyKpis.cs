using Microsoft.Spark.Sql;
using static Microsoft.Spark.Sql.Functions;
using Window = Microsoft.Spark.Sql.Expressions.Window;

namespace Spark.Jobs.Curated.Sales;

/// <summary>
/// <c>curated/PIPELINE_monthly_kpis</c>: one row for each month, named by its first day. <c>revenue</c> is net of refunds;
/// <c>average_order_value</c> is revenue by orders; a customer is new in the month of the first order and returning in later months with
/// one; <c>growth</c> is the change of revenue over the calendar month before, as a ratio, null when that month had none.
/// </summary>
public sealed class MonthlyKpis : CuratedTable
{
    /// <summary>Keeps every digit of the amounts, so that a revenue that is not 0 can be divided by, and leaves a quotient room behind the point.</summary>
    private const string Money = "decimal(18,3)";

    public override string Name => "monthly_kpis";

    public override string Description => "month: revenue, orders, average order value, new and returning customers, growth";

    public override DataFrame Build(OrderLines lines)
    {
        var rows = lines.Rows.WithColumn("month", Trunc(Col("day"), "MM"));
        var revenue = rows.GroupBy("month")
            .Agg(Sum("amount").As("revenue"), CountDistinct(When(Not(Col("refund")), Col("order_id"))).As("orders"));
        var inOrder = Window.OrderBy("month");
        var before = Lag(Col("revenue"), 1).Over(inOrder);
        var followsMonthBefore = Lag(Col("month"), 1).Over(inOrder).EqualTo(AddMonths(Col("month"), -1));
        return revenue
            .Join(Customers(rows), ["month"], "left_outer")
            .Select(
                Col("month"),
                Col("revenue"),
                Col("orders"),
                When(Col("orders") > 0, Col("revenue").Cast(Money) / Col("orders").Cast("decimal(18,0)"))
                    .Cast("decimal(18,2)")
                    .As("average_order_value"),
                Coalesce(Col("new_customers"), Lit(0L)).As("new_customers"),
                Coalesce(Col("returning_customers"), Lit(0L)).As("returning_customers"),
                When(followsMonthBefore & before.NotEqual(0), (Col("revenue") - before).Cast(Money) / before.Cast(Money))
                    .Cast("decimal(18,4)")
                    .As("growth")
            );
    }

    private static DataFrame Customers(DataFrame rows)
    {
        var active = rows.Filter(Not(Col("refund")) & Col("customer_id").IsNotNull())
            .GroupBy("customer_id", "month")
            .Agg(Count(Lit(1)).As("lines"));
        var firstMonth = Min("month").Over(Window.PartitionBy("customer_id"));
        return active
            .WithColumn("is_new", firstMonth.EqualTo(Col("month")))
            .GroupBy("month")
            .Agg(
                Sum(When(Col("is_new"), 1L).Otherwise(0L)).As("new_customers"),
                Sum(When(Col("is_new"), 0L).Otherwise(1L)).As("returning_customers")
            );
    }
}
