using System.Globalization;
using System.Text;
using Microsoft.Spark;

namespace Spark.Embedded.Errors;

/// <summary>Errors of raw files, under Spark's conditions. Each names the file, says what is wrong with it, and what to do about it.</summary>
internal static class FileErrors
{
    /// <summary>The condition of a file that cannot be read to its end.</summary>
    public const string Unreadable = "FAILED_READ_FILE.NO_HINT";

    /// <summary>The condition of a file that was there when the files were listed.</summary>
    public const string Vanished = "FAILED_READ_FILE.FILE_NOT_EXIST";

    /// <summary>The URI of an absolute path, as Spark prints it.</summary>
    public static string UriOf(string path) =>
        "file://" + string.Join('/', path.Split('/', '\\').Select(Uri.EscapeDataString)).Replace("%3D", "=", StringComparison.Ordinal);

    private const string BadRecord = "badRecord";

    /// <summary>Whether an error means that the rest of a file cannot be had, and not that a record of it is wrong.</summary>
    public static bool IsDamage(SparkException error) => error.ErrorClass == Unreadable && !error.MessageParameters.ContainsKey(BadRecord);

    /// <summary>A file whose bytes are not what its format or its name says.</summary>
    /// <param name="reason">What is wrong, as a clause about the file: <c>its gzip data end too early</c>.</param>
    public static SparkException Damaged(string path, string reason, Exception? cause = null) =>
        Failed(
            path,
            reason,
            "Replace the file by a sound copy, or set the option ignoreCorruptFiles to true to go on with what can be read of it.",
            cause
        );

    /// <summary>A file that cannot be read, with advice of its own.</summary>
    public static SparkException Failed(string path, string reason, string advice, Exception? cause = null) =>
        Error(Unreadable, path, $"Encountered error while reading file {UriOf(path)}: {reason}. {advice}", cause);

    /// <summary>A record that does not fit the schema, where the mode is FAILFAST.</summary>
    /// <param name="line">The line it begins on, from 1; null where the reading began inside the file.</param>
    public static SparkException Malformed(string path, long? line, ReadOnlySpan<byte> record)
    {
        var text = Encoding.UTF8.GetString(record);
        var where = line is { } number ? string.Create(CultureInfo.InvariantCulture, $"line {number} is") : "it holds";
        return Error(
            Unreadable,
            path,
            $"Encountered error while reading file {UriOf(path)}: {where} a malformed record: {text} (mode FAILFAST). "
                + "Correct the file, or set the option mode to PERMISSIVE to have null for what does not fit.",
            null,
            text
        );
    }

    /// <summary>A file that is gone.</summary>
    public static SparkException Missing(string path) =>
        Error(
            Vanished,
            path,
            $"Encountered error while reading file {UriOf(path)}. File does not exist. It is possible the underlying files have been updated. "
                + "Read the folder again, or set the option ignoreMissingFiles to true to go on without it.",
            null
        );

    /// <summary>What the operating system or a decoder said about a file.</summary>
    public static SparkException From(Exception exception, string path) =>
        exception switch
        {
            SparkException spark => spark,
            FileNotFoundException or DirectoryNotFoundException => Missing(path),
            UnauthorizedAccessException when Directory.Exists(path) => Failed(
                path,
                "it is a folder",
                "Name a file, or the folder as the path to read."
            ),
            UnauthorizedAccessException => Failed(path, "permission denied", "Give the user of this process the right to read it."),
            InvalidDataException => Damaged(path, exception.Message, exception),
            IOException { Message: var message } when message.Contains("Too many open files", StringComparison.OrdinalIgnoreCase) => Failed(
                path,
                "too many files are open in this process",
                "Raise the limit of open files (ulimit -n), or set spark.embedded.threads to fewer.",
                exception
            ),
            _ => Failed(path, "the operating system could not read it", "Check the disk and the path, then read it again.", exception),
        };

    private static SparkException Error(string condition, string path, string text, Exception? cause, string? record = null) =>
        new($"[{condition}] {text} SQLSTATE: KD001", cause)
        {
            ErrorClass = condition,
            SqlState = "KD001",
            MessageParameters = record is null
                ? new Dictionary<string, string> { ["path"] = UriOf(path) }
                : new Dictionary<string, string> { ["path"] = UriOf(path), [BadRecord] = record },
        };
}
