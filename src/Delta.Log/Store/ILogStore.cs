namespace Delta.Log;

/// <summary>A file of the table.</summary>
/// <param name="Path">Relative to the table's folder, with forward slashes, such as <c>_delta_log/00000000000000000000.json</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTime">Milliseconds since the epoch.</param>
public readonly record struct StoredFile(string Path, long Size, long ModificationTime);

/// <summary>
/// All that the log asks of storage. Paths are relative to the table's folder; the log never touches a file in any other way. Implementations are
/// thread-safe, and what they have put is visible at once to every other client of the same storage.
/// </summary>
public interface ILogStore
{
    /// <summary>The table's address, for messages and for resolving relative paths.</summary>
    string Root { get; }

    /// <summary>The files of <c>_delta_log</c> (not of its subfolders) whose path is not below <paramref name="from"/>, in ordinal order.</summary>
    /// <returns>Nothing when the folder does not exist.</returns>
    IReadOnlyList<StoredFile> List(string from);

    /// <summary>What is known of one file; null when it does not exist.</summary>
    StoredFile? Find(string path);

    /// <summary>Reads a part of a file, or all of it.</summary>
    /// <param name="path">Relative to the table, or absolute for the files that a log may keep elsewhere.</param>
    /// <param name="length">Bytes to read; null for the rest.</param>
    /// <returns>Null when the file does not exist.</returns>
    ReadOnlyMemory<byte>? Read(string path, long offset = 0, int? length = null);

    /// <summary>Creates a file with this content unless it exists: at no time can anybody see it without all of its content.</summary>
    /// <returns>False when the file existed; its content is then untouched.</returns>
    bool TryPutIfAbsent(string path, ReadOnlyMemory<byte> content);

    /// <summary>Creates or replaces a file: everybody sees the old content or the new.</summary>
    void Put(string path, ReadOnlyMemory<byte> content);

    /// <summary>Deletes a file of the log, if it exists.</summary>
    void Delete(string path);

    /// <summary>Deletes what killed writers have left in the log's folder and nobody reads.</summary>
    /// <param name="before">Only what was last written before then, in milliseconds since the epoch.</param>
    void DeleteUnfinished(long before);
}
