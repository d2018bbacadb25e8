using System.Text.RegularExpressions;
using Amazon.S3;
using Amazon.S3.Model;

namespace Spark.Emr.Logs;

/// <summary>
/// The logs of one step: what it printed, streamed while it runs, and everything that may hold the reason when it failed. In client mode
/// the program's output is the step's own; in cluster mode it is that of the YARN container of the driver.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-manage-view-web-log-files.html</remarks>
internal sealed partial class StepLogs
{
    private readonly IAmazonS3 _s3;
    private readonly string _bucket;
    private readonly string _prefix;
    private readonly TimeProvider _clock;
    private readonly LogTail _stdout;
    private readonly LogTail _stderr;
    private readonly LogTail _controller;
    private readonly Dictionary<string, LogTail> _containers = [];

    /// <param name="logUri">The cluster's LogUri.</param>
    public StepLogs(IAmazonS3 s3, string logUri, string clusterId, string stepId, TimeProvider clock)
    {
        var uri = new Uri(logUri.Replace("s3n://", "s3://", StringComparison.Ordinal));
        (_s3, _bucket, _clock) = (s3, uri.Host, clock);
        _prefix = $"{uri.AbsolutePath.Trim('/')}/{clusterId}/".TrimStart('/');
        _stdout = new LogTail(s3, _bucket, $"{_prefix}steps/{stepId}/stdout.gz");
        _stderr = new LogTail(s3, _bucket, $"{_prefix}steps/{stepId}/stderr.gz");
        _controller = new LogTail(s3, _bucket, $"{_prefix}steps/{stepId}/controller.gz");
    }

    /// <summary>Where the step's logs lie.</summary>
    public string Folder => _stdout.Uri[..(_stdout.Uri.LastIndexOf('/') + 1)];

    /// <summary>What the program printed since the last call: the step's stdout, and the driver container's in cluster mode.</summary>
    public async Task<IReadOnlyList<string>> NextAsync(bool toTheEnd, CancellationToken cancellationToken)
    {
        var lines = new List<string>(await _stdout.NextAsync(toTheEnd, cancellationToken));
        await _stderr.NextAsync(toTheEnd: true, cancellationToken);
        await FindContainersAsync(cancellationToken);
        foreach (var (name, log) in _containers)
        {
            var fresh = await log.NextAsync(toTheEnd, cancellationToken);
            if (name.EndsWith("/stdout.gz", StringComparison.Ordinal) && IsDriver(name))
                lines.AddRange(fresh);
        }

        return lines;
    }

    /// <summary>
    /// The rest of the output and the root cause of a failure. Logs come up to five minutes after the step's end, so it waits for them.
    /// </summary>
    /// <param name="failed">Whether there is a cause to look for.</param>
    public async Task<(IReadOnlyList<string> Lines, RootCause? Cause)> LastAsync(
        bool failed,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var lines = new List<string>();
        var deadline = _clock.GetUtcNow() + patience;
        while (true)
        {
            lines.AddRange(await NextAsync(toTheEnd: true, cancellationToken));
            var cause = failed ? FindCause() : null;
            if (cause is not null || (!failed && await AreCompleteAsync(cancellationToken)) || _clock.GetUtcNow() > deadline)
            {
                // What came between the two looks.
                lines.AddRange(await NextAsync(toTheEnd: true, cancellationToken));
                return (lines, cause ?? (failed ? RootCause.LastLines(_stderr.Text) : null));
            }

            await Task.Delay(TimeSpan.FromSeconds(10), _clock, cancellationToken);
        }
    }

    /// <summary>What a failed bootstrap action wrote to stderr on the node where it failed.</summary>
    /// <param name="reason">The cluster's reason, which names node and action.</param>
    public async Task<(string Uri, string Text)?> BootstrapErrorAsync(string reason, TimeSpan patience, CancellationToken cancellationToken)
    {
        var node = Instance().Match(reason).Value;
        var action = BootstrapAction().Match(reason) is { Success: true } match ? match.Groups[1].Value : "1";
        var deadline = _clock.GetUtcNow() + patience;
        while (true)
        {
            var prefix = node.Length > 0 ? $"{_prefix}node/{node}/bootstrap-actions/{action}/stderr" : $"{_prefix}node/";
            var listed = await _s3.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix },
                cancellationToken
            );
            if (
                listed.S3Objects?.Find(found =>
                    found.Key.Contains("bootstrap-actions", StringComparison.Ordinal)
                    && found.Key.EndsWith("stderr.gz", StringComparison.Ordinal)
                ) is
                { } found
            )
            {
                var log = new LogTail(_s3, _bucket, found.Key);
                await log.NextAsync(toTheEnd: true, cancellationToken);
                return (log.Uri, log.Text.Trim());
            }

            if (_clock.GetUtcNow() > deadline)
                return null;
            await Task.Delay(TimeSpan.FromSeconds(10), _clock, cancellationToken);
        }
    }

    /// <summary>The controller writes the step's exit code last of all.</summary>
    private async Task<bool> AreCompleteAsync(CancellationToken cancellationToken)
    {
        await _controller.NextAsync(toTheEnd: true, cancellationToken);
        return ExitLine().IsMatch(_controller.Text);
    }

    private RootCause? FindCause()
    {
        // The driver's own words come before what spark-submit says of them.
        var logs = _containers.OrderByDescending(pair => IsDriver(pair.Key)).Select(pair => pair.Value).Prepend(_stderr);
        return logs.Select(log => RootCause.Find(log.Text))
            .OfType<RootCause>()
            .OrderByDescending(cause => cause.Certainty)
            .FirstOrDefault();
    }

    private async Task FindContainersAsync(CancellationToken cancellationToken)
    {
        if (Application().Match(_stderr.Text) is not { Success: true } match)
            return;
        var prefix = $"{_prefix}containers/{match.Value}/";
        string? token = null;
        do
        {
            var page = await _s3.ListObjectsV2Async(
                new ListObjectsV2Request
                {
                    BucketName = _bucket,
                    Prefix = prefix,
                    ContinuationToken = token,
                },
                cancellationToken
            );
            foreach (var found in page.S3Objects ?? [])
                _containers.TryAdd(found.Key, new LogTail(_s3, _bucket, found.Key));
            token = page.IsTruncated == true ? page.NextContinuationToken : null;
        } while (token is not null);
    }

    /// <summary>YARN numbers containers from 1, which is the application master's and so the driver's in cluster mode.</summary>
    private static bool IsDriver(string key) => key.Contains("_000001/", StringComparison.Ordinal);

    [GeneratedRegex(@"application_\d+_\d+")]
    private static partial Regex Application();

    [GeneratedRegex(@"Step (succeeded|failed) with exitCode")]
    private static partial Regex ExitLine();

    [GeneratedRegex(@"\bi-[0-9a-f]+\b")]
    private static partial Regex Instance();

    [GeneratedRegex(@"bootstrap action (\d+)")]
    private static partial Regex BootstrapAction();
}
