using System.Text;
using System.Text.Unicode;

namespace Spark.Jobs.Raw;

/// <summary>Looks through the bytes of a text file, block by block, for the first that is no text in the file's encoding.</summary>
internal sealed class TextCheck
{
    private readonly bool _utf8;
    private readonly Decoder? _decoder;
    private readonly char[] _chars;

    // The start of a character whose end lies in the next block; none is longer than four bytes.
    private readonly byte[] _begun = new byte[4];
    private int _begunCount;
    private long _lines = 1;

    /// <param name="encoding">The encoding of the file.</param>
    public TextCheck(Encoding encoding)
    {
        _utf8 = encoding.CodePage == Encoding.UTF8.CodePage;
        // Every byte is a character of Latin-1.
        if (_utf8 || encoding.CodePage == Encoding.Latin1.CodePage)
        {
            _chars = [];
            return;
        }

        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        _decoder = strict.GetDecoder();
        _chars = new char[64 * 1024];
    }

    /// <summary>The line, from 1, of the first bytes that are no text; null when all are.</summary>
    public long? DamagedLine { get; private set; }

    /// <summary>Looks at the next bytes of the file.</summary>
    public void Add(ReadOnlySpan<byte> block)
    {
        if (DamagedLine is not null)
            return;
        if (_utf8)
            AddUtf8(block);
        else if (_decoder is not null)
            Decode(block, flush: false);
    }

    /// <summary>The file ends here: a character that has begun is damaged.</summary>
    public void End()
    {
        if (DamagedLine is not null)
            return;
        if (_begunCount > 0)
            DamagedLine = _lines;
        else if (_decoder is not null)
            Decode([], flush: true);
    }

    private void AddUtf8(ReadOnlySpan<byte> block)
    {
        while (_begunCount > 0 && block.Length > 0)
        {
            _begun[_begunCount++] = block[0];
            block = block[1..];
            var status = Rune.DecodeFromUtf8(_begun.AsSpan(0, _begunCount), out _, out _);
            if (status == System.Buffers.OperationStatus.Done)
            {
                _begunCount = 0;
            }
            else if (status == System.Buffers.OperationStatus.InvalidData)
            {
                DamagedLine = _lines;
                return;
            }
        }

        if (_begunCount > 0)
            return;
        var unfinished = UnfinishedTail(block);
        var whole = block[..^unfinished];
        if (Utf8.IsValid(whole))
        {
            _lines += whole.Count((byte)'\n');
            block[^unfinished..].CopyTo(_begun);
            _begunCount = unfinished;
            return;
        }

        DamagedLine = _lines + whole[..FirstDamaged(whole)].Count((byte)'\n');
    }

    /// <summary>How many bytes at the end of a block begin a character that the block does not end.</summary>
    private static int UnfinishedTail(ReadOnlySpan<byte> block)
    {
        for (var length = 1; length <= Math.Min(3, block.Length); length++)
        {
            if (block[^length] is >= 0x80 and < 0xC0)
                continue;
            return Rune.DecodeFromUtf8(block[^length..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData ? length : 0;
        }

        return 0;
    }

    private static int FirstDamaged(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }

    private void Decode(ReadOnlySpan<byte> block, bool flush)
    {
        try
        {
            do
            {
                _decoder!.Convert(block, _chars, flush, out var bytes, out var chars, out var completed);
                _lines += _chars.AsSpan(0, chars).Count('\n');
                block = block[bytes..];
                if (completed)
                    break;
            } while (true);
        }
        catch (DecoderFallbackException)
        {
            DamagedLine = _lines;
        }
    }
}
