using System.Net;
using Amazon.ElasticMapReduce;
using Amazon.Runtime;
using Spark.Emr.Errors;

namespace Spark.Emr.Aws;

/// <summary>
/// Every call to EMR goes through here: at a rate below the service's, again after throttling and lost connections where a repetition is
/// harmless, and with errors told in one line.
/// </summary>
/// <remarks>EMR throttles an account's calls together, so all watchers of a process share one gateway. Quotas: https://docs.aws.amazon.com/general/latest/gr/emr.html</remarks>
internal sealed class EmrGateway(AmazonElasticMapReduceClient client, TimeProvider clock, Action<string>? trace = null)
{
    /// <summary>How long throttling is borne before it is told.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly RequestPace _pace = new(burst: 5, perSecond: 0.4, clock);

    public TimeProvider Clock { get; } = clock;

    /// <summary>A call that changes nothing, or changes it to the same when repeated.</summary>
    public Task<T> RepeatableAsync<T>(
        Func<AmazonElasticMapReduceClient, CancellationToken, Task<T>> call,
        CancellationToken cancellationToken
    ) => CallAsync(call, repeatWhenLost: true, cancellationToken);

    /// <summary>
    /// A call that must not happen twice. Throttling is repeated, since the service did nothing; a lost answer is thrown as
    /// <see cref="AnswerLostException"/> for the caller to find out what happened.
    /// </summary>
    public Task<T> OnceAsync<T>(Func<AmazonElasticMapReduceClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync(call, repeatWhenLost: false, cancellationToken);

    private async Task<T> CallAsync<T>(
        Func<AmazonElasticMapReduceClient, CancellationToken, Task<T>> call,
        bool repeatWhenLost,
        CancellationToken cancellationToken
    )
    {
        var started = Clock.GetUtcNow();
        for (var attempt = 1; ; attempt++)
        {
            await _pace.WaitAsync(cancellationToken);
            try
            {
                // What must not happen twice is not cut off either: nobody would know whether it happened once.
                return await call(client, repeatWhenLost ? cancellationToken : CancellationToken.None);
            }
            catch (AmazonElasticMapReduceException error) when (IsThrottling(error))
            {
                if (Clock.GetUtcNow() - started > Patience)
                    throw new LauncherException(
                        ExitCode.Throttled,
                        $"EMR has throttled this account's requests for {Patience.TotalMinutes:0} minutes. Fewer launchers at a time, or a higher quota, help.",
                        error
                    );
                _pace.SlowDown();
            }
            catch (AmazonElasticMapReduceException error) when ((int)error.StatusCode >= 500)
            {
                if (!repeatWhenLost)
                    throw new AnswerLostException(error);
                if (Clock.GetUtcNow() - started > Patience)
                    throw new LauncherException(
                        ExitCode.Unreachable,
                        $"EMR answers {(int)error.StatusCode} {error.ErrorCode}. See https://health.aws.amazon.com.",
                        error
                    );
            }
            catch (AmazonElasticMapReduceException error)
            {
                throw Explain(error);
            }
            catch (AmazonServiceException error)
            {
                throw new LauncherException(ExitCode.Credentials, CredentialsAdvice(error.Message), error);
            }
            catch (Exception error)
                when (error is AmazonClientException or HttpRequestException or WebException or IOException or TaskCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                if (error is AmazonClientException && error.InnerException is null)
                    throw new LauncherException(ExitCode.Credentials, CredentialsAdvice(error.Message), error);
                if (!repeatWhenLost)
                    throw new AnswerLostException(error);
                if (attempt >= 6)
                    throw new LauncherException(
                        ExitCode.Unreachable,
                        $"EMR cannot be reached: {error.GetBaseException().Message} Check the network, the region and AWS_ENDPOINT_URL.",
                        error
                    );
            }

            trace?.Invoke($"EMR did not take the request; attempt {attempt + 1} follows.");
            await Task.Delay(Pause(attempt), Clock, cancellationToken);
        }
    }

    /// <summary>Exponential backoff with full jitter. https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/</summary>
    private static TimeSpan Pause(int attempt)
    {
        var ceiling = Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(attempt, 10)));
        return TimeSpan.FromSeconds(Random.Shared.NextDouble() * ceiling);
    }

    private static bool IsThrottling(AmazonServiceException error) =>
        error.StatusCode == HttpStatusCode.TooManyRequests
        || error.ErrorCode is "ThrottlingException" or "Throttling" or "RequestLimitExceeded" or "TooManyRequestsException";

    private static LauncherException Explain(AmazonElasticMapReduceException error) =>
        error.ErrorCode switch
        {
            "AccessDeniedException"
            or "UnauthorizedOperation"
            or "UnrecognizedClientException"
            or "InvalidClientTokenId"
            or "ExpiredTokenException"
            or "ExpiredToken"
            or "SignatureDoesNotMatch"
            or "InvalidSignatureException"
            or "MissingAuthenticationToken"
            or "IncompleteSignature" => new LauncherException(
                ExitCode.Credentials,
                CredentialsAdvice($"{error.ErrorCode}: {error.Message}"),
                error
            ),
            _ => new LauncherException(ExitCode.Refused, $"EMR refused the request: {error.Message} ({error.ErrorCode})", error),
        };

    private static string CredentialsAdvice(string message) =>
        $"AWS does not accept the credentials: {message.TrimEnd('.')}. Check AWS_PROFILE or log in (aws sso login), then run 'doctor'.";
}
