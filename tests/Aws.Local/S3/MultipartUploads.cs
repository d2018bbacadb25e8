using System.Globalization;
using System.Xml.Linq;
using Aws.Local.Signing;
using Microsoft.AspNetCore.Http;
using static Aws.Local.S3.S3Service;

namespace Aws.Local.S3;

/// <summary>Multipart uploads: nothing of one is visible before it is completed.</summary>
internal sealed class MultipartUploads(ObjectStore store)
{
    public async Task HandleAsync(HttpContext context, VerifiedSignature signature, string operation, string bucket, string key)
    {
        var request = context.Request;
        var id = request.Query["uploadId"].ToString();
        switch (operation)
        {
            case "CreateMultipartUpload":
                var started = store.StartUpload(bucket, key, KeptHeaders(request));
                await XmlAsync(
                    context,
                    Element(
                        "InitiateMultipartUploadResult",
                        Element("Bucket", bucket),
                        Element("Key", key),
                        Element("UploadId", started.Id)
                    )
                );
                break;
            case "UploadPart":
                var (content, checksums) = await ReadAsync(request, signature);
                context.Response.Headers.ETag = $"\"{store.PutPart(store.Upload(bucket, key, id), Number(request), content)}\"";
                foreach (var (name, value) in checksums)
                    context.Response.Headers[name] = value;
                break;
            case "UploadPartCopy":
                var source = new S3Service(store).Source(request).Content;
                var range = request.Headers["x-amz-copy-source-range"].ToString();
                if (range.StartsWith("bytes=", StringComparison.Ordinal))
                {
                    var bounds = range["bytes=".Length..].Split('-');
                    source = source[
                        int.Parse(bounds[0], CultureInfo.InvariantCulture)..(int.Parse(bounds[1], CultureInfo.InvariantCulture) + 1)
                    ];
                }

                var etag = store.PutPart(store.Upload(bucket, key, id), Number(request), source);
                await XmlAsync(
                    context,
                    Element("CopyPartResult", Element("ETag", $"\"{etag}\""), Element("LastModified", Timestamp(DateTimeOffset.UtcNow)))
                );
                break;
            case "CompleteMultipartUpload":
                await CompleteAsync(context, signature, store.Upload(bucket, key, id));
                break;
            case "AbortMultipartUpload":
                store.Abort(store.Upload(bucket, key, id));
                context.Response.StatusCode = 204;
                break;
            case "ListParts":
                await XmlAsync(
                    context,
                    Element(
                        "ListPartsResult",
                        Element("Bucket", bucket),
                        Element("Key", key),
                        Element("UploadId", id),
                        Element("IsTruncated", false),
                        store
                            .Upload(bucket, key, id)
                            .Parts.OrderBy(part => part.Key)
                            .Select(part =>
                                Element(
                                    "Part",
                                    Element("PartNumber", part.Key),
                                    Element("ETag", $"\"{part.Value.ETag}\""),
                                    Element("Size", part.Value.Content.Length)
                                )
                            )
                    )
                );
                break;
            case "ListMultipartUploads":
                var prefix = request.Query["prefix"].ToString();
                await XmlAsync(
                    context,
                    Element(
                        "ListMultipartUploadsResult",
                        Element("Bucket", bucket),
                        Element("IsTruncated", false),
                        store
                            .Uploads(bucket)
                            .Where(upload => upload.Key.StartsWith(prefix, StringComparison.Ordinal))
                            .Select(upload =>
                                Element(
                                    "Upload",
                                    Element("Key", upload.Key),
                                    Element("UploadId", upload.Id),
                                    Element("Initiated", Timestamp(upload.Initiated))
                                )
                            )
                    )
                );
                break;
            default:
                throw new AwsError(501, "NotImplemented", $"{operation} is not served here.");
        }
    }

    private async Task CompleteAsync(HttpContext context, VerifiedSignature signature, PendingUpload upload)
    {
        var (content, _) = await ReadAsync(context.Request, signature);
        var parts = XElement
            .Load(new MemoryStream(content))
            .Elements()
            .Where(e => e.Name.LocalName == "Part")
            .Select(part => (int.Parse(Child(part, "PartNumber"), CultureInfo.InvariantCulture), Child(part, "ETag")))
            .ToList();
        if (parts.Count == 0)
            throw new AwsError(400, "MalformedXML", "The XML you provided names no part.");
        var stored = store.Complete(upload, parts, WriteCondition(context.Request));
        await XmlAsync(
            context,
            Element(
                "CompleteMultipartUploadResult",
                Element("Bucket", upload.Bucket),
                Element("Key", upload.Key),
                Element("ETag", $"\"{stored.ETag}\"")
            )
        );
    }

    private static string Child(XElement element, string name) => element.Elements().First(e => e.Name.LocalName == name).Value;

    private static int Number(HttpRequest request) => int.Parse(request.Query["partNumber"].ToString(), CultureInfo.InvariantCulture);
}
