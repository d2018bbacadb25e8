using Spark.Testing;

namespace Spark.Jobs.Tests;

/// <summary>Writes raw files for tests.</summary>
internal static class Raw
{
    public const string RetailHeader = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
    public const string SalesHeader = "order_id,order_date,customer_id,product_id,category,region,quantity,unit_price,discount,updated_at";

    /// <summary>Writes a text file and the folders above it.</summary>
    public static string Write(TemporaryFolder folder, string relative, params IEnumerable<string> lines)
    {
        var file = folder[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, string.Concat(lines.Select(line => line + "\n")));
        return file;
    }
}
