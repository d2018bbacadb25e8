using System.IO.Compression;
using System.Text;
using Spark.Jobs.Batches;
using Spark.Jobs.Lakes;
using Spark.Jobs.Pipelines;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.Pipelines;

/// <summary>What raw files may do wrong: each is put aside, or said, and takes no row of the others with it.</summary>
[Collection(PipelineFixture.Collection)]
public sealed class RawTrustTests(PipelineFixture pipelines) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_gzip_file_that_is_cut_off_is_put_aside_and_the_rest_runs()
    {
        Raw.Write(_folder, "raw/b.csv", Raw.SalesHeader, Order("O9"));
        var whole = Gzip(string.Concat(Enumerable.Range(0, 300).Select(i => Order($"O{i}") + "\n").Prepend(Raw.SalesHeader + "\n")));
        File.WriteAllBytes(_folder["raw/a.csv.gz"], whole[..(whole.Length / 2)]);

        var result = Run();
        Assert.Equal(1, result.Rows.Read);
        var rejected = Assert.Single(result.RejectedFiles);
        Assert.EndsWith("a.csv.gz", rejected.File.Path, StringComparison.Ordinal);
        Assert.Contains("cut off", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal([$"{rejected.File.Path}|{rejected.File.Sha256}"], Sql("select file, sha256 from rejected", "ops", "rejected_files"));

        // The same bytes are not recorded twice; when the whole file arrives, its rows come in.
        Assert.Single(Run().RejectedFiles);
        Assert.Single(Sql("select file from rejected", "ops", "rejected_files"));
        File.WriteAllBytes(_folder["raw/a.csv.gz"], whole);
        Assert.Equal(300, Run().Rows.Read);
    }

    [Fact]
    public void A_strict_run_fails_before_anything_is_planned()
    {
        Raw.Write(_folder, "raw/b.csv", Raw.SalesHeader, Order("O1"));
        File.WriteAllText(_folder["raw/a.csv.gz"], "no gzip");
        var failure = Assert.Throws<PipelineException>(() => Run(strict: true));
        Assert.Contains("a.csv.gz", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["lake/ops/batches"]));
        File.Delete(_folder["raw/a.csv.gz"]);
        Assert.Equal(1, Run(strict: true).Rows.Processed);
    }

    [Fact]
    public void A_run_of_which_no_file_can_be_read_fails_and_names_it()
    {
        Raw.Write(_folder, "raw/a.csv", Order("O1"), Order("O2"));
        var failure = Assert.Throws<PipelineException>(() => Run());
        Assert.Contains("a.csv", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no header", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_taken_by_name_in_whatever_order_each_file_has_them()
    {
        Raw.Write(_folder, "raw/a.csv", Raw.SalesHeader, Order("O1"));
        var names = Raw.SalesHeader.Split(',');
        Raw.Write(_folder, "raw/b.csv", string.Join(',', names.Reverse()), string.Join(',', Order("O2").Split(',').Reverse()));
        Raw.Write(_folder, "raw/c.csv", Raw.SalesHeader.ToUpperInvariant(), Order("O3"));

        Run();
        Assert.Equal(
            ["O1|CUST1|PROD1", "O2|CUST1|PROD1", "O3|CUST1|PROD1"],
            Sql("select order_id, customer_id, product_id from rejected", "processed", "sales")
        );
    }

    [Fact]
    public void A_file_in_another_encoding_is_read_by_its_mark_and_bytes_that_are_no_text_are_quarantined()
    {
        Write("raw/u16.csv", Encoding.Unicode, Order("O1", category: "Möbel"));
        Write("raw/u16be.csv", Encoding.BigEndianUnicode, Order("O2", category: "Möbel"));
        Write("raw/u8.csv", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Order("O3", category: "Möbel"));
        Write("raw/latin1.csv", Encoding.Latin1, Order("O4", category: "Möbel"), Order("O5", category: "Books"));

        var result = Run();
        Assert.Empty(result.RejectedFiles);
        Assert.Equal(new RowCounts(5, 4, 1, 0, 0), result.Rows);
        Assert.Equal(
            ["O1|Möbel", "O2|Möbel", "O3|Möbel", "O5|Books"],
            Sql("select order_id, category from rejected", "processed", "sales")
        );
        Assert.Equal(["O4|[bytes that are no UTF-8 text]"], Sql("select order_id, reasons from rejected", "quarantine", "sales"));
        Assert.Contains(
            "latin1.csv has bytes that are no UTF-8 text, first in line 2",
            Assert.Single(result.Notices),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_that_changed_is_read_again_and_said_so_whatever_its_length()
    {
        var file = Raw.Write(_folder, "raw/a.csv", Raw.SalesHeader, Order("O1", updated: "2024-01-25 10:00:00"));
        Run();
        File.WriteAllText(file, File.ReadAllText(file).Replace("10:00:00", "11:11:11", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));

        var result = Run();
        Assert.Equal(1, result.Rows.Replaced);
        Assert.Contains("a.csv changed since it was processed", Assert.Single(result.Notices), StringComparison.Ordinal);

        // Touched, but with the same bytes: nothing new.
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(2));
        Assert.Equal(0, Run().Files);
    }

    [Fact]
    public void A_full_refresh_that_would_lose_rows_is_refused()
    {
        Raw.Write(_folder, "raw/a.csv", Raw.SalesHeader, Order("O1"));
        Run();
        Raw.Write(_folder, "raw2/b.csv", Raw.SalesHeader, Order("O2"));
        Run(input: "raw2");

        var failure = Assert.Throws<PipelineException>(() => Run(input: "raw2", kind: BatchKind.FullRefresh));
        Assert.Contains("would lose the rows of 1 raw file", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["O1", "O2"], Sql("select order_id from rejected", "processed", "sales"));

        // The same bytes in another folder are the same rows.
        Directory.CreateDirectory(_folder["raw2/moved"]);
        File.Copy(_folder["raw/a.csv"], _folder["raw2/moved/a.csv"]);
        Assert.Equal(2, Run(input: "raw2", kind: BatchKind.FullRefresh).Rows.Processed);
        File.Delete(_folder["raw2/moved/a.csv"]);
        Assert.Equal(1, Run(input: "raw2", kind: BatchKind.FullRefresh, allowMissing: true).Rows.Processed);
    }

    [Fact]
    public void A_restatement_whose_file_is_gone_fails_before_it_is_planned()
    {
        Raw.Write(_folder, "raw/a.csv", Raw.SalesHeader, Order("O1"));
        Raw.Write(_folder, "raw/b.csv", Raw.SalesHeader, Order("O2"));
        Run();
        File.Delete(_folder["raw/b.csv"]);
        var day = new DateOnly(2024, 1, 25);
        var failure = Assert.Throws<PipelineException>(() => Run(kind: BatchKind.Restatement, from: day, to: day));
        Assert.Contains("b.csv is not there", failure.Message, StringComparison.Ordinal);

        Raw.Write(_folder, "raw/c.csv", Raw.SalesHeader, Order("O3"));
        Assert.Equal(1, Run().Rows.Processed);
        Assert.Equal(["O1", "O2", "O3"], Sql("select order_id from rejected", "processed", "sales"));
    }

    [Fact]
    public void A_link_to_nothing_and_an_empty_file_are_put_aside()
    {
        Raw.Write(_folder, "raw/a.csv", Raw.SalesHeader, Order("O1"));
        File.WriteAllText(_folder["raw/empty.csv"], "");
        File.CreateSymbolicLink(_folder["raw/link.csv"], _folder["nowhere.csv"]);
        Directory.CreateSymbolicLink(_folder["raw/again"], _folder["raw"]);

        var result = Run();
        Assert.Equal(1, result.Rows.Read);
        Assert.Equal(
            ["empty.csv is empty", "link.csv is not there: it was removed, or is a link to nothing"],
            result.RejectedFiles.Select(file => $"{Path.GetFileName(file.File.Path)} {file.Reason}")
        );
    }

    [Fact]
    public void An_unfinished_batch_whose_file_is_gone_can_be_given_up()
    {
        Raw.Write(_folder, "raw/a.csv", Raw.SalesHeader, Order("O1"));
        Run();
        Raw.Write(_folder, "raw/b.csv", Raw.SalesHeader, Order("O2"));
        Raw.Write(_folder, "raw/c.csv", Raw.SalesHeader, Order("O3"));
        var contract = PipelineFixture.Contract("sales");
        var lake = new Lake(_folder["lake"]);
        var dying = new PipelineRun(pipelines.Spark, contract, lake, new Dying("writing curated.sales_daily_sales"));
        Assert.Throws<OperationCanceledException>(() => dying.Run(new RunRequest(_folder["raw"])));
        Assert.Equal(["O1", "O2", "O3"], Sql("select order_id from rejected", "processed", "sales"));
        File.Delete(_folder["raw/c.csv"]);

        var failure = Assert.Throws<PipelineException>(() => Run());
        Assert.Contains("c.csv is not there", failure.Message, StringComparison.Ordinal);
        Assert.Contains("batches abandon sales", failure.Message, StringComparison.Ordinal);

        var log = new BatchLog(pipelines.Spark, lake, "sales");
        var batch = log.Read().Unfinished!;
        BatchRollback.Undo(pipelines.Spark, "sales", PipelineRun.TablesOf(contract, lake), batch);
        log.Abandon(batch);
        Assert.Equal(["O1"], Sql("select order_id from rejected", "processed", "sales"));
        Assert.Equal(1, Run().Rows.Processed);
        Assert.Equal(["O1", "O2"], Sql("select order_id from rejected", "processed", "sales"));
    }

    private RunResult Run(
        string input = "raw",
        BatchKind kind = BatchKind.Incremental,
        DateOnly? from = null,
        DateOnly? to = null,
        bool strict = false,
        bool allowMissing = false
    ) =>
        new PipelineRun(pipelines.Spark, PipelineFixture.Contract("sales"), new Lake(_folder["lake"])).Run(
            new RunRequest(_folder[input], kind, from, to, strict, allowMissing)
        );

    private IReadOnlyList<string> Sql(string query, string layer, string table)
    {
        pipelines.Spark.Read().Format("delta").Load(new Lake(_folder["lake"]).Table(layer, table).Path).CreateOrReplaceTempView("rejected");
        return PipelineFixture.RowsOf(pipelines.Spark.Sql(query));
    }

    private void Write(string file, Encoding encoding, params string[] lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
        File.WriteAllText(_folder[file], string.Concat(lines.Prepend(Raw.SalesHeader).Select(line => line + "\n")), encoding);
    }

    /// <summary>Ends a run at a step, as a killed process would.</summary>
    private sealed class Dying(string at) : IProgress<string>
    {
        public void Report(string value)
        {
            if (value == at)
                throw new OperationCanceledException(at);
        }
    }

    private static string Order(string id, string category = "Books", string updated = "2024-01-25 10:00:00") =>
        $"{id},2024-01-25,CUST1,PROD1,{category},North,1,9.99,0,{updated}";

    private static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }
}
