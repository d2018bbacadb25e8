using System.Buffers.Binary;
using System.IO.Compression;

namespace Spark.Embedded.Sources;

/// <summary>
/// A gzip file, decompressed, which must be whole: .NET ends quietly where the data are cut off, and reads nothing of what stands behind them. So
/// a member of known content is put behind the file; only if exactly that comes out at last did the file end where a member ends.
/// </summary>
internal sealed class GzipInput : InputStream
{
    private static readonly byte[] Seal = [.. Guid.NewGuid().ToByteArray()];
    private static readonly byte[] SealMember = Compress(Seal);

    private readonly SealedInput _file;
    private readonly GZipStream _gzip;
    private bool _ended;

    public GzipInput(Stream file)
    {
        _file = new SealedInput(file);
        _gzip = new GZipStream(_file, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty)
            return 0;
        try
        {
            if (_gzip.Read(buffer) is var read and > 0)
                return read;
            _ended = true;
            _file.Seal = SealMember;
            Span<byte> seal = stackalloc byte[Seal.Length + 1];
            if (seal[.._gzip.ReadAtLeast(seal, seal.Length, throwOnEndOfStream: false)].SequenceEqual(Seal))
                return 0;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(Reason(), exception);
        }

        throw new InvalidDataException(Reason());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gzip.Dispose();
        base.Dispose(disposing);
    }

    private string Reason() =>
        !_file.BeginsWith(0x1F, 0x8B) ? "it is no gzip file, though its name says so"
        : _file.AtEnd && _file.SealAsked ? "its gzip data end too early: the file is cut off"
        : _ended ? "bytes that are no gzip data follow its gzip data"
        : "its gzip data are damaged";

    private static byte[] Compress(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(content);
        return memory.ToArray();
    }

    /// <summary>The file, and when it is over, the seal.</summary>
    private sealed class SealedInput(Stream file) : InputStream
    {
        private readonly byte[] _first = new byte[2];
        private long _read;
        private int _sealed;

        public byte[]? Seal { get; set; }

        public bool AtEnd { get; private set; }

        public bool SealAsked => _sealed > 0;

        public bool BeginsWith(byte first, byte second) => _read == 0 || (_first[0] == first && (_read == 1 || _first[1] == second));

        public override int Read(Span<byte> buffer)
        {
            if (!AtEnd)
            {
                var read = file.Read(buffer);
                for (var i = 0; i < read && _read + i < 2; i++)
                    _first[_read + i] = buffer[i];
                _read += read;
                AtEnd = read == 0;
                if (read > 0)
                    return read;
            }

            if (Seal is null)
                return 0;
            var count = Math.Min(buffer.Length, Seal.Length - _sealed);
            Seal.AsSpan(_sealed, count).CopyTo(buffer);
            _sealed += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                file.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>A zlib file (<c>.deflate</c>), decompressed, which must be whole: its last bytes are the checksum of all that came out.</summary>
internal sealed class ZLibInput : InputStream
{
    private const int Modulus = 65521;

    // The most bytes whose sums of sums stay within 32 bits.
    private const int Stride = 5552;

    private readonly TailInput _file;
    private readonly ZLibStream _zlib;
    private uint _a = 1;
    private uint _b;
    private bool _ended;

    public ZLibInput(Stream file)
    {
        _file = new TailInput(file);
        _zlib = new ZLibStream(_file, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty)
            return 0;
        int read;
        try
        {
            read = _zlib.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("its deflate data are damaged", exception);
        }

        if (read > 0)
        {
            Add(buffer[..read]);
            return read;
        }

        _ended = true;
        if (_file.AtEnd)
            throw new InvalidDataException("its deflate data end too early: the file is cut off");
        return _file.Last() == ((_b << 16) | _a) ? 0 : throw new InvalidDataException("bytes follow its deflate data");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _zlib.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Adler-32 (RFC 1950).</summary>
    private void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, Stride)];
            foreach (var value in part)
            {
                _a += value;
                _b += _a;
            }

            _a %= Modulus;
            _b %= Modulus;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>The file, and its last four bytes.</summary>
    private sealed class TailInput(Stream file) : InputStream
    {
        private readonly byte[] _last = new byte[4];

        /// <summary>Whether more was asked for than the file has.</summary>
        public bool AtEnd { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var read = file.Read(buffer);
            AtEnd |= read == 0;
            for (var i = Math.Max(0, read - _last.Length); i < read; i++)
            {
                _last.AsSpan(1).CopyTo(_last);
                _last[^1] = buffer[i];
            }

            return read;
        }

        /// <summary>The last four bytes of the file.</summary>
        public uint Last()
        {
            Span<byte> rest = stackalloc byte[1 << 12];
            while (Read(rest) > 0) { }

            return BinaryPrimitives.ReadUInt32BigEndian(_last);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                file.Dispose();
            base.Dispose(disposing);
        }
    }
}
