using System.Globalization;
using System.Xml.Linq;
using Aws.Local.Signing;
using Microsoft.AspNetCore.Http;

namespace Aws.Local.S3;

/// <summary>
/// The part of Amazon S3's REST API that clients of a data lake use: buckets, objects, conditional writes, ranges, copies, batch deletes,
/// listings and multipart uploads, path-style. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
/// </summary>
public sealed class S3Service(ObjectStore store)
{
    private static readonly XNamespace Ns = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>The operation's name for faults and traces, such as <c>PutObject</c>.</summary>
    public static string OperationOf(HttpRequest request)
    {
        var (bucket, key) = Address(request);
        var query = request.Query;
        return (request.Method, bucket.Length > 0, key.Length > 0) switch
        {
            ("GET", false, _) => "ListBuckets",
            ("PUT", true, false) => "CreateBucket",
            ("HEAD", true, false) => "HeadBucket",
            ("DELETE", true, false) => "DeleteBucket",
            ("POST", true, false) when query.ContainsKey("delete") => "DeleteObjects",
            ("GET", true, false) when query.ContainsKey("location") => "GetBucketLocation",
            ("GET", true, false) when query.ContainsKey("versioning") => "GetBucketVersioning",
            ("GET", true, false) when query.ContainsKey("uploads") => "ListMultipartUploads",
            ("GET", true, false) => query["list-type"] == "2" ? "ListObjectsV2" : "ListObjects",
            ("POST", true, true) when query.ContainsKey("uploads") => "CreateMultipartUpload",
            ("POST", true, true) when query.ContainsKey("uploadId") => "CompleteMultipartUpload",
            ("PUT", true, true) when query.ContainsKey("partNumber") => request.Headers.ContainsKey("x-amz-copy-source")
                ? "UploadPartCopy"
                : "UploadPart",
            ("PUT", true, true) => request.Headers.ContainsKey("x-amz-copy-source") ? "CopyObject" : "PutObject",
            ("GET", true, true) => query.ContainsKey("uploadId") ? "ListParts" : "GetObject",
            ("HEAD", true, true) => "HeadObject",
            ("DELETE", true, true) => query.ContainsKey("uploadId") ? "AbortMultipartUpload" : "DeleteObject",
            _ => throw new AwsError(501, "NotImplemented", $"{request.Method} on this resource is not served here."),
        };
    }

    public async Task HandleAsync(HttpContext context, VerifiedSignature signature)
    {
        var request = context.Request;
        var (bucket, key) = Address(request);
        switch (OperationOf(request))
        {
            case "ListBuckets":
                await XmlAsync(
                    context,
                    new XElement(
                        Ns + "ListAllMyBucketsResult",
                        new XElement(
                            Ns + "Buckets",
                            store
                                .Buckets()
                                .Select(name => new XElement(
                                    Ns + "Bucket",
                                    new XElement(Ns + "Name", name),
                                    new XElement(Ns + "CreationDate", "2026-01-01T00:00:00.000Z")
                                ))
                        )
                    )
                );
                break;
            case "CreateBucket":
                await DrainAsync(request, signature);
                store.CreateBucket(bucket);
                context.Response.Headers.Location = "/" + bucket;
                break;
            case "HeadBucket":
                RequireBucket(bucket);
                context.Response.Headers["x-amz-bucket-region"] = signature.Region;
                break;
            case "DeleteBucket":
                RequireBucket(bucket);
                store.DeleteBucket(bucket);
                context.Response.StatusCode = 204;
                break;
            case "GetBucketLocation":
                RequireBucket(bucket);
                await XmlAsync(context, new XElement(Ns + "LocationConstraint", signature.Region == "us-east-1" ? null : signature.Region));
                break;
            case "GetBucketVersioning":
                RequireBucket(bucket);
                await XmlAsync(context, new XElement(Ns + "VersioningConfiguration"));
                break;
            case "ListObjectsV2" or "ListObjects":
                RequireBucket(bucket);
                await ListAsync(context, bucket);
                break;
            case "DeleteObjects":
                await DeleteManyAsync(context, signature, bucket);
                break;
            case "PutObject":
                await PutAsync(context, signature, bucket, key);
                break;
            case "CopyObject":
                await CopyAsync(context, bucket, key);
                break;
            case "GetObject" or "HeadObject":
                await ObjectReads.GetAsync(
                    context,
                    store.BucketExists(bucket)
                        ? store.Get(bucket, key)
                        : throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist.")
                );
                break;
            case "DeleteObject":
                RequireBucket(bucket);
                store.Delete(bucket, key);
                context.Response.StatusCode = 204;
                break;
            case var multipart:
                RequireBucket(bucket);
                await new MultipartUploads(store).HandleAsync(context, signature, multipart, bucket, key);
                break;
        }
    }

    /// <summary>An S3 error document; a HEAD has no body.</summary>
    public static async Task ErrorAsync(HttpContext context, AwsError error, string requestId)
    {
        context.Response.StatusCode = error.Status;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        await XmlAsync(
            context,
            new XElement(
                "Error",
                new XElement("Code", error.Code),
                new XElement("Message", error.Message),
                new XElement("Resource", context.Request.Path.Value),
                new XElement("RequestId", requestId)
            )
        );
    }

    internal static async Task XmlAsync(HttpContext context, XElement root)
    {
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting));
    }

    internal static XElement Element(string name, params object?[] content) => new(Ns + name, content);

    internal static string Timestamp(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The metadata headers that S3 keeps with an object.</summary>
    internal static Dictionary<string, string> KeptHeaders(HttpRequest request) =>
        request
            .Headers.Where(header =>
                header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)
                || header.Key.ToLowerInvariant()
                    is "content-type"
                        or "content-encoding"
                        or "content-disposition"
                        or "content-language"
                        or "cache-control"
                        or "expires"
                        or "x-amz-storage-class"
                        or "x-amz-server-side-encryption"
                        or "x-amz-server-side-encryption-aws-kms-key-id"
                        or "x-amz-tagging"
            )
            .Select(header =>
                (
                    header.Key,
                    Value: header.Key.Equals("content-encoding", StringComparison.OrdinalIgnoreCase)
                        // aws-chunked is the framing of this upload, not of the object.
                        ? string.Join(
                            ',',
                            header.Value.ToString().Split(',', StringSplitOptions.TrimEntries).Where(coding => coding != "aws-chunked")
                        )
                        : header.Value.ToString()
                )
            )
            .Where(header => header.Value.Length > 0)
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value);

    /// <summary>If-None-Match: * and If-Match of a write. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html</summary>
    internal static Action<StoredObject?> WriteCondition(HttpRequest request)
    {
        var (ifNoneMatch, ifMatch) = (request.Headers.IfNoneMatch.ToString(), request.Headers.IfMatch.ToString().Trim('"'));
        return present =>
        {
            if (ifNoneMatch == "*" && present is not null)
                throw new AwsError(
                    412,
                    "PreconditionFailed",
                    "At least one of the pre-conditions you specified did not hold: If-None-Match."
                );
            if (ifMatch.Length > 0 && present is null)
                throw new AwsError(404, "NoSuchKey", "The specified key does not exist.");
            if (ifMatch.Length > 0 && present!.ETag != ifMatch)
                throw new AwsError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold: If-Match.");
        };
    }

    internal static async Task<(byte[] Content, IReadOnlyDictionary<string, string> Checksums)> ReadAsync(
        HttpRequest request,
        VerifiedSignature signature
    )
    {
        using var content = new MemoryStream();
        var trailers = await PayloadReader.CopyToAsync(request, signature, content, request.HttpContext.RequestAborted);
        var announced = request.ContentLength;
        if (
            !signature.PayloadHash.StartsWith("STREAMING-", StringComparison.Ordinal)
            && announced is { } length
            && length != content.Length
        )
            throw new AwsError(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length header.");
        var bytes = content.ToArray();
        return (bytes, Checksums.Verify(request, trailers, bytes));
    }

    private static async Task DrainAsync(HttpRequest request, VerifiedSignature signature) => await ReadAsync(request, signature);

    private static (string Bucket, string Key) Address(HttpRequest request)
    {
        var path = (request.Path.Value ?? "/").TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
    }

    private void RequireBucket(string bucket)
    {
        if (!store.BucketExists(bucket))
            throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist.");
    }

    private async Task PutAsync(HttpContext context, VerifiedSignature signature, string bucket, string key)
    {
        RequireBucket(bucket);
        var (content, checksums) = await ReadAsync(context.Request, signature);
        var stored = store.Put(bucket, key, content, KeptHeaders(context.Request), checksums, WriteCondition(context.Request));
        context.Response.Headers.ETag = $"\"{stored.ETag}\"";
        foreach (var (name, value) in checksums)
            context.Response.Headers[name] = value;
        if (stored.Headers.TryGetValue("x-amz-server-side-encryption", out var encryption))
            context.Response.Headers["x-amz-server-side-encryption"] = encryption;
    }

    private async Task CopyAsync(HttpContext context, string bucket, string key)
    {
        RequireBucket(bucket);
        var source = Source(context.Request);
        var headers = context.Request.Headers["x-amz-metadata-directive"] == "REPLACE" ? KeptHeaders(context.Request) : source.Headers;
        var stored = store.Put(
            bucket,
            key,
            source.Content,
            headers,
            source.Checksums,
            WriteCondition(context.Request),
            operation: "CopyObject"
        );
        await XmlAsync(
            context,
            Element("CopyObjectResult", Element("ETag", $"\"{stored.ETag}\""), Element("LastModified", Timestamp(stored.LastModified)))
        );
    }

    internal StoredObject Source(HttpRequest request)
    {
        var source = Uri.UnescapeDataString(request.Headers["x-amz-copy-source"].ToString()).TrimStart('/').Split('/', 2);
        return source.Length == 2
            ? store.Get(source[0], source[1])
            : throw new AwsError(400, "InvalidArgument", "x-amz-copy-source is not bucket/key.");
    }

    private async Task DeleteManyAsync(HttpContext context, VerifiedSignature signature, string bucket)
    {
        RequireBucket(bucket);
        var (content, _) = await ReadAsync(context.Request, signature);
        var root = XElement.Load(new MemoryStream(content));
        var keys = root.Elements()
            .Where(e => e.Name.LocalName == "Object")
            .Select(e => e.Elements().First(k => k.Name.LocalName == "Key").Value)
            .ToList();
        if (keys.Count > 1000)
            throw new AwsError(400, "MalformedXML", "At most 1000 keys can be deleted in a call.");
        foreach (var key in keys)
            store.Delete(bucket, key);
        var quiet = root.Elements().FirstOrDefault(e => e.Name.LocalName == "Quiet")?.Value == "true";
        await XmlAsync(context, Element("DeleteResult", quiet ? null : keys.Select(key => Element("Deleted", Element("Key", key)))));
    }

    private async Task ListAsync(HttpContext context, string bucket)
    {
        var query = context.Request.Query;
        var second = query["list-type"] == "2";
        var (prefix, delimiter) = (query["prefix"].ToString(), query["delimiter"].ToString());
        var after = second
            ? query.TryGetValue("continuation-token", out var token)
                ? Uri.UnescapeDataString(token.ToString())
                : query["start-after"].ToString()
            : query["marker"].ToString();
        var most = query.TryGetValue("max-keys", out var max)
            ? Math.Min(1000, int.Parse(max.ToString(), CultureInfo.InvariantCulture))
            : 1000;
        var (objects, prefixes, next) = store.List(bucket, prefix, delimiter, after, most);
        var url = query["encoding-type"] == "url";
        string Key(string key) => url ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal) : key;
        await XmlAsync(
            context,
            Element(
                "ListBucketResult",
                Element("Name", bucket),
                Element("Prefix", Key(prefix)),
                Element("MaxKeys", most),
                Element("IsTruncated", next is not null),
                delimiter.Length > 0 ? Element("Delimiter", delimiter) : null,
                url ? Element("EncodingType", "url") : null,
                second ? Element("KeyCount", objects.Count + prefixes.Count) : Element("Marker", Key(after)),
                next is null ? null
                    : second ? Element("NextContinuationToken", Uri.EscapeDataString(next))
                    : Element("NextMarker", Key(next)),
                objects.Select(o =>
                    Element(
                        "Contents",
                        Element("Key", Key(o.Key)),
                        Element("LastModified", Timestamp(o.LastModified)),
                        Element("ETag", $"\"{o.ETag}\""),
                        Element("Size", o.Content.Length),
                        Element("StorageClass", "STANDARD")
                    )
                ),
                prefixes.Select(common => Element("CommonPrefixes", Element("Prefix", Key(common))))
            )
        );
    }
}
