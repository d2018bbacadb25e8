using System.Text.Json;
using Xunit;

namespace Delta.Log.Tests;

/// <summary>The logs of the Delta acceptance tables, written by Spark: what a table says of itself must be what is expected.</summary>
public sealed class AcceptanceTableTests
{
    private static readonly string? Tables = FindShared("delta-dat");

    public static TheoryData<string> Names =>
        Tables is null ? [""] : [.. Directory.GetDirectories(Tables).Select(path => Path.GetFileName(path)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheLogIsReadAsSparkReadsIt(string name)
    {
        if (Tables is null)
            Assert.Skip("The acceptance tables are not on this machine (../shared/delta-dat).");
        var folder = Path.Combine(Tables, name);
        var log = new DeltaLog(new LocalLogStore(Path.Combine(folder, "delta")));
        foreach (var expected in Directory.GetDirectories(Path.Combine(folder, "expected")))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(expected, "table_version_metadata.json")));
            var version = json.RootElement.GetProperty("version").GetInt64();
            if (Directory.GetFiles(Path.Combine(folder, "delta", "_delta_log"), "*.checkpoint*").Length > 0)
                continue; // A checkpoint needs the Parquet reader of the engine, whose own tests read these.
            var snapshot = log.At(version);
            Assert.Equal(json.RootElement.GetProperty("min_reader_version").GetInt32(), snapshot.Protocol.MinReaderVersion);
            Assert.Equal(json.RootElement.GetProperty("min_writer_version").GetInt32(), snapshot.Protocol.MinWriterVersion);
            Assert.Equal(
                json.RootElement.GetProperty("properties")
                    .EnumerateObject()
                    .Select(property => (property.Name, property.Value.GetString()))
                    .Order(),
                snapshot.Metadata.Configuration.Select(pair => (pair.Key, pair.Value)).Order()
            );
            foreach (var file in snapshot.Files)
            {
                Assert.True(File.Exists(Path.Combine(folder, "delta", FilePath.Decode(file.Path))), file.Path);
                Assert.Equal(FilePath.Encode(FilePath.Decode(file.Path)), file.Path);
                if (file.DeletionVector is { } vector)
                    Assert.Equal(vector.Cardinality, DeletionVector.Load(log.Store, vector).Rows.Count);
            }

            Assert.Equal(snapshot.Schema, SchemaJson.Parse(SchemaJson.Write(snapshot.Schema)));
        }
    }

    private static string? FindShared(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = Path.Combine(folder.FullName, "..", "shared", name);
            if (File.Exists(Path.Combine(folder.FullName, "Spark.sln")) && Directory.Exists(shared))
                return shared;
        }

        return null;
    }
}
