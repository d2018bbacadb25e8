using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Spark.Sql;
using Spark.Jobs.Batches;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.Pipelines;

[Collection(PipelineFixture.Collection)]
public sealed class RetailPipelineTests(PipelineFixture pipelines) : IDisposable
{
    private const string Good = "536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_that_break_a_rule_are_quarantined_as_they_came_with_their_reasons()
    {
        (string Line, string Reasons)[] broken =
        [
            (",85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom", "InvoiceNo is missing"),
            ("536365,,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom", "StockCode is missing"),
            ("536365,85123A,LANTERN,,2010-12-01 08:26:00,2.55,17850.0,United Kingdom", "Quantity is missing"),
            ("536365,85123A,LANTERN,six,2010-12-01 08:26:00,2.55,17850.0,United Kingdom", "Quantity is no int"),
            ("536365,85123A,LANTERN,6.5,2010-12-01 08:26:00,2.55,17850.0,United Kingdom", "Quantity is no int"),
            ("536365,85123A,LANTERN,6,,2.55,17850.0,United Kingdom", "InvoiceDate is missing"),
            ("536365,85123A,LANTERN,6,2010-13-01 08:26:00,2.55,17850.0,United Kingdom", "InvoiceDate is no timestamp"),
            ("536365,85123A,LANTERN,6,2010-12-01 08:26:00,,17850.0,United Kingdom", "UnitPrice is missing"),
            ("536365,85123A,LANTERN,6,2010-12-01 08:26:00,two,17850.0,United Kingdom", "UnitPrice is no decimal(12,3)"),
            ("536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0,", "Country is missing"),
            ("536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.5,United Kingdom", "CustomerID is no int"),
            ("536365,85123A,LANTERN,0,2010-12-01 08:26:00,2.55,17850.0,United Kingdom", "ColumnValues \"quantity\" != 0"),
            ("536365,85123A,LANTERN,6,2010-12-01 08:26:00,0,17850.0,United Kingdom", "ColumnValues \"unit_price\" > 0"),
            ("536365,85123A,LANTERN,6,2010-12-01 08:26:00,-0.01,17850.0,United Kingdom", "ColumnValues \"unit_price\" > 0"),
            (
                "536365,85123A,LANTERN,-6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
                "ColumnValues \"quantity\" >= 0 where \"not is_cancellation\""
            ),
            (
                "c536365,85123A,LANTERN,-6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
                "ColumnValues \"quantity\" >= 0 where \"not is_cancellation\""
            ),
            ("536365,85123A,LANTERN,2147483647,2010-12-01 08:26:00,999999999.999,17850.0,United Kingdom", "amount is no decimal(18,3)"),
            ("536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55", "malformed line: 8 fields were expected"),
            ("536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom,more", "malformed line: 8 fields were expected"),
            (
                "536365,85123A,LANTERN,0,2010-12-01 08:26:00,-1,17850.0,",
                "Country is missing, ColumnValues \"quantity\" != 0, ColumnValues \"unit_price\" > 0"
            ),
        ];
        var file = Raw.Write(_folder, "raw/day.csv", [Raw.RetailHeader, Good, .. broken.Select(row => row.Line)]);

        var result = pipelines.Run("retail", _folder["raw"], _folder["lake"]);

        Assert.Equal(new RowCounts(broken.Length + 1, 1, broken.Length, 0, 0), result.Rows);
        var rejected = pipelines.Spark.Read().Format("delta").Load(_folder["lake/quarantine/retail"]).Collect().ToList();
        Assert.Equal(broken.Order(), rejected.Select(row => (AsItCame(row), Reasons(row))).Order());
        Assert.All(rejected, row => Assert.Equal(result.RunId, row.GetAs<string>("run_id")));
        Assert.All(rejected, row => Assert.Equal(file, new Uri(row.GetAs<string>("file")).LocalPath));

        static string AsItCame(Row row) =>
            row.GetAs<string?>("corrupt_record")
            ?? string.Join(',', Raw.RetailHeader.Split(',').Select(column => row.GetAs<string?>(column)));

        static string Reasons(Row row) => string.Join(", ", row.GetAs<string[]>("reasons"));
    }

    [Fact]
    public void What_may_be_missing_or_negative_is_processed()
    {
        string[] lines =
        [
            "536365,85123A,,6,2010-12-01 08:26:00,2.55,,United Kingdom",
            "C536365,85123A,LANTERN,-6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
            "536365,85123A,\"SIGN, 7\"\" METAL \",6,2010-12-01 08:26:00,0.001,17850,United Kingdom",
        ];
        Raw.Write(_folder, "raw/day.csv", [Raw.RetailHeader, .. lines]);

        Assert.Equal(new RowCounts(3, 3, 0, 0, 0), pipelines.Run("retail", _folder["raw"], _folder["lake"]).Rows);
    }

    [Fact]
    public void Processed_columns_are_typed_and_named_as_the_contract_says()
    {
        Raw.Write(_folder, "raw/day.csv", Raw.RetailHeader, "C536365,85123A,LANTERN,-6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom");

        pipelines.Run("retail", _folder["raw"], _folder["lake"]);

        var table = pipelines.Spark.Read().Format("delta").Load(_folder["lake/processed/retail"]);
        Assert.Equal(
            [
                "invoice_no string",
                "stock_code string",
                "description string",
                "quantity integer",
                "invoice_date timestamp",
                "unit_price decimal(12,3)",
                "customer_id integer",
                "country string",
                "is_cancellation boolean",
                "amount decimal(18,3)",
                "invoice_day date",
                "source_hash string",
            ],
            table.Schema().Fields.Select(field => $"{field.Name} {field.DataType.SimpleString}")
        );
        Assert.Equal(
            ["C536365|85123A|LANTERN|-6|2010-12-01 08:26:00|2.550|17850|United Kingdom|true|-15.300|2010-12-01"],
            PipelineFixture.RowsOf(table.Drop("source_hash"))
        );
        Assert.True(Directory.Exists(_folder["lake/processed/retail/invoice_day=2010-12-01"]));
    }

    [Fact]
    public void Only_rows_that_repeat_in_all_eight_source_columns_as_they_came_are_duplicates()
    {
        Raw.Write(
            _folder,
            "raw/day.csv",
            Raw.RetailHeader,
            Good,
            Good,
            Good.Replace("17850.0", "17850", StringComparison.Ordinal),
            Good.Replace("2.55", "2.550", StringComparison.Ordinal),
            Good.Replace(",6,", ",06,", StringComparison.Ordinal),
            Good.Replace("LANTERN", "lantern", StringComparison.Ordinal)
        );

        Assert.Equal(new RowCounts(6, 5, 0, 1, 0), pipelines.Run("retail", _folder["raw"], _folder["lake"]).Rows);
    }

    [Fact]
    public void A_month_of_next_to_no_revenue_has_a_growth_after_it_and_one_of_none_has_not()
    {
        Raw.Write(
            _folder,
            "raw/days.csv",
            Raw.RetailHeader,
            "536365,85123A,LANTERN,2,2010-12-01 08:26:00,0.001,17850,France",
            "536366,85123A,LANTERN,1,2011-01-01 08:26:00,5,17850,France",
            "C536366,85123A,LANTERN,-1,2011-01-02 08:26:00,5,17850,France",
            "536367,85123A,LANTERN,1,2011-02-01 08:26:00,1,17850,France"
        );

        pipelines.Run("retail", _folder["raw"], _folder["lake"]);

        Assert.Equal(
            ["2010-12-01|0.002|null", "2011-01-01|0.000|-1.0000", "2011-02-01|1.000|null"],
            PipelineFixture.RowsOf(
                pipelines
                    .Spark.Read()
                    .Format("delta")
                    .Load(_folder["lake/curated/retail_monthly_kpis"])
                    .Select("month", "revenue", "growth")
            )
        );
    }

    [Fact]
    public void A_file_delivered_again_under_another_name_is_all_duplicates_and_changes_no_curated_table()
    {
        Raw.Write(_folder, "raw/day.csv", Raw.RetailHeader, Good, Good.Replace("536365", "536366", StringComparison.Ordinal));
        var first = pipelines.Run("retail", _folder["raw"], _folder["lake"]);
        File.Copy(_folder["raw/day.csv"], _folder["raw/day-again.csv"]);

        var second = pipelines.Run("retail", _folder["raw"], _folder["lake"]);

        Assert.Equal(new RowCounts(2, 0, 0, 2, 0), second.Rows);
        Assert.Equal(first.Tables, second.Tables);
    }

    [Fact]
    public void Running_again_processes_nothing_and_changes_no_table()
    {
        Raw.Write(_folder, "raw/2010/day.csv", Raw.RetailHeader, Good, "broken");
        var first = pipelines.Run("retail", _folder["raw"], _folder["lake"]);
        var files = Directory.GetFiles(_folder["lake"], "*", SearchOption.AllDirectories).Order().ToList();

        var second = pipelines.Run("retail", _folder["raw"], _folder["lake"]);

        Assert.Equal(RowCounts.None, second.Rows);
        Assert.Equal(first.Tables, second.Tables);
        Assert.Equal(files, Directory.GetFiles(_folder["lake"], "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Rows_are_conserved_and_judged_as_the_rules_say_for_any_rows()
    {
        var run = 0;
        Prop.ForAll(
                RetailRows.Row.NonEmptyListOf().ToArbitrary(),
                rows =>
                {
                    var name = $"case-{run++}";
                    Raw.Write(_folder, $"{name}/raw/day.csv", rows.Select(RetailRows.Line).Prepend(Raw.RetailHeader));

                    var counts = pipelines.Run("retail", _folder[$"{name}/raw"], _folder[$"{name}/lake"]).Rows;

                    var valid = rows.Where(RetailRows.IsValid).ToList();
                    var distinct = valid.DistinctBy(RetailRows.Line).ToList();
                    Assert.Equal(
                        new RowCounts(rows.Count, distinct.Count, rows.Count - valid.Count, valid.Count - distinct.Count, 0),
                        counts
                    );
                    Assert.Equal(
                        distinct.Select(RetailRows.Processed).Order(StringComparer.Ordinal),
                        PipelineFixture.RowsOf(
                            pipelines.Spark.Read().Format("delta").Load(_folder[$"{name}/lake/processed/retail"]).Drop("source_hash")
                        )
                    );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(15).WithEndSize(60));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Any_split_of_the_files_into_batches_ends_in_the_same_tables()
    {
        var deliveries =
            from rows in RetailRows.Row.ArrayOf(80)
            from file in Gen.Choose(0, 5).ArrayOf(80)
            from batch in Gen.Choose(0, 2).ArrayOf(6)
            select (rows, file, batch);
        var run = 0;
        Prop.ForAll(
                deliveries.ToArbitrary(),
                delivery =>
                {
                    var name = $"split-{run++}";
                    for (var file = 0; file < 6; file++)
                    {
                        var lines = delivery
                            .rows.Where((_, i) => delivery.file[i] == file)
                            .Select(RetailRows.Line)
                            .Prepend(Raw.RetailHeader)
                            .ToList();
                        Raw.Write(_folder, $"{name}/whole/{file}.csv", lines);
                        Raw.Write(_folder, $"{name}/batch-{delivery.batch[file]}/{file}.csv", lines);
                    }

                    pipelines.Run("retail", _folder[$"{name}/whole"], _folder[$"{name}/lake-whole"]);
                    foreach (var batch in Directory.GetDirectories(_folder[name], "batch-*").Order())
                        pipelines.Run("retail", batch, _folder[$"{name}/lake-split"]);

                    AssertSameTables(_folder[$"{name}/lake-whole"], _folder[$"{name}/lake-split"]);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(6));
    }

    [Fact]
    public void The_real_days_give_the_known_numbers()
    {
        var days = Repository.RequireShared("data/retail");

        var result = pipelines.Run("retail", days, _folder["lake"]);

        Assert.Equal(new RowCounts(320_705, 316_428, 1_799, 2_478, 0), result.Rows);
        var sums = pipelines
            .Spark.Read()
            .Format("delta")
            .Load(_folder["lake/processed/retail"])
            .SelectExpr(
                "cast(sum(amount) as string)",
                "cast(sum(case when not is_cancellation then amount end) as string)",
                "cast(count(distinct customer_id) as string)",
                "cast(count(distinct case when not is_cancellation then invoice_no end) as string)"
            );
        Assert.Equal(["5772319.302|6292754.772|3360|12495"], PipelineFixture.RowsOf(sums));
        Assert.Empty(result.Warnings);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_real_days_in_several_batches_give_the_same_tables()
    {
        var days = Directory.GetFiles(Repository.RequireShared("data/retail")).Order().Take(30).ToArray();
        Random random = new(4);
        random.Shuffle(days);
        foreach (var day in days)
        {
            Copy(day, _folder["whole"]);
            Copy(day, _folder[$"batch-{random.Next(4)}"]);
        }

        pipelines.Run("retail", _folder["whole"], _folder["lake-whole"]);
        foreach (var batch in Directory.GetDirectories(_folder.Path, "batch-*"))
            pipelines.Run("retail", batch, _folder["lake-split"]);

        AssertSameTables(_folder["lake-whole"], _folder["lake-split"]);
    }

    [Fact]
    public void Plain_and_gzipped_files_are_the_same_to_it()
    {
        Raw.Write(_folder, "plain/day.csv", Raw.RetailHeader, Good);
        Directory.CreateDirectory(_folder["zipped"]);
        using (var zipped = new GZipStream(File.Create(_folder["zipped/day.csv.gz"]), CompressionLevel.Fastest))
            zipped.Write(File.ReadAllBytes(_folder["plain/day.csv"]));

        pipelines.Run("retail", _folder["plain"], _folder["lake-plain"]);
        pipelines.Run("retail", _folder["zipped"], _folder["lake-zipped"]);

        AssertSameTables(_folder["lake-plain"], _folder["lake-zipped"]);
    }

    private static void Copy(string file, string target)
    {
        Directory.CreateDirectory(target);
        File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    private void AssertSameTables(string expected, string actual)
    {
        var tables = pipelines.Tables("retail", actual);
        foreach (var (name, rows) in pipelines.Tables("retail", expected))
            Assert.Equal(rows, tables[name]);
    }
}
