namespace Delta.Log;

/// <summary>Where a deletion vector lies.</summary>
/// <param name="StorageType"><c>i</c> inline, <c>u</c> a file beside the data named by a UUID, <c>p</c> a file at an absolute path.</param>
/// <param name="PathOrInlineDv">The vector in Z85, a prefix and a UUID in Z85, or the path.</param>
/// <param name="Offset">Where in the file it begins, in bytes; null for inline.</param>
/// <param name="SizeInBytes">Its size, before Z85.</param>
/// <param name="Cardinality">How many rows it deletes.</param>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#deletion-vectors</remarks>
public sealed record DeletionVectorDescriptor(string StorageType, string PathOrInlineDv, int? Offset, int SizeInBytes, long Cardinality)
{
    private const int EncodedUuidLength = 20;

    /// <summary>Tells this vector from every other of the same data file.</summary>
    public string UniqueId => Offset is { } offset ? $"{StorageType}{PathOrInlineDv}@{offset}" : StorageType + PathOrInlineDv;

    /// <summary>The file that holds it, relative to the table or absolute; null when it is inline.</summary>
    /// <exception cref="DeltaLogException">The storage type is unknown or the name is none.</exception>
    public string? FilePath
    {
        get
        {
            switch (StorageType)
            {
                case "i":
                    return null;
                case "p":
                    return Delta.Log.FilePath.Decode(PathOrInlineDv);
                case "u" when PathOrInlineDv.Length >= EncodedUuidLength:
                    var prefix = PathOrInlineDv[..^EncodedUuidLength];
                    var id = new Guid(Z85.Decode(PathOrInlineDv[^EncodedUuidLength..]), bigEndian: true);
                    return $"{prefix}{(prefix.Length > 0 ? "/" : "")}deletion_vector_{id:D}.bin";
                default:
                    throw DeltaLogException.Corrupt($"a deletion vector has storage type '{StorageType}' and path '{PathOrInlineDv}'");
            }
        }
    }
}
