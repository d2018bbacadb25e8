using Spark.Connect.Client;
using Spark.Testing;
using Xunit;

namespace Spark.Connect.Tests.Client;

/// <summary>Lost connections: what was asked runs once, and every row arrives once.</summary>
[Trait("Speed", "Slow")]
public class ReattachTests(SparkServer spark)
{
    private async Task<(DroppingProxy Proxy, ConnectExecutor Executor)> OpenAsync(params IEnumerable<long> limits)
    {
        var connectionString = await spark.ConnectionStringAsync();
        var port = ConnectAddress.Parse(connectionString).Port;
        var proxy = new DroppingProxy(port, limits);
        return (proxy, await ConnectExecutor.OpenAsync(connectionString.Replace($":{port}/", $":{proxy.Port}/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_row_arrives_once_however_often_the_connection_breaks(int seed)
    {
        var random = new Random(seed);
        var (proxy, executor) = await OpenAsync(Enumerable.Range(0, 5).Select(_ => (long)random.Next(100, 700_000)));
        await using var _ = proxy;
        await using var __ = executor;

        var ids = await executor.ColumnAsync<long>(Plans.Sql("SELECT id, repeat('x', 20) FROM range(0, 200000, 1, 4)"));

        Assert.Equal(Enumerable.Range(0, 200_000).Select(i => (long)i), ids);
        Assert.True(proxy.Dropped >= 2, $"only {proxy.Dropped} connections broke");
    }

    [Fact]
    public async Task A_command_runs_once_when_its_answer_is_lost()
    {
        using var folder = new TemporaryFolder();
        var table = $"delta.`{folder["table"]}`";
        await using var direct = await ConnectExecutor.OpenAsync(await spark.ConnectionStringAsync());
        await direct.RunAsync(Plans.Command($"CREATE TABLE {table} (id BIGINT) USING delta"));
        for (var limit = 20; limit < 1000; limit += 220)
        {
            var (proxy, executor) = await OpenAsync(limit, 50);
            await using var _ = proxy;
            await using var __ = executor;
            await executor.RunAsync(Plans.Command($"INSERT INTO {table} VALUES ({limit})"));
        }

        var ids = await direct.ColumnAsync<long>(Plans.Sql($"SELECT id FROM {table} ORDER BY id"));

        Assert.Equal([20, 240, 460, 680, 900], ids);
    }

    [Fact]
    public async Task A_stream_that_the_server_ends_early_is_taken_up_again()
    {
        // The test server ends a stream after 2 MB, in order and without a ResultComplete.
        await using var executor = await ConnectExecutor.OpenAsync(await spark.ConnectionStringAsync());

        var ids = await executor.ColumnAsync<long>(Plans.Sql("SELECT id FROM range(0, 1000000, 1, 8)"));

        Assert.Equal(Enumerable.Range(0, 1_000_000).Select(i => (long)i), ids);
    }

    [Fact]
    public async Task Waiting_for_a_connection_that_does_not_come_back_can_be_cancelled()
    {
        var (proxy, executor) = await OpenAsync(300_000);
        await using var _ = executor;
        using var patience = new CancellationTokenSource();

        var reading = Task.Run(async () =>
        {
            await foreach (
                var item in executor.ExecuteAsync(Plans.Sql("SELECT id FROM range(0, 1000000, 1, 4)"), cancellationToken: patience.Token)
            )
                if (item.Batch is not null)
                    await proxy.DisposeAsync();
        });
        await Task.Delay(1000);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
