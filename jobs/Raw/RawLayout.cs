namespace Spark.Jobs.Raw;

/// <summary>How the text of a raw file is laid out, as its first bytes and its header tell.</summary>
/// <param name="Encoding">The encoding by Spark's name, such as <c>UTF-8</c> or <c>UTF-16LE</c>.</param>
/// <param name="Columns">The contract's raw columns in the order in which the file has them.</param>
/// <param name="DamagedText">Whether it has bytes that are no text in the encoding: rows with U+FFFD are then rejected.</param>
public sealed record RawLayout(string Encoding, IReadOnlyList<string> Columns, bool DamagedText)
{
    /// <summary>Whether both files can be read by one reader.</summary>
    public bool Equals(RawLayout? other) =>
        other is not null && Encoding == other.Encoding && DamagedText == other.DamagedText && Columns.SequenceEqual(other.Columns);

    public override int GetHashCode() => HashCode.Combine(Encoding, DamagedText, Columns.Count, Columns.FirstOrDefault());
}

/// <summary>A raw file that was looked at and can be read.</summary>
/// <param name="File">The file, with the digest of its bytes.</param>
/// <param name="Layout">How its text is laid out.</param>
/// <param name="DamagedLine">The first line, from 1, with bytes that are no text in the encoding; null for none.</param>
public sealed record ReadableFile(RawFile File, RawLayout Layout, long? DamagedLine = null);
