using Xunit;

namespace Delta.Log.Tests;

/// <summary>A folder for one test's table, deleted at the end.</summary>
public sealed class TemporaryTable : IDisposable
{
    public TemporaryTable() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "delta-log-" + Guid.NewGuid().ToString("N"));

    public string LogFolder => System.IO.Path.Combine(Path, "_delta_log");

    public DeltaLog Open() => new(new LocalLogStore(Path));

    /// <summary>Makes a table with columns <c>id</c> and <c>day</c>, partitioned by the second.</summary>
    public DeltaLog Create(params (string Key, string Value)[] properties)
    {
        var log = Open();
        var txn = log.StartTransaction();
        txn.SetMetadata(
            new TableMetadata
            {
                Id = Guid.NewGuid().ToString(),
                SchemaString = SchemaJson.Write(new StructType([new("id", PrimitiveType.Long), new("day", PrimitiveType.Date)])),
                PartitionColumns = ["day"],
                Configuration = properties.ToDictionary(pair => pair.Key, string? (pair) => pair.Value),
                CreatedTime = 0,
            }
        );
        Assert.IsType<CommitOutcome.Committed>(txn.Commit([], new Operation("CREATE TABLE")));
        return log;
    }

    public static AddFile File(string path, string day = "2024-01-01", long min = 0, long max = 9) =>
        new()
        {
            Path = path,
            PartitionValues = new Dictionary<string, string?> { ["day"] = day },
            Size = 100,
            ModificationTime = 1,
            Stats = $"{{\"numRecords\":10,\"minValues\":{{\"id\":{min}}},\"maxValues\":{{\"id\":{max}}},\"nullCount\":{{\"id\":0}}}}",
        };

    public static FilePredicate Id(ComparisonOperator comparison, long value) => new FilePredicate.Comparison(["id"], comparison, value);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
