using System.Runtime.ExceptionServices;
using System.Text;
using Microsoft.Spark;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Sources;

/// <summary>How one read opens its raw files: their character set, which damage it overlooks, and what stops it.</summary>
internal sealed class RawFiles
{
    private readonly string? _charset;
    private readonly Encoding? _declared;
    private readonly bool _isJson;
    private readonly bool _ignoreCorrupt;
    private readonly bool _ignoreMissing;
    private readonly CancellationToken _interrupted;

    /// <param name="charset">What the option <c>encoding</c> says; null for UTF-8, unless a byte order mark tells another.</param>
    /// <param name="owner">Whose option that is, for the error of an unknown one.</param>
    public RawFiles(SourceOptions options, ISourceContext context, string? charset = null, string owner = "CSVOptions")
    {
        _charset = charset?.ToUpperInvariant();
        _declared = charset is null ? null : Charsets.Find(charset, owner);
        _isJson = owner.StartsWith("JSON", StringComparison.Ordinal);
        _ignoreCorrupt = Flag("ignoreCorruptFiles");
        _ignoreMissing = Flag("ignoreMissingFiles");
        _interrupted = context.Scope.Interrupted;

        bool Flag(string name) =>
            options.Flag(name, string.Equals(context.Config("spark.sql.files." + name), "true", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Opens a file: decompressed by what its name ends in, and as UTF-8.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE: it is gone, forbidden or damaged; reading on may throw it as well.</exception>
    public Stream Open(string path)
    {
        var file = new RawFileStream(path, _interrupted);
        return CharsetOf(file.Start) is { } charset ? Encoding.CreateTranscodingStream(file, charset, new UTF8Encoding(false)) : file;
    }

    /// <summary>Whether a reader may begin in the midst of the file.</summary>
    public bool CanSplit(DataFile file)
    {
        if (RawFileStream.Codec(file.Path) is not null)
            return false;
        try
        {
            using var stream = new RawFileStream(file.Path, _interrupted);
            return CharsetOf(stream.Start) is null;
        }
        catch (SparkException)
        {
            // Reading the file will tell.
            return true;
        }
    }

    /// <summary>Whether the options say to go on without what the error is about.</summary>
    public bool Overlooks(SparkException error) =>
        (_ignoreMissing && error.ErrorClass == FileErrors.Vanished) || (_ignoreCorrupt && FileErrors.IsDamage(error));

    /// <summary>Whether to read a file that can only be read as a whole: false when it is damaged and the options overlook that.</summary>
    /// <param name="damage">What is wrong with the file; asked only where it matters.</param>
    public bool IsWanted(DataFile file, Func<string, SparkException?> damage) =>
        !(_ignoreCorrupt || (_ignoreMissing && !File.Exists(file.Path))) || damage(file.Path) is not { } error || !Overlooks(error);

    /// <summary>The records of a file. What goes wrong names the file; what the options overlook ends it.</summary>
    public IEnumerable<T> Records<T>(DataFile file, Func<IEnumerable<T>> read)
    {
        if (file.Size == 0)
            yield break;
        using var records = Guard(file, () => read().GetEnumerator());
        while (records is not null && Guard(file, () => records.MoveNext()))
            yield return records.Current;
    }

    private T? Guard<T>(DataFile file, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception) when (exception is SparkException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            var error = FileErrors.From(exception, file.Path);
            if (Overlooks(error))
                return default;
            if (ReferenceEquals(error, exception))
                ExceptionDispatchInfo.Throw(exception);
            throw error;
        }
    }

    private Encoding? CharsetOf(ReadOnlySpan<byte> start) =>
        _charset switch
        {
            null => Charsets.OfMark(start) ?? (_isJson ? Charsets.OfJson(start) : null),
            "UTF-8" => null,
            "UTF-16" => start is [0xFF, 0xFE, ..] ? Encoding.Unicode : _declared,
            "UTF-32" => start is [0xFF, 0xFE, 0, 0, ..] ? Encoding.UTF32 : _declared,
            _ => _declared,
        };
}
