using Microsoft.Spark;
using Spark.Connect.Client;
using Xunit;

namespace Spark.Connect.Tests.Client;

/// <summary>What travels with a call, and what becomes of answers that Spark itself gives seldom.</summary>
public class CallTests
{
    [Fact]
    public async Task Parameters_of_the_connection_string_travel_as_headers()
    {
        await using var server = await ScriptedServer.StartAsync(("Config", new([new ConfigResponse()])));
        await using var executor = await ConnectExecutor.OpenAsync(
            $"sc://127.0.0.1:{server.Port}/;token=t;x-aws-proxy-auth=a%3Db;user_agent=my app"
        );

        await executor.ConfigAsync(new() { GetAll = new() });

        var headers = server.Calls.First().Headers;
        Assert.Equal(("Bearer t", "a=b"), (headers["authorization"], headers["x-aws-proxy-auth"]));
        Assert.Contains("my%20app spark/", headers["User-Agent"]);
    }

    [Fact]
    public async Task An_answer_may_nest_as_deep_as_a_plan()
    {
        var type = new DataType { Integer = new() };
        for (var i = 0; i < 300; i++)
            type = new() { Array = new() { ElementType = type } };
        await using var server = await ScriptedServer.StartAsync(
            ("AnalyzePlan", new([new AnalyzePlanResponse { Schema = new() { Schema_ = type } }]))
        );
        await using var executor = await ConnectExecutor.OpenAsync($"sc://127.0.0.1:{server.Port}");

        var answer = await executor.AnalyzeAsync(new() { Schema = new() { Plan = Plans.Sql("SELECT 1") } });

        Assert.Equal(type, answer.Schema.Schema_);
    }

    [Fact]
    public async Task A_stream_that_a_proxy_ends_without_a_status_is_taken_up_again()
    {
        await using var server = await ScriptedServer.StartAsync(
            ("ExecutePlan", new([Metrics("1")], Status: null)),
            ("ReattachExecute", new([Metrics("2"), new ExecutePlanResponse { ResponseId = "3", ResultComplete = new() }])),
            ("ReleaseExecute", new([new ReleaseExecuteResponse()]))
        );
        await using var executor = await ConnectExecutor.OpenAsync($"sc://127.0.0.1:{server.Port}");

        var events = await executor.RunAsync(Plans.Sql("SELECT 1"));

        Assert.Equal(["1", "2"], events.Select(item => item.Response!.ResponseId));
    }

    [Fact]
    public async Task A_server_of_another_kind_is_named()
    {
        await using var server = await ScriptedServer.StartAsync();
        await using var executor = await ConnectExecutor.OpenAsync($"sc://127.0.0.1:{server.Port}");

        var error = await Assert.ThrowsAsync<SparkConnectException>(() => executor.ConfigAsync(new() { GetAll = new() }));

        Assert.Contains("no Spark Connect server", error.Message);
    }

    private static ExecutePlanResponse Metrics(string id) => new() { ResponseId = id, Metrics = new() };
}
