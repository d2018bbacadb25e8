using Microsoft.Spark.Sql;
using Spark.Testing;
using Xunit;

namespace Microsoft.Spark.Tests.Engine;

/// <summary>Tests of what the API does on a real Spark server. Each class has a session of its own; without Spark they are skipped.</summary>
public abstract class SparkTests(SparkServer server) : IAsyncLifetime
{
    private SparkSession? _spark;

    protected SparkSession Spark => _spark!;

    /// <summary>Three people, one without an age.</summary>
    protected DataFrame People =>
        Spark.CreateDataFrame(
            [new GenericRow([null, "Michael"]), new GenericRow([30, "Andy"]), new GenericRow([19, "Justin"])],
            Microsoft.Spark.Sql.Types.StructType.FromDdl("age INT, name STRING")
        );

    public async ValueTask InitializeAsync() => _spark = SparkSession.Builder().Remote(await server.ConnectionStringAsync()).Create();

    public ValueTask DisposeAsync()
    {
        _spark?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>All rows, as text, in the order of that text.</summary>
    protected static string[] Rows(DataFrame df) => [.. df.Collect().Select(row => row.ToString()).Order(StringComparer.Ordinal)];
}
