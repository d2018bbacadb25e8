using System.Collections.Concurrent;
using System.Security.Cryptography;
using Aws.Local.Signing;

namespace Aws.Local.S3;

/// <summary>An object as it was put; a later put of the same key makes another.</summary>
public sealed record StoredObject(
    string Key,
    byte[] Content,
    string ETag,
    DateTimeOffset LastModified,
    IReadOnlyDictionary<string, string> Headers
)
{
    /// <summary>Checksum headers that came with it or were computed.</summary>
    public IReadOnlyDictionary<string, string> Checksums { get; init; } = new Dictionary<string, string>();
}

/// <summary>A multipart upload that is neither completed nor aborted.</summary>
public sealed class PendingUpload(string bucket, string key, IReadOnlyDictionary<string, string> headers, DateTimeOffset initiated)
{
    public string Id { get; } = Guid.NewGuid().ToString("N");
    public string Bucket { get; } = bucket;
    public string Key { get; } = key;
    public IReadOnlyDictionary<string, string> Headers { get; } = headers;
    public DateTimeOffset Initiated { get; } = initiated;
    public ConcurrentDictionary<int, (byte[] Content, string ETag)> Parts { get; } = new();
}

/// <summary>
/// Buckets and their objects, in memory. Reads see the latest completed write, as S3 has had it since December 2020, and a conditional
/// write is atomic.
/// </summary>
public sealed class ObjectStore(TimeProvider clock)
{
    private const int LeastPartSize = 5 * 1024 * 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedDictionary<string, StoredObject>> _buckets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PendingUpload> _uploads = new();

    /// <summary>Every request that changed an object: what was done, to which bucket and key.</summary>
    public ConcurrentQueue<(string Operation, string Bucket, string Key)> Writes { get; } = new();

    public IReadOnlyList<string> Buckets()
    {
        lock (_lock)
            return [.. _buckets.Keys.Order(StringComparer.Ordinal)];
    }

    public void CreateBucket(string bucket)
    {
        lock (_lock)
        {
            if (!_buckets.TryAdd(bucket, new SortedDictionary<string, StoredObject>(StringComparer.Ordinal)))
                throw new AwsError(409, "BucketAlreadyOwnedByYou", "The bucket exists and is yours.");
        }
    }

    public bool BucketExists(string bucket)
    {
        lock (_lock)
            return _buckets.ContainsKey(bucket);
    }

    public void DeleteBucket(string bucket)
    {
        lock (_lock)
        {
            if (Objects(bucket).Count > 0)
                throw new AwsError(409, "BucketNotEmpty", "The bucket that you tried to delete is not empty.");
            _buckets.Remove(bucket);
        }
    }

    /// <param name="condition">Given the present object or null, tells whether the write may happen.</param>
    public StoredObject Put(
        string bucket,
        string key,
        byte[] content,
        IReadOnlyDictionary<string, string> headers,
        IReadOnlyDictionary<string, string> checksums,
        Action<StoredObject?>? condition = null,
        string? etag = null,
        string operation = "PutObject"
    )
    {
        var stored = new StoredObject(key, content, etag ?? Hex(content), clock.GetUtcNow(), headers) { Checksums = checksums };
        lock (_lock)
        {
            var objects = Objects(bucket);
            condition?.Invoke(objects.GetValueOrDefault(key));
            objects[key] = stored;
        }

        Writes.Enqueue((operation, bucket, key));
        return stored;
    }

    public StoredObject? Find(string bucket, string key)
    {
        lock (_lock)
            return Objects(bucket).GetValueOrDefault(key);
    }

    public StoredObject Get(string bucket, string key) =>
        Find(bucket, key) ?? throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");

    public void Delete(string bucket, string key)
    {
        lock (_lock)
            Objects(bucket).Remove(key);
        Writes.Enqueue(("DeleteObject", bucket, key));
    }

    /// <summary>Keys and common prefixes after <paramref name="after"/> in the order of their UTF-8 bytes, at most <paramref name="most"/>.</summary>
    public (IReadOnlyList<StoredObject> Objects, IReadOnlyList<string> Prefixes, string? Next) List(
        string bucket,
        string prefix,
        string delimiter,
        string after,
        int most
    )
    {
        var objects = new List<StoredObject>();
        var prefixes = new List<string>();
        string? last = null;
        lock (_lock)
        {
            foreach (var (key, value) in Objects(bucket))
            {
                if (!key.StartsWith(prefix, StringComparison.Ordinal) || string.CompareOrdinal(key, after) <= 0)
                    continue;
                var cut = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
                var common = cut < 0 ? null : key[..(cut + delimiter.Length)];
                // A page that ended with a common prefix goes on behind all the keys under it.
                if (
                    common is not null
                    && (common == prefixes.LastOrDefault() || (after.EndsWith(delimiter, StringComparison.Ordinal) && common == after))
                )
                    continue;
                if (objects.Count + prefixes.Count == most)
                    return (objects, prefixes, last);
                if (common is null)
                    objects.Add(value);
                else
                    prefixes.Add(common);
                last = common ?? key;
            }
        }

        return (objects, prefixes, null);
    }

    public PendingUpload StartUpload(string bucket, string key, IReadOnlyDictionary<string, string> headers)
    {
        if (!BucketExists(bucket))
            throw NoSuchBucket();
        var upload = new PendingUpload(bucket, key, headers, clock.GetUtcNow());
        return _uploads[upload.Id] = upload;
    }

    public PendingUpload Upload(string bucket, string key, string id) =>
        _uploads.TryGetValue(id, out var upload) && upload.Bucket == bucket && upload.Key == key
            ? upload
            : throw new AwsError(404, "NoSuchUpload", "The specified multipart upload does not exist, or was completed or aborted.");

    public IReadOnlyList<PendingUpload> Uploads(string bucket) =>
        [.. _uploads.Values.Where(upload => upload.Bucket == bucket).OrderBy(upload => upload.Key, StringComparer.Ordinal)];

    public string PutPart(PendingUpload upload, int number, byte[] content)
    {
        if (number is < 1 or > 10_000)
            throw new AwsError(400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive.");
        var etag = Hex(content);
        upload.Parts[number] = (content, etag);
        return etag;
    }

    public StoredObject Complete(PendingUpload upload, IReadOnlyList<(int Number, string ETag)> parts, Action<StoredObject?>? condition)
    {
        using var whole = new MemoryStream();
        using var digests = new MemoryStream();
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0 && parts[i].Number <= parts[i - 1].Number)
                throw new AwsError(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
            if (!upload.Parts.TryGetValue(parts[i].Number, out var part) || part.ETag != parts[i].ETag.Trim('"'))
                throw new AwsError(400, "InvalidPart", $"Part {parts[i].Number} was not found, or its entity tag does not match.");
            if (i < parts.Count - 1 && part.Content.Length < LeastPartSize)
                throw new AwsError(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed object size.");
            whole.Write(part.Content);
            digests.Write(Convert.FromHexString(part.ETag));
        }

        var stored = Put(
            upload.Bucket,
            upload.Key,
            whole.ToArray(),
            upload.Headers,
            new Dictionary<string, string>(),
            condition,
            $"{Hex(digests.ToArray())}-{parts.Count}",
            "CompleteMultipartUpload"
        );
        _uploads.TryRemove(upload.Id, out _);
        return stored;
    }

    public void Abort(PendingUpload upload) => _uploads.TryRemove(upload.Id, out _);

    private SortedDictionary<string, StoredObject> Objects(string bucket) => _buckets.GetValueOrDefault(bucket) ?? throw NoSuchBucket();

    private static AwsError NoSuchBucket() => new(404, "NoSuchBucket", "The specified bucket does not exist.");

    private static string Hex(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
}
