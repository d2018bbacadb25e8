using System.Text.Json;
using Spark.Embedded.Delta;
using Spark.Embedded.Plan;
using Xunit;

namespace Spark.Embedded.Tests.Delta;

/// <summary>The Delta acceptance tables, written by Spark: every version must have the rows that Spark read from it.</summary>
public sealed class AcceptanceTableTests
{
    public static TheoryData<string> Names =>
        DeltaFixture.AcceptanceTables is { } tables
            ? [.. Directory.GetDirectories(tables).Select(path => Path.GetFileName(path)!).Order()]
            : ["(none)"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_version_has_the_rows_that_Spark_read(string name)
    {
        if (DeltaFixture.AcceptanceTables is not { } tables)
        {
            Assert.Skip("The acceptance tables are not on this machine (../shared/delta-dat).");
            return;
        }

        using var fixture = new DeltaFixture();
        var log = fixture.Tables.Open(Path.Combine(tables, name, "delta"));
        var versions = Directory.GetDirectories(Path.Combine(tables, name, "expected"));
        Assert.NotEmpty(versions);
        foreach (var folder in versions)
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "table_version_metadata.json")));
            var version = json.RootElement.GetProperty("version").GetInt64();
            var snapshot = log.At(version);
            Assert.Equal(version, snapshot.Version);
            Assert.Equal(json.RootElement.GetProperty("min_reader_version").GetInt32(), snapshot.Protocol.MinReaderVersion);
            Assert.Equal(json.RootElement.GetProperty("min_writer_version").GetInt32(), snapshot.Protocol.MinWriterVersion);
            Assert.Equal(
                json.RootElement.GetProperty("properties")
                    .EnumerateObject()
                    .Select(property => (property.Name, property.Value.GetString()))
                    .Order(),
                snapshot.Metadata.Configuration.Select(pair => (pair.Key, pair.Value)).Order()
            );

            var actual = DeltaFixture.Select(new DeltaTableSource(snapshot));
            var expected =
                $"SELECT {string.Join(", ", snapshot.Schema.Fields.Select(field => $"\"{field.Name}\""))} FROM read_parquet('{Path.Combine(folder, "table_content")}/*.parquet', hive_partitioning = false)";
            Assert.Equal(
                fixture.Connection.Describe(expected).Select(field => (field.Name, field.Type.Kind)),
                fixture.Connection.Describe(actual).Select(field => (field.Name, field.Type.Kind))
            );
            Assert.Equal(fixture.Rows(expected).Order(StringComparer.Ordinal), fixture.Rows(actual).Order(StringComparer.Ordinal));
            Assert.NotEmpty(fixture.Rows(actual));
        }
    }

    [Fact]
    public void Filters_skip_files_and_lose_no_row()
    {
        if (DeltaFixture.AcceptanceTables is not { } tables)
        {
            Assert.Skip("The acceptance tables are not on this machine (../shared/delta-dat).");
            return;
        }

        using var fixture = new DeltaFixture();
        var snapshot = fixture.Tables.Open(Path.Combine(tables, "basic_partitioned", "delta")).Current();
        var source = new DeltaTableSource(snapshot);
        var letter = new ScanPredicate(0, ScanComparison.Equal, [new Literal("a", Types.SparkType.String)]);
        Assert.Equal(["a|1|1.1", "a|4|4.4"], fixture.Rows(DeltaFixture.Select(source, letter)).Order(StringComparer.Ordinal));
        Assert.Equal(2, source.ScannedFiles!.Count);
        var number = new ScanPredicate(1, ScanComparison.GreaterThan, [new Literal(3L, Types.SparkType.Long)]);
        Assert.Equal(["a|4|4.4"], fixture.Rows(DeltaFixture.Select(source, letter, number)));
        Assert.Single(source.ScannedFiles!);
        var none = new ScanPredicate(0, ScanComparison.IsNull, []);
        Assert.Empty(fixture.Rows(DeltaFixture.Select(source, none)));
        Assert.Empty(source.ScannedFiles!);
    }
}
