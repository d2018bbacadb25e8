using FsCheck;
using FsCheck.Fluent;
using Spark.Jobs.Batches;
using Spark.Jobs.Pipelines;
using Spark.Jobs.Samples;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.Pipelines;

[Collection(PipelineFixture.Collection)]
public sealed class SalesPipelineTests(PipelineFixture pipelines) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_newest_version_of_an_order_stands_within_a_batch()
    {
        Raw.Write(
            _folder,
            "raw/1.csv",
            Raw.SalesHeader,
            Order("O1", quantity: 1, updated: "2024-01-25 10:00:00"),
            Order("O1", quantity: 3, updated: "2024-01-27 10:00:00"),
            Order("O1", quantity: 2, updated: "2024-01-26 10:00:00"),
            Order("O2", quantity: 5)
        );

        Assert.Equal(new RowCounts(4, 2, 0, 2, 0), Run().Rows);
        Assert.Equal(["O1|3", "O2|5"], Quantities());
    }

    [Fact]
    public void A_correction_in_a_later_batch_replaces_and_an_older_or_equal_one_is_a_duplicate()
    {
        Raw.Write(
            _folder,
            "raw/1.csv",
            Raw.SalesHeader,
            Order("O1", quantity: 1, updated: "2024-01-25 10:00:00"),
            Order("O2"),
            Order("O3")
        );
        Run();
        Raw.Write(
            _folder,
            "raw/2.csv",
            Raw.SalesHeader,
            Order("O1", quantity: 2, updated: "2024-01-26 10:00:00"),
            Order("O2"),
            Order("O3", quantity: 9, updated: "2024-01-01 10:00:00"),
            Order("O4")
        );

        Assert.Equal(new RowCounts(4, 2, 0, 2, 1), Run().Rows);
        Assert.Equal(["O1|2", "O2|1", "O3|1", "O4|1"], Quantities());
    }

    [Fact]
    public void An_order_that_a_correction_moves_to_another_day_leaves_its_old_day()
    {
        Raw.Write(_folder, "raw/1.csv", Raw.SalesHeader, Order("O1", day: "2024-01-25"), Order("O2", day: "2024-01-26"));
        Run();
        Raw.Write(_folder, "raw/2.csv", Raw.SalesHeader, Order("O1", day: "2024-01-27", updated: "2024-01-28 00:00:00"));

        Run();

        Assert.Equal(["2024-01-26|North|1", "2024-01-27|North|1"], Daily());
    }

    [Fact]
    public void Only_the_days_that_a_batch_changed_are_written_again()
    {
        Raw.Write(_folder, "raw/1.csv", Raw.SalesHeader, Order("O1", day: "2024-01-25"), Order("O2", day: "2024-01-26"));
        Run();
        var untouched = Directory.GetFiles(_folder["lake/curated/sales_daily_sales/day=2024-01-25"], "*.parquet").Single();
        Raw.Write(_folder, "raw/2.csv", Raw.SalesHeader, Order("O3", day: "2024-01-26"));

        Run();

        var daily = pipelines.Spark.Read().Format("delta").Load(_folder["lake/curated/sales_daily_sales"]);
        Assert.Equal(["2024-01-25|North|1", "2024-01-26|North|2"], Daily());
        Assert.Contains(daily.InputFiles(), file => file.EndsWith(Path.GetFileName(untouched), StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_that_break_a_rule_are_quarantined_with_their_reason()
    {
        (string Line, string Reason)[] broken =
        [
            ("O1,2024-02-30,C1,P1,Toys,North,1,10.00,0.00,2024-01-25 10:00:00", "order_date is no date"),
            ("O2,2024-01-25,,P1,Toys,North,1,10.00,0.00,2024-01-25 10:00:00", "customer_id is missing"),
            (
                "O3,2024-01-25,C1,P1,Toys,Atlantis,1,10.00,0.00,2024-01-25 10:00:00",
                "ColumnValues \"region\" in [\"North\", \"South\", \"East\", \"West\", \"Central\"]"
            ),
            (
                "O4,2024-01-25,C1,P1,Toys,North,1,10.00,1.00,2024-01-25 10:00:00",
                "(ColumnValues \"discount\" >= 0) and (ColumnValues \"discount\" < 1)"
            ),
            ("O5,2024-01-25,C1,P1,Toys", "malformed line: 10 fields were expected"),
        ];
        Raw.Write(_folder, "raw/1.csv", [Raw.SalesHeader, .. broken.Select(row => row.Line)]);

        Assert.Equal(new RowCounts(broken.Length, 0, broken.Length, 0, 0), Run().Rows);
        var rejected = pipelines
            .Spark.Read()
            .Format("delta")
            .Load(_folder["lake/quarantine/sales"])
            .SelectExpr("coalesce(order_id, substring_index(corrupt_record, ',', 1))", "reasons");
        Assert.Equal(broken.Select(row => $"{row.Line.Split(',')[0]}|[{row.Reason}]"), PipelineFixture.RowsOf(rejected));
    }

    [Fact]
    public void The_amount_is_exact_and_rounded_half_up()
    {
        Raw.Write(
            _folder,
            "raw/1.csv",
            Raw.SalesHeader,
            "O1,2024-01-25,C1,P1,Toys,North,3,0.15,0.10,2024-01-25 10:00:00",
            "O2,2024-01-25,C1,P1,Toys,North,1,0.10,0.05,2024-01-25 10:00:00",
            "O3,2024-01-25,C1,P1,Toys,North,-1,0.10,0.05,2024-01-25 10:00:00",
            "O4,2024-01-25,C1,P1,Toys,North,2,99999999.99,,2024-01-25 10:00:00"
        );
        Run();

        var amounts = pipelines.Spark.Read().Format("delta").Load(_folder["lake/processed/sales"]).Select("order_id", "amount");
        Assert.Equal(["O1|0.41", "O2|0.10", "O3|-0.10", "O4|199999999.98"], PipelineFixture.RowsOf(amounts));
    }

    [Fact]
    public void The_sample_is_conserved_and_agrees_with_a_reading_by_hand()
    {
        new SalesGenerator(10_000, 1).Write(_folder["raw"]);
        var rows = Directory
            .GetFiles(_folder["raw"])
            .SelectMany(file => File.ReadLines(file).Skip(1))
            .Select(line => line.Split(','))
            .ToList();
        var valid = rows.Where(IsValid).ToList();
        var newest = valid.GroupBy(row => row[0]).Select(group => group.MaxBy(row => row[9], StringComparer.Ordinal)!).ToList();

        var result = Run();

        Assert.Equal(new RowCounts(10_000, newest.Count, rows.Count - valid.Count, valid.Count - newest.Count, 0), result.Rows);
        Assert.Equal(
            newest.Select(row => $"{row[0]}|{row[6]}|{row[9]}").Order(StringComparer.Ordinal),
            PipelineFixture.RowsOf(
                pipelines.Spark.Read().Format("delta").Load(_folder["lake/processed/sales"]).Select("order_id", "quantity", "updated_at")
            )
        );
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Any_split_into_batches_ends_in_the_same_tables()
    {
        var orders =
            from id in Gen.Choose(1, 12)
            from day in Gen.Choose(25, 29)
            from quantity in Gen.Elements(-1, 0, 1, 2)
            from customer in Gen.Choose(1, 4)
            from updated in Gen.Choose(1, 4)
            select Order($"O{id}", $"2024-01-{day}", $"C{customer}", quantity, $"2024-02-0{updated} 00:00:00");
        var deliveries = from lines in orders.ArrayOf(60) from batch in Gen.Choose(0, 2).ArrayOf(60) select (lines, batch);
        var run = 0;
        Prop.ForAll(
                deliveries.ToArbitrary(),
                delivery =>
                {
                    var name = $"split-{run++}";
                    Raw.Write(_folder, $"{name}/whole/all.csv", delivery.lines.Prepend(Raw.SalesHeader));
                    pipelines.Run("sales", _folder[$"{name}/whole"], _folder[$"{name}/lake-whole"]);
                    for (var batch = 0; batch < 3; batch++)
                    {
                        Raw.Write(
                            _folder,
                            $"{name}/raw/{batch}.csv",
                            delivery.lines.Where((_, i) => delivery.batch[i] == batch).Prepend(Raw.SalesHeader)
                        );
                        var result = pipelines.Run("sales", _folder[$"{name}/raw"], _folder[$"{name}/lake-split"]);
                        Assert.True(result.Rows.Conserved);
                    }

                    var split = pipelines.Tables("sales", _folder[$"{name}/lake-split"]);
                    foreach (var (table, rows) in pipelines.Tables("sales", _folder[$"{name}/lake-whole"]))
                        Assert.Equal(rows, split[table]);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(6));
    }

    [Fact]
    public void A_full_refresh_and_a_restatement_end_where_the_increments_did()
    {
        new SalesGenerator(2_000, 3).Write(_folder["all"]);
        var files = Directory.GetFiles(_folder["all"]).Order().ToList();
        foreach (var part in new[] { files.Take(5), files.Skip(5) })
        {
            foreach (var file in part)
            {
                Directory.CreateDirectory(_folder["raw"]);
                File.Copy(file, Path.Combine(_folder["raw"], Path.GetFileName(file)));
            }

            Run();
        }

        var expected = pipelines.Tables("sales", _folder["lake"]);
        var restated = pipelines.Run(
            "sales",
            _folder["raw"],
            _folder["lake"],
            BatchKind.Restatement,
            new DateOnly(2024, 1, 28),
            new DateOnly(2024, 2, 1)
        );
        AssertTables(expected);
        Assert.True(restated.Rows.Conserved);
        Assert.InRange(restated.Rows.Read, 1, 1_999);

        var refreshed = pipelines.Run("sales", _folder["raw"], _folder["lake"], BatchKind.FullRefresh);
        AssertTables(expected);
        Assert.Equal(2_000, refreshed.Rows.Read);
        Assert.Equal(RowCounts.None, Run().Rows);
    }

    [Fact]
    public void Each_run_is_recorded_with_its_counts_and_its_quality()
    {
        Raw.Write(_folder, "raw/1.csv", Raw.SalesHeader, Order("O1"), Order("O1"), Order("O2", quantity: 0));

        var result = Run();

        var run = pipelines.Spark.Read().Format("delta").Load(_folder["lake/ops/runs"]);
        Assert.Equal(
            [$"{result.RunId}|sales|1|Incremental|1|3|1|1|1|0"],
            PipelineFixture.RowsOf(run.Drop("contract_version", "spark_version", "started_at", "finished_at"))
        );
        var quality = pipelines.Spark.Read().Format("delta").Load(_folder["lake/ops/quality"]).Select("rule", "passed", "observed");
        Assert.Contains("IsPrimaryKey \"order_id\"|true|0", PipelineFixture.RowsOf(quality));
    }

    private RunResult Run() => pipelines.Run("sales", _folder["raw"], _folder["lake"]);

    private void AssertTables(IReadOnlyDictionary<string, IReadOnlyList<string>> expected)
    {
        var actual = pipelines.Tables("sales", _folder["lake"]);
        foreach (var (table, rows) in expected)
            Assert.Equal(rows, actual[table]);
    }

    private IReadOnlyList<string> Quantities() =>
        PipelineFixture.RowsOf(pipelines.Spark.Read().Format("delta").Load(_folder["lake/processed/sales"]).Select("order_id", "quantity"));

    private IReadOnlyList<string> Daily() =>
        PipelineFixture.RowsOf(
            pipelines.Spark.Read().Format("delta").Load(_folder["lake/curated/sales_daily_sales"]).Select("day", "region", "orders")
        );

    private static string Order(
        string id,
        string day = "2024-01-25",
        string customer = "C1",
        int quantity = 1,
        string updated = "2024-01-25 10:00:00"
    ) => $"{id},{day},{customer},P1,Toys,North,{quantity},10.00,0.00,{updated}";

    private static bool IsValid(string[] row) =>
        row.Length == 10
        && DateOnly.TryParseExact(row[1], "yyyy-MM-dd", out _)
        && row[2].Length > 0
        && row[5] is ("North" or "South" or "East" or "West" or "Central")
        && int.TryParse(row[6], out var quantity)
        && quantity != 0
        && decimal.TryParse(row[7], out var price)
        && price > 0;
}
