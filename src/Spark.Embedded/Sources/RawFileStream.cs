using Spark.Embedded.Errors;

namespace Spark.Embedded.Sources;

/// <summary>The bytes of a raw file, decompressed by what its name ends in. Whatever goes wrong names the file; a statement's interrupt ends it.</summary>
internal sealed class RawFileStream : InputStream
{
    private readonly string _path;
    private readonly CancellationToken _interrupted;
    private readonly Stream _stream;
    private readonly byte[] _start = new byte[Charsets.LongestMark];
    private readonly int _startLength;
    private int _startAt;

    public RawFileStream(string path, CancellationToken interrupted)
    {
        _path = path;
        _interrupted = interrupted;
        _stream = OpenFile(path);
        try
        {
            for (var read = -1; read != 0 && _startLength < _start.Length; _startLength += read)
                read = ReadStream(_start.AsSpan(_startLength));
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The first bytes: enough to hold a byte order mark, fewer if the file is shorter.</summary>
    public ReadOnlySpan<byte> Start => _start.AsSpan(0, _startLength);

    public override bool CanSeek => _stream.CanSeek;

    /// <summary>The compression that a file's name tells; null for none.</summary>
    public static string? Codec(string path)
    {
        var dot = path.LastIndexOf('.');
        var end = dot < 0 ? "" : path[(dot + 1)..].ToLowerInvariant();
        return end is "gz" or "gzip" or "deflate" or "bz2" or "zst" or "snappy" or "lz4" or "lzo" or "xz" ? end : null;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_startAt == _startLength)
            return ReadStream(buffer);
        var count = Math.Min(buffer.Length, _startLength - _startAt);
        _start.AsSpan(_startAt, count).CopyTo(buffer);
        _startAt += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        _startAt = _startLength;
        return _stream.Seek(offset, origin);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }

    private static Stream OpenFile(string path)
    {
        var codec = Codec(path);
        if (codec is not (null or "gz" or "gzip" or "deflate"))
            throw SparkErrors.Unsupported($"files compressed as .{codec} ({path})", "Compress them with gzip, or run the job on Spark.");
        try
        {
            var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                1,
                FileOptions.SequentialScan
            );
            return codec switch
            {
                null => file,
                "deflate" => new ZLibInput(file),
                _ => new GzipInput(file),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.From(exception, path);
        }
    }

    private int ReadStream(Span<byte> buffer)
    {
        if (_interrupted.IsCancellationRequested)
            throw SparkErrors.Runtime("OPERATION_CANCELED", [("operationId", "")], "HY008");
        try
        {
            return _stream.Read(buffer);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw FileErrors.From(exception, _path);
        }
    }
}
