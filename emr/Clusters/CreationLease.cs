using System.Net;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Spark.Emr.Settings;

namespace Spark.Emr.Clusters;

/// <summary>
/// The right to create a cluster of some name, held by at most one launcher: an object in the artifacts bucket that is put only where
/// there is none. EMR itself lets any number of clusters have one name.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html</remarks>
internal sealed class CreationLease(IAmazonS3 s3, TimeProvider clock)
{
    /// <summary>A holder that died is succeeded after this time; creating a cluster takes a second.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>The lease, to be disposed when the cluster exists; null when another launcher holds it.</summary>
    public async Task<IAsyncDisposable?> TryTakeAsync(
        LaunchEnvironment environment,
        string clusterName,
        CancellationToken cancellationToken
    )
    {
        var (bucket, key) = (environment.Buckets.Artifacts, $"leases/cluster-{Uri.EscapeDataString(clusterName)}.json");
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            ContentBody = JsonSerializer.Serialize(
                new
                {
                    takenAt = clock.GetUtcNow(),
                    by = Environment.MachineName,
                    process = Environment.ProcessId,
                }
            ),
            IfNoneMatch = "*",
        };
        try
        {
            await s3.PutObjectAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception taken) when (taken.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict)
        {
            if (!await IsOverdueAsync(request, cancellationToken))
                return null;
            try
            {
                await s3.PutObjectAsync(request, cancellationToken);
            }
            catch (AmazonS3Exception lost)
                when (lost.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound)
            {
                return null;
            }
        }

        return new Held(s3, bucket, key);
    }

    /// <summary>Whether the present lease has outlived its time; then <paramref name="request"/> is set to replace exactly that one.</summary>
    private async Task<bool> IsOverdueAsync(PutObjectRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var present = await s3.GetObjectAsync(request.BucketName, request.Key, cancellationToken);
            using var json = await JsonDocument.ParseAsync(present.ResponseStream, cancellationToken: cancellationToken);
            if (clock.GetUtcNow() - json.RootElement.GetProperty("takenAt").GetDateTimeOffset() < Lifetime)
                return false;
            (request.IfNoneMatch, request.IfMatch) = (null, present.ETag);
            return true;
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return true;
        }
    }

    private sealed class Held(IAmazonS3 s3, string bucket, string key) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await s3.DeleteObjectAsync(bucket, key, CancellationToken.None);
    }
}
