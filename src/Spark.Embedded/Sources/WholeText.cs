using System.Text;
using System.Text.Unicode;
using Microsoft.Spark;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Sources;

/// <summary>Whole files as valid UTF-8.</summary>
internal static class WholeText
{
    /// <summary>Reads a file whose lines are told apart.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="lineSeparator">What ends a line: one character stays as it is; null to tell it by the first line end of the file.</param>
    /// <param name="failure">What ended the reading before the end of the file.</param>
    public static byte[] Read(Stream stream, string path, byte[]? lineSeparator, out SparkException? failure)
    {
        var text = Read(stream, path, out failure);
        if (text.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            text = text[3..];
        if (lineSeparator is null)
        {
            var first = text.AsSpan().IndexOfAny((byte)'\r', (byte)'\n');
            if (first < 0 || text[first] == '\n')
                return text;
            lineSeparator = first + 1 < text.Length && text[first + 1] == '\n' ? "\r\n"u8.ToArray() : "\r"u8.ToArray();
        }
        else if (lineSeparator.Length == 1)
        {
            return text;
        }

        return Replace(text, lineSeparator);
    }

    /// <summary>Reads a file as it stands.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="failure">What ended the reading before the end of the file.</param>
    public static byte[] Read(Stream stream, string path, out SparkException? failure)
    {
        failure = null;
        using var memory = new MemoryStream();
        using (stream)
        {
            try
            {
                var buffer = new byte[1 << 16];
                while (stream.Read(buffer) is var read and > 0)
                {
                    if (memory.Length + read > LineReader.LongestLine)
                        throw FileErrors.Failed(
                            path,
                            $"it is larger than the {LineReader.LongestLine >> 20} MiB that are read as a whole",
                            "Split the file, or read it line by line."
                        );
                    memory.Write(buffer, 0, read);
                }
            }
            catch (SparkException exception)
            {
                failure = exception;
            }
        }

        var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        return Utf8.IsValid(bytes) ? bytes.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
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
