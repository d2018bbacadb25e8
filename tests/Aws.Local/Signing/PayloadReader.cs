using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Aws.Local.Signing;

/// <summary>
/// Reads a request's payload and checks it against what was signed: a hash of the whole, signatures of chunks, or nothing.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html
/// </summary>
public static class PayloadReader
{
    /// <summary>Copies the payload, without the chunk framing, to <paramref name="target"/>.</summary>
    /// <returns>The trailing headers, by lower-case name.</returns>
    /// <exception cref="AwsError">The payload is not what was signed, or shorter than announced.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> CopyToAsync(
        HttpRequest request,
        VerifiedSignature signature,
        Stream target,
        CancellationToken cancellationToken
    )
    {
        var mode = signature.PayloadHash;
        if (mode.StartsWith("STREAMING-", StringComparison.Ordinal))
        {
            var reader = new ChunkReader(
                request.BodyReader,
                signature,
                signedChunks: mode.StartsWith("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", StringComparison.Ordinal)
            );
            var trailers = await reader.CopyToAsync(target, cancellationToken);
            var announced = request.Headers["X-Amz-Decoded-Content-Length"].ToString();
            if (announced.Length > 0 && long.Parse(announced, CultureInfo.InvariantCulture) != reader.Length)
                throw new AwsError(
                    400,
                    "IncompleteBody",
                    $"The body has {reader.Length} bytes, X-Amz-Decoded-Content-Length says {announced}."
                );
            if (
                request.Headers.TryGetValue("X-Amz-Trailer", out var names)
                && names
                    .ToString()
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .FirstOrDefault(name => !trailers.ContainsKey(name.ToLowerInvariant()))
                    is { } missing
            )
                throw new AwsError(400, "MalformedTrailerError", $"The trailer {missing} was announced but did not come.");
            return trailers;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81920];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        if (
            mode is not ("UNSIGNED-PAYLOAD" or "")
            && !Convert.ToHexStringLower(hash.GetHashAndReset()).Equals(mode, StringComparison.Ordinal)
        )
            throw new AwsError(400, "XAmzContentSHA256Mismatch", "The x-amz-content-sha256 header does not match what was computed.");
        return new Dictionary<string, string>();
    }

    private sealed class ChunkReader(PipeReader body, VerifiedSignature signature, bool signedChunks)
    {
        private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));
        private string _previous = signature.Seed;

        public long Length { get; private set; }

        public async Task<IReadOnlyDictionary<string, string>> CopyToAsync(Stream target, CancellationToken cancellationToken)
        {
            while (true)
            {
                var head = await LineAsync(cancellationToken) ?? throw Incomplete();
                var size = int.Parse(head.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                var chunk = await BytesAsync(size, cancellationToken);
                if (signedChunks)
                    CheckChunk(head, chunk);
                if (size == 0)
                    return await TrailersAsync(cancellationToken);
                await target.WriteAsync(chunk, cancellationToken);
                Length += size;
                if (await LineAsync(cancellationToken) is not "")
                    throw Incomplete();
            }
        }

        private void CheckChunk(string head, byte[] chunk)
        {
            var expected = signature.Sign(
                string.Join(
                    '\n',
                    "AWS4-HMAC-SHA256-PAYLOAD",
                    signature.Timestamp,
                    signature.Scope,
                    _previous,
                    EmptyHash,
                    Convert.ToHexStringLower(SHA256.HashData(chunk))
                )
            );
            if (!head.EndsWith(";chunk-signature=" + expected, StringComparison.Ordinal))
                throw new AwsError(403, "SignatureDoesNotMatch", "The signature of a chunk does not match its bytes.");
            _previous = expected;
        }

        private async Task<IReadOnlyDictionary<string, string>> TrailersAsync(CancellationToken cancellationToken)
        {
            var trailers = new Dictionary<string, string>();
            string? trailerSignature = null;
            var canonical = new StringBuilder();
            while (await LineAsync(cancellationToken) is { } line)
            {
                if (line.Length == 0)
                    continue;
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon < 0)
                    throw new AwsError(400, "MalformedTrailerError", "A trailing header is not of the form name:value.");
                var (name, value) = (line[..colon].Trim().ToLowerInvariant(), line[(colon + 1)..].Trim());
                if (name == "x-amz-trailer-signature")
                {
                    trailerSignature = value;
                    continue;
                }

                trailers[name] = value;
                canonical.Append(name).Append(':').Append(value).Append('\n');
            }

            if (signedChunks && trailers.Count > 0)
            {
                var expected = signature.Sign(
                    string.Join(
                        '\n',
                        "AWS4-HMAC-SHA256-TRAILER",
                        signature.Timestamp,
                        signature.Scope,
                        _previous,
                        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))
                    )
                );
                if (trailerSignature != expected)
                    throw new AwsError(403, "SignatureDoesNotMatch", "The signature of the trailing headers does not match them.");
            }

            return trailers;
        }

        /// <summary>The next line without its CR LF; null at the end of the body.</summary>
        private async Task<string?> LineAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                var result = await body.ReadAsync(cancellationToken);
                var found = TryLine(result.Buffer, out var line, out var next);
                if (found)
                {
                    body.AdvanceTo(next);
                    return line;
                }

                if (result.IsCompleted)
                {
                    var rest = result.Buffer.Length;
                    body.AdvanceTo(result.Buffer.End);
                    return rest == 0 ? null : throw Incomplete();
                }

                body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }

        private static bool TryLine(System.Buffers.ReadOnlySequence<byte> buffer, out string line, out SequencePosition next)
        {
            var reader = new System.Buffers.SequenceReader<byte>(buffer);
            if (reader.TryReadTo(out System.Buffers.ReadOnlySequence<byte> bytes, "\r\n"u8))
            {
                line = Encoding.ASCII.GetString(bytes);
                next = reader.Position;
                return true;
            }

            (line, next) = ("", buffer.Start);
            return false;
        }

        private async Task<byte[]> BytesAsync(int count, CancellationToken cancellationToken)
        {
            var bytes = new byte[count];
            await body.AsStream(leaveOpen: true).ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }

        private static AwsError Incomplete() =>
            new(400, "IncompleteBody", "The body ended before its last chunk, or a chunk is malformed.");
    }
}
