using System.Text;
using System.Text.Unicode;

namespace Spark.Embedded.Sources;

/// <summary>A whole file as valid UTF-8 whose lines end with LF.</summary>
internal static class WholeText
{
    /// <param name="lineSeparator">What ends a line; null to tell it by the first line end of the file.</param>
    public static byte[] Read(Stream stream, byte[]? lineSeparator)
    {
        using (stream)
        {
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
            if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
                bytes = bytes[3..];
            if (!Utf8.IsValid(bytes))
                bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
            if (lineSeparator is null)
            {
                var first = bytes.IndexOfAny((byte)'\r', (byte)'\n');
                lineSeparator =
                    first < 0 || bytes[first] == '\n' ? "\n"u8.ToArray()
                    : first + 1 < bytes.Length && bytes[first + 1] == '\n' ? "\r\n"u8.ToArray()
                    : "\r"u8.ToArray();
            }

            return lineSeparator is [(byte)'\n'] ? bytes.ToArray() : Replace(bytes, lineSeparator);
        }
    }

    private static byte[] Replace(ReadOnlySpan<byte> text, byte[] separator)
    {
        var result = new byte[text.Length];
        var length = 0;
        while (text.IndexOf(separator) is var at and >= 0)
        {
            text[..at].CopyTo(result.AsSpan(length));
            length += at;
            result[length++] = (byte)'\n';
            text = text[(at + separator.Length)..];
        }

        text.CopyTo(result.AsSpan(length));
        return result[..(length + text.Length)];
    }
}
