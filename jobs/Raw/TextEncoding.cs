using System.Text;

namespace Spark.Jobs.Raw;

/// <summary>The encoding of a text file.</summary>
/// <param name="Name">Spark's name for it.</param>
/// <param name="Encoding">The same for .NET.</param>
/// <param name="MarkLength">How many bytes of byte order mark the file begins with.</param>
internal readonly record struct TextEncoding(string Name, Encoding Encoding, int MarkLength)
{
    /// <summary>The encoding that a byte order mark at the start of the file tells, or else the declared one.</summary>
    public static TextEncoding Of(ReadOnlySpan<byte> start, string declared) =>
        start.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? new("UTF-8", Encoding.UTF8, 3)
        : start.StartsWith<byte>([0xFF, 0xFE, 0, 0]) ? new("UTF-32", Encoding.UTF32, 4)
        : start.StartsWith<byte>([0, 0, 0xFE, 0xFF]) ? new("UTF-32", new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4)
        : start.StartsWith<byte>([0xFF, 0xFE]) ? new("UTF-16", Encoding.Unicode, 2)
        : start.StartsWith<byte>([0xFE, 0xFF]) ? new("UTF-16", Encoding.BigEndianUnicode, 2)
        : new(declared, Named(declared), 0);

    private static Encoding Named(string name) =>
        name.ToUpperInvariant() switch
        {
            "ISO-8859-1" => Encoding.Latin1,
            "US-ASCII" => Encoding.ASCII,
            // Java takes UTF-16 and UTF-32 without a mark for big-endian.
            "UTF-16" or "UTF-16BE" => Encoding.BigEndianUnicode,
            "UTF-16LE" => Encoding.Unicode,
            "UTF-32" => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
            _ => Encoding.UTF8,
        };
}
