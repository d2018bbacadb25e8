namespace Spark.Jobs.Raw;

/// <summary>A raw file as landed: where it lies and which content it had when it was looked at.</summary>
/// <param name="Path">The full path, or the URL.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">When it was last written, UTC; null where a batch of an older version did not record it.</param>
/// <param name="Sha256">
/// The digest of its bytes in lower-case hexadecimal; null before the file was looked at, and for files that only an engine can read.
/// </param>
public sealed record RawFile(string Path, long Length, DateTime? Modified = null, string? Sha256 = null)
{
    /// <summary>
    /// Whether nothing speaks for another content than <paramref name="other"/> had: same length and, where both are known, same time of
    /// writing. Only a file that fails this is read again to learn its digest.
    /// </summary>
    public bool LooksLike(RawFile other) =>
        Length == other.Length && (Modified is null || other.Modified is null || Modified == other.Modified);

    /// <summary>Whether both had the same bytes, as far as it was recorded.</summary>
    public bool HasContentOf(RawFile other) => Sha256 is not null && other.Sha256 is not null ? Sha256 == other.Sha256 : LooksLike(other);
}

/// <summary>A raw file that is not read: put aside with a reason, while the rest of the files goes on.</summary>
/// <param name="File">The file.</param>
/// <param name="Reason">What is wrong, and what to do.</param>
public sealed record RejectedFile(RawFile File, string Reason);
