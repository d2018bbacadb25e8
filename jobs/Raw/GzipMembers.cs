using System.IO.Compression;

namespace Spark.Jobs.Raw;

/// <summary>
/// The decompressed bytes of a gzip file, all members of it. Unlike <see cref="GZipStream"/>, which takes a file that ends in the middle for
/// one that ends, it fails when the file is cut off or carries something else behind its last member.
/// </summary>
/// <remarks>
/// A small member with a known content is read behind the file's own bytes. It comes out at the end only when every member before it was
/// whole (RFC 1952, section 2.2: members follow each other without anything between them).
/// </remarks>
internal sealed class GzipMembers(Stream compressed) : InputStream
{
    private static readonly byte[] Seal = Guid.NewGuid().ToByteArray();
    private static readonly byte[] SealMember = Compress(Seal);

    private readonly GZipStream _bytes = new(new Concatenation(compressed, SealMember), CompressionMode.Decompress);

    // The last bytes read so far: they may be the seal, and are handed out only when more follow.
    private readonly byte[] _held = new byte[Seal.Length];
    private int _heldCount;
    private bool _ended;

    /// <exception cref="InvalidDataException">The file is no gzip file, is damaged, or ends in the middle.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.Length == 0)
            return 0;
        if (buffer.Length < 2 * Seal.Length)
            throw new ArgumentException($"The buffer must hold {2 * Seal.Length} bytes.", nameof(buffer));

        _held.AsSpan(0, _heldCount).CopyTo(buffer);
        var filled = _heldCount;
        while (filled <= Seal.Length)
        {
            var read = _bytes.Read(buffer[filled..]);
            if (read == 0)
            {
                _ended = true;
                return buffer[..filled].SequenceEqual(Seal)
                    ? 0
                    : throw new InvalidDataException("The gzip data ends in the middle, or something else follows it.");
            }

            filled += read;
        }

        _heldCount = Seal.Length;
        buffer[(filled - _heldCount)..filled].CopyTo(_held);
        return filled - _heldCount;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _bytes.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.NoCompression, leaveOpen: true))
            gzip.Write(bytes);
        return member.ToArray();
    }

    /// <summary>A stream, and then a few bytes.</summary>
    private sealed class Concatenation(Stream first, byte[] last) : InputStream
    {
        private int _position;

        public override int Read(Span<byte> buffer)
        {
            var read = _position == 0 ? first.Read(buffer) : 0;
            if (read > 0)
                return read;
            var count = Math.Min(buffer.Length, last.Length - _position);
            last.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                first.Dispose();
            base.Dispose(disposing);
        }
    }
}
