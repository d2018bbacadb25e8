using Spark.Jobs.Datasets;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.Datasets;

public sealed class DataContractReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_retail_contract_describes_the_processed_table()
    {
        var contract = DataContractReader.Read(Shipped("retail"));

        Assert.Equal(
            ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"],
            contract.SourceColumns
        );
        Assert.Equal("invoice_day", contract.PartitionColumn);
        Assert.Empty(contract.PrimaryKey);
        Assert.Equal(
            ["Description", "CustomerID"],
            contract.Properties.Where(p => p.Source is not null && !p.Required).Select(p => p.Source)
        );
        Assert.Equal("decimal(18,3)", contract.Properties.Single(p => p.Name == "amount").PhysicalType);
    }

    [Fact]
    public void The_sales_contract_has_a_key_and_says_which_version_stands()
    {
        var contract = DataContractReader.Read(Shipped("sales"));

        Assert.Equal(["order_id"], contract.PrimaryKey);
        Assert.Equal(["updated_at"], contract.NewestBy);
    }

    [Theory]
    [InlineData("required: true", "requird: true", "requird: is no field of the Open Data Contract Standard here; did you mean required?")]
    [InlineData("required: true", "required: perhaps", "required: must be true or false, not 'perhaps'.")]
    [InlineData("apiVersion: v3.1.0", "apiVersion: v2.2.2", "apiVersion: version 3 of the standard is read, not 'v2.2.2'.")]
    [InlineData("kind: DataContract\n", "", "kind: is required.")]
    [InlineData("logicalType: integer", "logicalType: string", "logicalType: must be integer for int, not 'string'.")]
    [InlineData("physicalType: int", "physicalType: number(9)", "physicalType: 'number(9)' is none of string,")]
    [InlineData("partitioned: true", "partitioned: false", "properties: exactly one property must be partitioned")]
    [InlineData("value: [updated_at]", "value: [changed_at]", "'changed_at' is no property of sales.")]
    [InlineData("severity: warning", "severity: fatal", "severity: must be quarantine, error or warning, not 'fatal'.")]
    [InlineData("RowCount > 0", "RowCuont > 0", "did you mean RowCount?")]
    [InlineData("ColumnValues \"quantity\" != 0,", "RowCount > 5,", "RowCount > 5 judges a table, not a row")]
    [InlineData("area: region", "area: continent", "'continent' is no property of the dataset.")]
    [InlineData("schema:", "schema: [", "this is not YAML")]
    public void A_mistake_is_reported_with_file_line_and_field(string text, string mistake, string message)
    {
        var lines = File.ReadAllText(Shipped("sales")).Split('\n');
        var whole = string.Join('\n', lines);
        var at = whole.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the contract has no {text}");
        var file = Raw.Write(_folder, "sales.yaml", whole[..at] + mistake + whole[(at + text.Length)..]);

        var error = Assert.Throws<DataContractException>(() => DataContractReader.Read(file));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(file)}:[0-9]+: ", error.Message);
    }

    [Fact]
    public void A_broken_rule_is_reported_on_its_own_line()
    {
        var lines = File.ReadAllLines(Shipped("sales"));
        var line = Array.FindIndex(lines, l => l.Contains("IsPrimaryKey", StringComparison.Ordinal));
        lines[line] = lines[line].Replace("IsPrimaryKey", "IsPrimaryQuay", StringComparison.Ordinal);
        var file = Raw.Write(_folder, "sales.yaml", lines);

        var error = Assert.Throws<DataContractException>(() => DataContractReader.Read(file));

        Assert.StartsWith($"{file}:{line + 1}: ", error.Message, StringComparison.Ordinal);
    }

    private static string Shipped(string pipeline) => Path.Combine(AppContext.BaseDirectory, "contracts", $"{pipeline}.yaml");
}
