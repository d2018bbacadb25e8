using System.Text;
using Microsoft.Spark;

namespace Spark.Embedded.Sources;

/// <summary>Character sets of text files by their Java names.</summary>
internal static class Charsets
{
    public static Encoding Find(string name) =>
        name.ToUpperInvariant() switch
        {
            "UTF-8" or "UTF8" => Encoding.UTF8,
            "ISO-8859-1" or "ISO8859_1" or "LATIN1" => Encoding.Latin1,
            "US-ASCII" or "ASCII" => Encoding.ASCII,
            "UTF-16" or "UTF-16BE" => Encoding.BigEndianUnicode,
            "UTF-16LE" => Encoding.Unicode,
            "UTF-32" or "UTF-32BE" => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
            "UTF-32LE" => Encoding.UTF32,
            _ => throw new SparkIllegalArgumentException(
                $"[INVALID_PARAMETER_VALUE.CHARSET] The charset '{name}' is not known; the embedded engine reads UTF-8, ISO-8859-1, US-ASCII, UTF-16, UTF-16BE, UTF-16LE, UTF-32, UTF-32BE and UTF-32LE. SQLSTATE: 22023"
            )
            {
                ErrorClass = "INVALID_PARAMETER_VALUE.CHARSET",
                SqlState = "22023",
            },
        };
}
