using Spark.Jobs.Datasets;
using Spark.Jobs.Raw;
using Spark.Jobs.Tests.Pipelines;
using Xunit;

namespace Spark.Jobs.Tests.RawZone;

public sealed class CsvHeaderTests
{
    private static readonly DataContract Sales = PipelineFixture.Contract("sales");

    [Theory]
    [InlineData("order_id,order_date,customer_id,product_id,category,region,quantity,unit_price,discount,updated_at")]
    [InlineData("updated_at,order_date,customer_id,product_id,category,region,quantity,unit_price,discount,order_id")]
    [InlineData(" ORDER_ID ,\"order_date\",\"customer_id\",product_id,category,region,quantity,unit_price,discount,\"updated_at\"")]
    public void Columns_are_found_by_name_in_any_order(string header)
    {
        var (columns, reason) = CsvHeader.Match(header, Sales);
        Assert.Null(reason);
        Assert.Equal(Sales.SourceColumns.Order(), columns.Order());
        Assert.Equal(header.TrimStart().StartsWith('u') ? "updated_at" : "order_id", columns[0]);
    }

    [Theory]
    [InlineData("O1,2024-01-25,CUST1,PROD1,Books,North,1,9.99,0,2024-01-25 10:00:00", "has no header")]
    [InlineData(
        "order_id,order_date,customer_id,product_id,category,region,quantity,unit_price,discount",
        "lacks the required column 'updated_at'"
    )]
    [InlineData("order_id,order_date", "lacks the required columns 'customer_id', 'product_id'")]
    [InlineData("order_id,order_date,customer_id,product_id,category,region,quantity,unit_price,discount,updated_at,tip", "a column 'tip'")]
    [InlineData("order_id,order_date,customer_id,product_id,category,region,quantity,unit_price,discount,updated_at,", "a column ''")]
    [InlineData(
        "order_id,order_date,customer_id,product_id,category,region,quantity,unit_price,discount,updated_at,Order_ID",
        "more than once"
    )]
    public void A_header_that_does_not_fit_is_explained(string header, string reason) =>
        Assert.Contains(reason, CsvHeader.Match(header, Sales).Reason, StringComparison.Ordinal);
}
