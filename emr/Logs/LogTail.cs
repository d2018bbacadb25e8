using System.IO.Compression;
using System.Net;
using System.Text;
using Amazon.S3;

namespace Spark.Emr.Logs;

/// <summary>
/// Follows one log in S3. EMR uploads the whole file anew every few minutes, so what was shown is remembered by its length in
/// characters, and each line is told once.
/// </summary>
internal sealed class LogTail(IAmazonS3 s3, string bucket, string key)
{
    private string? _etag;
    private int _told;

    /// <summary>All that the log holds as of the last look; empty when it is not there.</summary>
    public string Text { get; private set; } = "";

    public string Uri => $"s3://{bucket}/{key}";

    /// <summary>The whole lines that are new since the last call; the last, unfinished line only when <paramref name="toTheEnd"/>.</summary>
    public async Task<IReadOnlyList<string>> NextAsync(bool toTheEnd, CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        var fresh = _told <= Text.Length ? Text[_told..] : "";
        if (!toTheEnd)
            fresh = fresh[..(fresh.LastIndexOf('\n') + 1)];
        _told += fresh.Length;
        var lines = fresh.Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await s3.GetObjectAsync(
                new Amazon.S3.Model.GetObjectRequest
                {
                    BucketName = bucket,
                    Key = key,
                    EtagToNotMatch = _etag,
                },
                cancellationToken
            );
            await using var zipped = new GZipStream(answer.ResponseStream, CompressionMode.Decompress);
            using var reader = new StreamReader(zipped, Encoding.UTF8);
            Text = await reader.ReadToEndAsync(cancellationToken);
            _etag = answer.ETag;
        }
        catch (AmazonS3Exception same) when (same.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.NotFound)
        {
            // Nothing new, or nothing yet.
        }
    }
}
