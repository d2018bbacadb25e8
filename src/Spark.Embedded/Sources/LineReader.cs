using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Sources;

/// <summary>The lines of a text file, or of a part of it.</summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>The longest line, in bytes: what one value of a column can hold, and a limit for files without line ends.</summary>
    public const int LongestLine = 1 << 30;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly Stream _stream;
    private readonly string _path;
    private readonly bool _fromStart;
    private readonly byte[]? _separator;
    private readonly long _end;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
    private byte[] _repaired = [];
    private long _bufferAt;
    private int _from;
    private int _to;
    private bool _atEnd;
    private long _lines;

    /// <summary>Reads the lines whose first byte lies from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="separator">What ends a line; null for LF, CR LF and CR.</param>
    public LineReader(Stream stream, string path, byte[]? separator, long start = 0, long end = long.MaxValue)
    {
        _stream = stream;
        _path = path;
        _fromStart = start == 0;
        _separator = separator;
        _end = end;
        if (start == 0)
        {
            while (_to - _from < 3 && Refill()) { }

            if (_buffer.AsSpan(_from, _to - _from).StartsWith(ByteOrderMark))
                _from += 3;
            return;
        }

        // The line that the part begins in belongs to the part before; it may end with the byte before the start.
        var back = separator?.Length ?? 1;
        stream.Seek(start - back, SeekOrigin.Begin);
        _bufferAt = start - back;
        TryLine(out _);
        if (
            separator is null
            && _bufferAt + _from == start
            && (_from < _to || Refill())
            && _buffer[_from] == '\n'
            && PreviousIsCarriageReturn()
        )
            _from++;
    }

    /// <summary>The number of the line read last, from 1; null where the reading began inside the file.</summary>
    public long? Line => _fromStart ? _lines : null;

    /// <summary>The next line without its end, as valid UTF-8. It is valid until the next call.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        if (_bufferAt + _from >= _end || !TryLine(out var found))
        {
            line = default;
            return false;
        }

        _lines++;
        line = _buffer.AsSpan(found.Start, found.Length);
        if (!Utf8.IsValid(line))
        {
            // As Java decodes: every malformed sequence is U+FFFD.
            _repaired = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line));
            line = _repaired;
        }

        return true;
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool TryLine(out (int Start, int Length) line)
    {
        var searched = 0;
        while (true)
        {
            var unread = _buffer.AsSpan(_from, _to - _from);
            var length = _separator is null
                ? unread[searched..].IndexOfAny((byte)'\n', (byte)'\r')
                : unread[searched..].IndexOf(_separator);
            if (length >= 0)
            {
                length += searched;
                var width = _separator?.Length ?? 1;
                if (_separator is null && unread[length] == '\r')
                {
                    // A line feed may follow; it may not be read yet.
                    if (length + 1 == unread.Length && !_atEnd)
                    {
                        searched = length;
                        Refill();
                        continue;
                    }

                    if (length + 1 < unread.Length && unread[length + 1] == '\n')
                        width = 2;
                }

                line = (_from, length);
                _from += length + width;
                return true;
            }

            searched = Math.Max(0, unread.Length - (_separator?.Length ?? 1) + 1);
            if (!Refill())
            {
                line = (_from, _to - _from);
                _from = _to;
                return line.Length > 0;
            }
        }
    }

    /// <summary>Reads on behind what is not consumed yet; false at the end of the file.</summary>
    private bool Refill()
    {
        if (_atEnd)
            return false;
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            _bufferAt += _from;
            _to -= _from;
            _from = 0;
        }
        else if (_to == _buffer.Length)
        {
            if (_buffer.Length >= LongestLine)
                throw FileErrors.Failed(
                    _path,
                    string.Create(CultureInfo.InvariantCulture, $"the line at byte {_bufferAt} is longer than {LongestLine >> 20} MiB"),
                    "Check that it is a text file, and set the option lineSep if its lines end with something else."
                );
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _to).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = _stream.Read(_buffer, _to, _buffer.Length - _to);
        _to += read;
        _atEnd = read == 0;
        return !_atEnd;
    }

    private bool PreviousIsCarriageReturn() => _from > 0 && _buffer[_from - 1] == '\r';
}
