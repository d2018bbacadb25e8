using System.IO.Compression;
using System.Text;
using Aws.Local.S3;

namespace Aws.Local.Emr;

/// <summary>
/// Uploads logs as EMR does: every few minutes the whole file again, gzipped, under <c>{LogUri}/{cluster}/</c>, and the rest some time
/// after the end. https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-manage-view-web-log-files.html
/// </summary>
public sealed class LogUploads(LocalAwsOptions options, ScaledClock clock, ObjectStore store)
{
    /// <summary>Uploads a run's logs until the returned object is disposed, and once more after the delay.</summary>
    public IDisposable Follow(StepRun run)
    {
        var ended = new CancellationTokenSource();
        _ = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                try
                {
                    await clock.Delay(options.LogInterval, ended.Token);
                }
                catch (OperationCanceledException)
                {
                    await clock.Delay(options.LogDelay);
                }

                Upload(run);
            }
        });
        return new Ending(ended);
    }

    /// <summary>Puts one log under the cluster's prefix.</summary>
    public Task PutAsync(Cluster cluster, string name, string text) => PutAsync(cluster.LogUri, $"{cluster.Id}/{name}", text);

    /// <summary>Puts one log under a LogUri; without one, or without its bucket, it is lost as EMR loses it.</summary>
    public Task PutAsync(string? logUri, string name, string text)
    {
        if (logUri is { } uri && Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && store.BucketExists(parsed.Host))
        {
            var key = $"{parsed.AbsolutePath.Trim('/')}/{name}".TrimStart('/');
            store.Put(
                parsed.Host,
                key,
                Gzip(text),
                new Dictionary<string, string> { ["content-type"] = "application/x-gzip" },
                new Dictionary<string, string>(),
                operation: "LogUpload"
            );
        }

        return Task.CompletedTask;
    }

    private void Upload(StepRun run)
    {
        foreach (
            var (name, log) in (IEnumerable<(string, LogFile)>)
                [("controller", run.Controller), ("stdout", run.Stdout), ("stderr", run.Stderr)]
        )
        {
            if (log.Text.Length > 0)
                PutAsync(run.Cluster, $"steps/{run.Step.Id}/{name}.gz", log.Text);
        }

        foreach (var (name, log) in run.Containers)
            PutAsync(run.Cluster, $"containers/{name}.gz", log.Text);
    }

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
            zip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private sealed class Ending(CancellationTokenSource source) : IDisposable
    {
        public void Dispose() => source.Cancel();
    }
}
