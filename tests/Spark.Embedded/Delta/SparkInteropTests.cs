using System.Diagnostics;
using Delta.Log;
using Spark.Embedded.Delta;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Xunit;
using StructType = Spark.Embedded.Types.StructType;

namespace Spark.Embedded.Tests.Delta;

/// <summary>Tables go to and fro between this engine and real Spark: each reads, appends to and travels in what the other wrote.</summary>
[Trait("Speed", "Slow")]
public sealed class SparkInteropTests : IDisposable
{
    private readonly DeltaFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Spark_reads_what_is_written_here_and_the_other_way_round()
    {
        var home = Environment.GetEnvironmentVariable("SPARK_HOME");
        if (string.IsNullOrEmpty(home))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail("SPARK_HOME is not set.");
            Assert.Skip("SPARK_HOME is not set.");
            return;
        }

        var table = _fixture.PathOf("t");
        var writer = new DeltaWriter(
            new DeltaSession
            {
                Connection = _fixture.Connection,
                Tables = _fixture.Tables,
                Compile = (_, _) => throw new InvalidOperationException(),
                ParseExpression = _ => throw new InvalidOperationException(),
            }
        );
        // Twelve versions: one of them is a checkpoint, without which the oldest commits are lost.
        for (var i = 0; i < 12; i++)
            writer.Write(new DeltaWrite(table, Rows(i), WriteMode.Append) { PartitionBy = ["p", "day", "at"] });
        for (var i = 0; i < 10; i++)
            File.Delete(Path.Combine(table, LogFileName.Commit(i)));

        const string Columns = "id, p, day, at, d5, d38, ts, tn, b, sh, f, bi, st.b.c AS c, li, ma";
        var lines = SparkSql(
            home,
            $"SELECT to_json(struct({Columns}), map('timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS', 'timestampNTZFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS', 'ignoreNullFields', 'false')) FROM delta.`{table}` ORDER BY id;"
                + $"SELECT count(*) FROM delta.`{table}` WHERE id > 5 AND d5 > 12.3 AND ts >= TIMESTAMP '2024-02-29 12:30:06.123456' AND p IS NOT NULL;"
                + $"INSERT INTO delta.`{table}` SELECT 100, 'from spark', DATE '2024-05-05', TIMESTAMP '2024-05-05 01:02:03.5', CAST(1.5 AS DECIMAL(5,3)), CAST(2.5 AS DECIMAL(38,18)), TIMESTAMP '2024-05-05 01:02:03.25', TIMESTAMP_NTZ '2024-05-05 01:02:03.25', "
                + "CAST(1 AS TINYINT), CAST(2 AS SMALLINT), CAST(0.1 AS FLOAT), X'00FF', named_struct('a', 1L, 'b', named_struct('c', 'x')), array(1, null), map('k', 2L);"
                + $"SELECT count(*), sum(id) FROM delta.`{table}`;"
                + $"ALTER TABLE delta.`{table}` ADD COLUMNS (extra STRING); OPTIMIZE delta.`{table}`;"
                + $"RESTORE TABLE delta.`{table}` TO VERSION AS OF 12; VACUUM delta.`{table}`;"
        );

        Assert.Equal(12, lines.Count(line => line.StartsWith("{\"id\"", StringComparison.Ordinal)));
        Assert.Equal(
            """{"id":3,"p":"a/b %3=:😈","day":"2024-01-04","at":"2024-02-29 12:30:03.500000","d5":12.345,"d38":12345678901234567890.123456789012345678,"ts":"2024-02-29 12:30:03.123456","tn":"2024-02-29 12:30:00.123456","b":1,"sh":2,"f":1.5,"bi":"AP8=","c":"x3","li":[1,null],"ma":{"k":3}}""",
            lines.Single(line => line.StartsWith("{\"id\":3,", StringComparison.Ordinal))
        );
        Assert.Contains(
            "\"p\":null,\"day\":null",
            lines.Single(line => line.StartsWith("{\"id\":4,", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        Assert.Equal(["6", "13\t166"], lines.Where(line => !line.StartsWith('{')).Take(2));

        var snapshot = _fixture.Tables.Open(table).Current();
        Assert.InRange(snapshot.Version, 15, 17);
        var id = new ScanPredicate(0, ScanComparison.Equal, [new Literal(100L, SparkType.Long)]);
        Assert.Equal(
            [
                "100|from spark|2024-05-05|2024-05-05 01:02:03.5+00|1.500|2.500000000000000000|2024-05-05 01:02:03.25+00|2024-05-05 01:02:03.25|1|2|0.1|\\x00\\xFF|{'a': 1, 'b': {'c': x}}|[1, NULL]|{k=2}",
            ],
            _fixture.Rows($"SELECT * FROM ({DeltaFixture.Select(new DeltaTableSource(snapshot), id)}) WHERE id = 100")
        );
    }

    private static CompiledQuery Rows(int i)
    {
        var p =
            i % 2 == 1 ? $"'a/b %{i}=:😈'"
            : i == 4 ? "NULL"
            : "'plain'";
        var day = i == 4 ? "NULL" : $"DATE '2024-01-01' + {i}";
        return new(
            $$$"""
            SELECT {{{i}}}::BIGINT AS id, {{{p}}} AS p, {{{day}}} AS day, TIMESTAMPTZ '2024-02-29 12:30:00.5+00' + INTERVAL {{{i}}} SECOND AS at, 12.345::DECIMAL(5,3) AS d5, 12345678901234567890.123456789012345678::DECIMAL(38,18) AS d38,
                   TIMESTAMPTZ '2024-02-29 12:30:00.123456+00' + INTERVAL {{{i}}} SECOND AS ts, TIMESTAMP '2024-02-29 12:30:00.123456' AS tn, 1::TINYINT AS b, 2::SMALLINT AS sh, 1.5::FLOAT AS f, '\x00\xFF'::BLOB AS bi,
                   {'a': 1::BIGINT, 'b': {'c': 'x{{{i}}}'}} AS st, [1, NULL]::INTEGER[] AS li, MAP {'k': {{{i}}}::BIGINT} AS ma
            """,
            new StructType([
                new("id", SparkType.Long),
                new("p", SparkType.String),
                new("day", SparkType.Date),
                new("at", SparkType.Timestamp),
                new("d5", new Types.DecimalType(5, 3)),
                new("d38", new Types.DecimalType(38, 18)),
                new("ts", SparkType.Timestamp),
                new("tn", SparkType.TimestampNtz),
                new("b", SparkType.Byte),
                new("sh", SparkType.Short),
                new("f", SparkType.Float),
                new("bi", SparkType.Binary),
                new("st", new StructType([new("a", SparkType.Long), new("b", new StructType([new("c", SparkType.String)]))])),
                new("li", new Types.ArrayType(SparkType.Integer)),
                new("ma", new Types.MapType(SparkType.String, SparkType.Long)),
            ])
        );
    }

    /// <summary>Runs statements in Spark's own SQL shell and returns what it prints.</summary>
    private List<string> SparkSql(string home, string sql)
    {
        var script = Path.Combine(_fixture.Folder, "script.sql");
        File.WriteAllText(script, sql.Replace(";", ";\n", StringComparison.Ordinal));
        var start = new ProcessStartInfo(Path.Combine(home, "bin", "spark-sql"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _fixture.Folder,
        };
        foreach (
            var argument in (string[])
                [
                    "--master",
                    "local[2]",
                    "--conf",
                    "spark.ui.enabled=false",
                    "--conf",
                    "spark.sql.session.timeZone=UTC",
                    "--conf",
                    "spark.driver.extraJavaOptions=-Duser.timezone=UTC",
                    "--conf",
                    "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension",
                    "--conf",
                    "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog",
                    "--conf",
                    $"spark.sql.warehouse.dir={_fixture.Folder}/warehouse",
                    "--conf",
                    "spark.sql.shuffle.partitions=1",
                    "-f",
                    script,
                ]
        )
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
