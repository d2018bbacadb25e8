using System.Buffers.Binary;
using Google.Protobuf;

namespace Spark.Connect.Client;

/// <summary>Reads the messages of a response's body.</summary>
internal sealed class FrameReader(Stream body, int maxMessageSize)
{
    private const int HeaderLength = 5;

    // Spark nests plans and types deeper than the parser's 100 levels; its own limit is 1024.
    private const int RecursionLimit = 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next message; null at the end of the body.</summary>
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        if (!await FillAsync(HeaderLength, cancellationToken).ConfigureAwait(false))
            return default;
        if (_buffer[_start] != 0)
            throw new GrpcException(GrpcStatusCode.Internal, "the answer is compressed, which was not asked for");
        var length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start + 1));
        if (length > maxMessageSize)
            throw new GrpcException(
                GrpcStatusCode.ResourceExhausted,
                $"a response of {length} bytes is larger than the limit of {maxMessageSize}; raise grpc_max_message_size in the connection string"
            );
        _start += HeaderLength;
        if (length > 0 && !await FillAsync((int)length, cancellationToken).ConfigureAwait(false))
            throw new EndOfStreamException("The answer ended inside a message.");
        var message = Parse(parser, (int)length);
        _start += (int)length;
        return message;
    }

    private T Parse<T>(MessageParser<T> parser, int length)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(_buffer, _start, length);
        }
        catch (InvalidProtocolBufferException)
        {
            try
            {
                return parser.ParseFrom(
                    CodedInputStream.CreateWithLimits(new MemoryStream(_buffer, _start, length), int.MaxValue, RecursionLimit)
                );
            }
            catch (InvalidProtocolBufferException e)
            {
                throw new GrpcException(GrpcStatusCode.Internal, $"the answer is not a {typeof(T).Name}: {e.Message}", innerException: e);
            }
        }
    }

    /// <summary>Reads until <paramref name="count"/> bytes are there; false when the body ends before the first of them.</summary>
    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (_end - _start >= count)
            return true;
        if (_buffer.Length - _start < count)
        {
            var target = _buffer.Length >= count ? _buffer : new byte[Math.Max(count + HeaderLength, 2 * _buffer.Length)];
            Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
            _end -= _start;
            _start = 0;
            _buffer = target;
        }

        while (_end - _start < count)
        {
            var read = await body.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return _end == _start ? false : throw new EndOfStreamException("The answer ended inside a message.");
            _end += read;
        }

        return true;
    }
}
