using Microsoft.Spark.Sql;
using static Microsoft.Spark.Sql.Functions;
using Window = Microsoft.Spark.Sql.Expressions.Window;

namespace Spark.Jobs.Curated.Sales;

/// <summary>
/// <c>curated/PIPELINE_customer_insights</c>: one row for each known customer. <c>recency_days</c> is the time from the last order line to the
/// newest day of the table; <c>frequency</c> the number of orders; <c>monetary</c> the revenue net of refunds. Each is ranked into quintiles,
/// 5 the best, equal values by customer; <c>segment</c> names what the quintiles say.
/// </summary>
/// <remarks>
/// <c>lifetime_value</c> is the revenue so far and that of twelve more months at the customer's own monthly rate: revenue divided by the
/// months of 30 days since the first order, three at least so that one early order does not promise a fortune.
/// </remarks>
public sealed class CustomerInsights : CuratedTable
{
    public override string Name => "customer_insights";

    public override string Description => "customer: recency, frequency, monetary value, their quintiles, segment, lifetime value";

    public override DataFrame Build(OrderLines lines)
    {
        var newest = lines.Rows.Agg(Max("day").As("newest_day"));
        var customers = lines
            .Rows.Filter(Col("customer_id").IsNotNull())
            .GroupBy("customer_id")
            .Agg(
                Min("day").As("first_day"),
                Max("day").As("last_day"),
                CountDistinct(When(Not(Col("refund")), Col("order_id"))).As("frequency"),
                Sum("amount").As("monetary")
            )
            .CrossJoin(newest)
            .WithColumn("recency_days", DateDiff(Col("newest_day"), Col("last_day")))
            .WithColumn("months", Greatest(Lit(3), Expr("date_diff(newest_day, first_day) div 30 + 1").Cast("int")));
        return customers
            .Select(
                Col("customer_id"),
                Col("first_day"),
                Col("last_day"),
                Col("recency_days"),
                Col("frequency"),
                Col("monetary"),
                Quintile(Col("recency_days").Desc()).As("recency_quintile"),
                Quintile(Col("frequency").Asc()).As("frequency_quintile"),
                Quintile(Col("monetary").Asc()).As("monetary_quintile"),
                (Col("monetary").Cast("decimal(18,3)") * (Col("months") + 12) / Col("months")).Cast("decimal(18,2)").As("lifetime_value")
            )
            .WithColumn("segment", Segment());
    }

    /// <summary>Fifths of all customers, from 1; the order puts the worst first.</summary>
    private static Column Quintile(Column worstFirst) => Ntile(5).Over(Window.OrderBy(worstFirst, Col("customer_id").Asc()));

    private static Column Segment()
    {
        var recent = Col("recency_quintile");
        var frequent = Col("frequency_quintile");
        return When(recent >= 4 & frequent >= 4 & Col("monetary_quintile") >= 4, "Champion")
            .When(recent >= 3 & frequent >= 4, "Loyal")
            .When(recent <= 2 & frequent >= 4, "At risk")
            .When(recent >= 4 & frequent <= 2, "New")
            .When(recent <= 2 & frequent <= 2, "Lost")
            .Otherwise("Occasional");
    }
}
