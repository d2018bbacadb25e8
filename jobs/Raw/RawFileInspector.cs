using System.Buffers;
using System.Security.Cryptography;
using Spark.Jobs.Datasets;

namespace Spark.Jobs.Raw;

/// <summary>
/// Looks at raw files before a batch is planned: reads each once from end to end, so that a file that is cut off, damaged, in another
/// encoding or of another shape than the contract says is put aside by itself and takes no row of the others with it.
/// </summary>
/// <param name="contract">The contract that the files are read by.</param>
internal sealed class RawFileInspector(DataContract contract)
{
    private const int BlockSize = 128 * 1024;

    // No header of a CSV file is longer; a first record beyond it is no header.
    private const int LongestHeader = 1024 * 1024;

    /// <summary>Looks at files of this machine, several at a time; in the order of the files.</summary>
    /// <returns>For each file what it is, or why it is not read.</returns>
    public IReadOnlyList<(ReadableFile? Readable, RejectedFile? Rejected)> Inspect(IReadOnlyList<RawFile> files)
    {
        var seen = new (ReadableFile?, RejectedFile?)[files.Count];
        Parallel.For(0, files.Count, i => seen[i] = Inspect(files[i]));
        return seen;
    }

    private (ReadableFile?, RejectedFile?) Inspect(RawFile file)
    {
        try
        {
            return Read(file);
        }
        catch (InvalidDataException)
        {
            return Rejected(file with { Sha256 = Digest(file.Path) }, "is damaged or cut off: its gzip data does not come to a proper end");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Rejected(file, "is not there: it was removed, or is a link to nothing");
        }
        catch (UnauthorizedAccessException)
        {
            return Rejected(file, "may not be read by this user");
        }
        catch (IOException e)
        {
            return Rejected(file, $"cannot be read: {e.Message}");
        }
    }

    private (ReadableFile?, RejectedFile?) Read(RawFile file)
    {
        using var stream = new FileStream(
            file.Path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite,
            bufferSize: 0,
            FileOptions.SequentialScan
        );
        using var hashed = new HashingStream(stream);
        using Stream content = file.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipMembers(hashed) : hashed;
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var head = new MemoryStream();
            TextEncoding? encoding = null;
            TextCheck? check = null;
            int read;
            while ((read = content.Read(block)) > 0)
            {
                if (encoding is null)
                {
                    encoding = TextEncoding.Of(block.AsSpan(0, read), contract.RawFormat.Encoding);
                    check = new TextCheck(encoding.Value.Encoding);
                }

                check!.Add(block.AsSpan(0, read));
                if (head.Length < LongestHeader)
                    head.Write(block, 0, read);
            }

            check?.End();
            var known = file with { Sha256 = hashed.Digest(), Length = hashed.Count };
            if (encoding is null)
                return Rejected(known, "is empty");
            var now = new FileInfo(file.Path);
            return now.Length != hashed.Count || now.LastWriteTimeUtc != file.Modified
                ? Rejected(known, "was written to while it was read; the next run looks at it again")
                : Match(known, encoding.Value, check!, head.GetBuffer().AsSpan(0, (int)head.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private (ReadableFile?, RejectedFile?) Match(RawFile file, TextEncoding encoding, TextCheck check, ReadOnlySpan<byte> head)
    {
        var columns = contract.SourceColumns;
        if (contract.RawFormat.Header)
        {
            (columns, var reason) = CsvHeader.Match(FirstRecord(encoding.Encoding.GetString(head[encoding.MarkLength..])), contract);
            if (reason is not null && check.DamagedLine == 1)
                reason = $"is no {encoding.Name} text from its first line on; say which encoding it has in the contract's rawFiles";
            if (reason is not null)
                return Rejected(file, reason);
        }

        return (new ReadableFile(file, new RawLayout(encoding.Name, columns, check.DamagedLine is not null), check.DamagedLine), null);
    }

    /// <summary>The text up to the first line end outside quotes.</summary>
    private static string FirstRecord(string text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] is '\n' or '\r')
                return text[..i];
        }

        return text;
    }

    private static string Digest(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static (ReadableFile?, RejectedFile?) Rejected(RawFile file, string reason) => (null, new RejectedFile(file, reason));

    /// <summary>Counts and digests what is read through it.</summary>
    private sealed class HashingStream(Stream inner) : InputStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Count { get; private set; }

        public string Digest() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _hash.AppendData(buffer[..read]);
            Count += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
