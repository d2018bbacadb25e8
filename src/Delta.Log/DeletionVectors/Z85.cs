namespace Delta.Log;

/// <summary>ZeroMQ's base 85: five characters for four bytes.</summary>
/// <remarks>https://rfc.zeromq.org/spec/32/</remarks>
internal static class Z85
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <summary>Decodes text whose length is a multiple of five.</summary>
    /// <exception cref="DeltaLogException">It is not Z85.</exception>
    public static byte[] Decode(string text)
    {
        if (text.Length % 5 != 0)
            throw DeltaLogException.Corrupt($"Z85 text of {text.Length} characters");
        var bytes = new byte[text.Length / 5 * 4];
        for (int from = 0, to = 0; from < text.Length; from += 5, to += 4)
        {
            ulong value = 0;
            for (var i = 0; i < 5; i++)
            {
                var digit = Alphabet.IndexOf(text[from + i], StringComparison.Ordinal);
                if (digit < 0)
                    throw DeltaLogException.Corrupt($"the character '{text[from + i]}' in Z85 text");
                value = (value * 85) + (ulong)digit;
            }

            if (value > uint.MaxValue)
                throw DeltaLogException.Corrupt("Z85 text out of range");
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(to), (uint)value);
        }

        return bytes;
    }
}
