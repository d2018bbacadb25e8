using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Spark.Connect.Client;
using Xunit;

namespace Spark.Connect.Tests.Client;

public class RetryPolicyTests
{
    private static readonly RpcException Unavailable = Failure(StatusCode.Unavailable, "gone");

    [Fact]
    public void Waits_grow_to_a_minute_and_bear_an_outage_of_ten()
    {
        var waits = Enumerable
            .Range(0, 15)
            .Select(attempt => RetryPolicy.Default.Delay(attempt, Unavailable, 0)!.Value.TotalMilliseconds)
            .ToList();

        Assert.Equal([50, 200, 800, 3200, 12800, 51200, 60000, 60000], waits.Take(8));
        Assert.True(waits.Sum() >= 600_000);
        Assert.Null(RetryPolicy.Default.Delay(15, Unavailable, 0));
    }

    [Fact]
    public void Longer_waits_get_jitter()
    {
        Assert.Equal(800, RetryPolicy.Default.Delay(2, Unavailable, 1)!.Value.TotalMilliseconds);
        Assert.Equal(3700, RetryPolicy.Default.Delay(3, Unavailable, 1)!.Value.TotalMilliseconds);
    }

    [Fact]
    public void A_server_that_was_never_there_is_given_up_within_seconds()
    {
        Assert.NotNull(RetryPolicy.FirstContact.Delay(3, Unavailable, 1));
        Assert.Null(RetryPolicy.FirstContact.Delay(4, Unavailable, 1));
    }

    [Fact]
    public void A_server_may_ask_for_a_wait_and_for_another_attempt()
    {
        static RpcException Asking(int seconds)
        {
            var delay = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
            var details = new Google.Rpc.Status { Details = { Any.Pack(new RetryInfo { RetryDelay = delay }) } };
            var trailers = new Metadata();
            trailers.SetRpcStatus(details);
            return new(new Grpc.Core.Status(StatusCode.ResourceExhausted, "later"), trailers);
        }

        Assert.Equal(TimeSpan.FromSeconds(90), RetryPolicy.Default.Delay(0, Asking(90), 0));
        Assert.Equal(TimeSpan.FromMinutes(10), RetryPolicy.Default.Delay(0, Asking(10_000), 0));
        Assert.Equal(TimeSpan.FromMilliseconds(50), RetryPolicy.Default.Delay(0, Asking(0), 0));
    }

    [Theory]
    [InlineData(StatusCode.Internal, "java.lang.NullPointerException")]
    [InlineData(StatusCode.Unauthenticated, "")]
    [InlineData(StatusCode.DeadlineExceeded, "")]
    public void Other_failures_are_final(StatusCode code, string message) =>
        Assert.Null(RetryPolicy.Default.Delay(0, Failure(code, message), 0));

    [Fact]
    public void A_cursor_that_another_call_took_over_is_asked_for_again() =>
        Assert.NotNull(RetryPolicy.Default.Delay(0, Failure(StatusCode.Internal, "[INVALID_CURSOR.DISCONNECTED] ..."), 0));

    [Theory]
    [InlineData(StatusCode.Internal, typeof(IOException))]
    [InlineData(StatusCode.Internal, typeof(HttpRequestException))]
    public void A_stream_that_broke_is_taken_up_again(StatusCode code, System.Type cause) =>
        Assert.NotNull(RetryPolicy.Default.Delay(0, new RpcException(new(code, "broken", (Exception)Activator.CreateInstance(cause)!)), 0));

    private static RpcException Failure(StatusCode code, string message) => new(new(code, message));
}
