using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Aws.Local.Signing;

/// <summary>The checksums that S3 knows, computed over a whole object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html</summary>
public static class Checksums
{
    private const string Prefix = "x-amz-checksum-";

    // Polynomials in the bit order in which the register is shifted (least significant first).
    private static readonly ulong[] Crc32 = Table(0xEDB88320, 32);
    private static readonly ulong[] Crc32C = Table(0x82F63B78, 32);
    private static readonly ulong[] Crc64Nvme = Table(0x9A6C9329AC4BC9B5, 64);

    /// <summary>Every checksum that the request announces in headers or trailers is compared with the bytes.</summary>
    /// <returns>Those that were announced, to be kept with the object.</returns>
    /// <exception cref="AwsError">BadDigest, when one differs.</exception>
    public static IReadOnlyDictionary<string, string> Verify(
        HttpRequest request,
        IReadOnlyDictionary<string, string> trailers,
        byte[] content
    )
    {
        var kept = new Dictionary<string, string>();
        foreach (
            var (name, value) in request
                .Headers.Select(h => (h.Key.ToLowerInvariant(), h.Value.ToString()))
                .Concat(trailers.Select(t => (t.Key, t.Value)))
        )
        {
            if (
                !name.StartsWith(Prefix, StringComparison.Ordinal)
                || name is "x-amz-checksum-mode" or "x-amz-checksum-algorithm" or "x-amz-checksum-type"
            )
                continue;
            if (Compute(name[Prefix.Length..], content) != value)
                throw new AwsError(
                    400,
                    "BadDigest",
                    $"The {name[Prefix.Length..].ToUpperInvariant()} that was specified did not match the calculated one."
                );
            kept[name] = value;
        }

        if (request.Headers.ContentMD5.ToString() is { Length: > 0 } md5 && Convert.ToBase64String(MD5.HashData(content)) != md5)
            throw new AwsError(400, "BadDigest", "The Content-MD5 that was specified did not match the calculated one.");
        return kept;
    }

    /// <summary>The checksum in base64, as the headers carry it.</summary>
    public static string Compute(string algorithm, ReadOnlySpan<byte> content)
    {
        switch (algorithm.ToLowerInvariant())
        {
            case "sha1":
                return Convert.ToBase64String(SHA1.HashData(content));
            case "sha256":
                return Convert.ToBase64String(SHA256.HashData(content));
            case "crc32":
                return Base64((uint)Crc(Crc32, 0xFFFFFFFF, content));
            case "crc32c":
                return Base64((uint)Crc(Crc32C, 0xFFFFFFFF, content));
            case "crc64nvme":
                var bytes = new byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(bytes, Crc(Crc64Nvme, ulong.MaxValue, content));
                return Convert.ToBase64String(bytes);
            default:
                throw new AwsError(400, "InvalidRequest", $"The checksum algorithm {algorithm} is not known.");
        }
    }

    private static string Base64(uint crc)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, crc);
        return Convert.ToBase64String(bytes);
    }

    private static ulong Crc(ulong[] table, ulong mask, ReadOnlySpan<byte> content)
    {
        var crc = mask;
        foreach (var b in content)
            crc = table[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc ^ mask;
    }

    private static ulong[] Table(ulong polynomial, int width)
    {
        var table = new ulong[256];
        for (var i = 0; i < table.Length; i++)
        {
            var value = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
            table[i] = width == 32 ? (uint)value : value;
        }

        return table;
    }
}
