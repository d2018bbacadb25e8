using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Delta.Log;

/// <summary>
/// A table in a local folder. A commit is written to a temporary file, flushed to disk, and then given its name by a hard link, which the
/// operating system refuses when the name is taken: writers of any number of processes exclude each other, and a killed one leaves at most a
/// temporary file that nobody reads.
/// </summary>
public sealed class LocalLogStore : ILogStore
{
    private const int FileExists = 17; // EEXIST, the same on Linux and macOS.
    private const string TemporarySuffix = ".tmp";
    private readonly string _root;

    /// <param name="root">The table's folder; it need not exist yet.</param>
    public LocalLogStore(string root) => _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <inheritdoc/>
    public string Root => _root;

    /// <inheritdoc/>
    public IReadOnlyList<StoredFile> List(string from)
    {
        var folder = new DirectoryInfo(Path.Combine(_root, LogFileName.Folder));
        if (!folder.Exists)
            return [];
        var files = new List<StoredFile>();
        foreach (var file in folder.EnumerateFiles())
        {
            // Hadoop's checksum files and temporary files begin with a dot and are no part of the log.
            if (file.Name.StartsWith('.'))
                continue;
            var path = LogFileName.Folder + "/" + file.Name;
            if (string.CompareOrdinal(path, from) >= 0)
                files.Add(Describe(path, file));
        }

        files.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return files;
    }

    /// <inheritdoc/>
    public StoredFile? Find(string path)
    {
        var file = new FileInfo(Resolve(path));
        return file.Exists ? Describe(path, file) : null;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Read(string path, long offset = 0, int? length = null)
    {
        try
        {
            using var file = File.OpenHandle(Resolve(path));
            var buffer = new byte[length ?? checked((int)(RandomAccess.GetLength(file) - offset))];
            var read = 0;
            while (read < buffer.Length)
            {
                var count = RandomAccess.Read(file, buffer.AsSpan(read), offset + read);
                if (count == 0)
                    break;
                read += count;
            }

            return buffer.AsMemory(0, read);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool TryPutIfAbsent(string path, ReadOnlyMemory<byte> content)
    {
        var target = Resolve(path);
        if (File.Exists(target))
            return false;
        var temporary = WriteTemporary(target, content);
        try
        {
            return OperatingSystem.IsWindows() ? MoveIfAbsent(temporary, target) : LinkIfAbsent(temporary, target);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public void Put(string path, ReadOnlyMemory<byte> content)
    {
        var target = Resolve(path);
        File.Move(WriteTemporary(target, content), target, overwrite: true);
        DeleteChecksum(target);
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        var target = Resolve(path);
        if (!IsOwn(new DirectoryInfo(Path.GetDirectoryName(target)!)))
            return;
        File.Delete(target);
        DeleteChecksum(target);
    }

    /// <inheritdoc/>
    public void DeleteUnfinished(long before)
    {
        var folder = new DirectoryInfo(Path.Combine(_root, LogFileName.Folder));
        if (!IsOwn(folder))
            return;
        foreach (var file in folder.EnumerateFiles($".*{TemporarySuffix}"))
        {
            if (Milliseconds(file) < before)
                file.Delete();
        }
    }

    // A folder that is a link leads out of the table: what lies there is not the table's to delete.
    private static bool IsOwn(DirectoryInfo folder) => folder.Exists && folder.LinkTarget is null;

    private string Resolve(string path) => Path.Combine(_root, path);

    private static string WriteTemporary(string target, ReadOnlyMemory<byte> content)
    {
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}{TemporarySuffix}");
        using var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, content.Length);
        RandomAccess.Write(file, content.Span, 0);
        RandomAccess.FlushToDisk(file);
        return temporary;
    }

    private static bool LinkIfAbsent(string temporary, string target)
    {
        if (Link(temporary, target) == 0)
        {
            DeleteChecksum(target);
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == FileExists
            ? false
            : throw new IOException(
                $"Cannot create {target}: {new Win32Exception(error).Message}. A Delta log needs a file system with hard links, "
                    + "by which a commit appears whole and once."
            );
    }

    // MoveFileEx without its replace flag is atomic and fails when the name is taken.
    private static bool MoveIfAbsent(string temporary, string target)
    {
        try
        {
            File.Move(temporary, target);
            DeleteChecksum(target);
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
    }

    // Hadoop's local file system keeps a checksum beside each file it writes, and would refuse our content for its own old checksum.
    private static void DeleteChecksum(string target) =>
        File.Delete(Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.crc"));

    private static StoredFile Describe(string path, FileInfo file) => new(path, file.Length, Milliseconds(file));

    private static long Milliseconds(FileInfo file) => new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds();

    [DllImport(
        "libc",
        EntryPoint = "link",
        SetLastError = true,
        CharSet = CharSet.Ansi,
        BestFitMapping = false,
        ThrowOnUnmappableChar = true
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
