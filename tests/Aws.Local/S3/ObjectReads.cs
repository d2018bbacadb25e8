using System.Globalization;
using Aws.Local.Signing;
using Microsoft.AspNetCore.Http;

namespace Aws.Local.S3;

/// <summary>GetObject and HeadObject: conditions, ranges and what was kept with the object.</summary>
internal static class ObjectReads
{
    public static async Task GetAsync(HttpContext context, StoredObject stored)
    {
        var (request, response) = (context.Request, context.Response);
        var etag = $"\"{stored.ETag}\"";
        if (request.Headers.IfMatch.ToString() is { Length: > 0 } ifMatch && ifMatch.Trim('"') != stored.ETag)
            throw new AwsError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold: If-Match.");
        response.Headers.ETag = etag;
        if (request.Headers.IfNoneMatch.ToString() is { Length: > 0 } ifNone && ifNone.Trim('"') == stored.ETag)
        {
            response.StatusCode = 304;
            return;
        }

        foreach (var (name, value) in stored.Headers)
            response.Headers[name] = value;
        response.Headers.LastModified = stored.LastModified.ToString("R", CultureInfo.InvariantCulture);
        response.Headers.AcceptRanges = "bytes";
        if (!stored.Headers.ContainsKey("content-type"))
            response.ContentType = "binary/octet-stream";

        var (start, end) = Range(request.Headers.Range.ToString(), stored.Content.Length, response);
        if (
            response.StatusCode == 200
            && request.Headers["x-amz-checksum-mode"].ToString().Equals("ENABLED", StringComparison.OrdinalIgnoreCase)
        )
        {
            foreach (var (name, value) in stored.Checksums)
                response.Headers[name] = value;
        }

        response.ContentLength = end - start;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(stored.Content.AsMemory(start, end - start), context.RequestAborted);
    }

    /// <summary>One byte range of RFC 9110; several ranges, which S3 does not serve, give the whole object.</summary>
    private static (int Start, int End) Range(string header, int length, HttpResponse response)
    {
        if (!header.StartsWith("bytes=", StringComparison.Ordinal) || header.Contains(',', StringComparison.Ordinal))
            return (0, length);
        var bounds = header["bytes=".Length..].Split('-', 2);
        long start,
            end;
        if (bounds[0].Length == 0)
        {
            start = Math.Max(0, length - long.Parse(bounds[1], CultureInfo.InvariantCulture));
            end = length;
        }
        else
        {
            start = long.Parse(bounds[0], CultureInfo.InvariantCulture);
            end = bounds[1].Length == 0 ? length : Math.Min(length, long.Parse(bounds[1], CultureInfo.InvariantCulture) + 1);
        }

        if (start >= length || end <= start)
            throw new AwsError(416, "InvalidRange", "The requested range is not satisfiable.");
        response.StatusCode = 206;
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {start}-{end - 1}/{length}");
        return ((int)start, (int)end);
    }
}
