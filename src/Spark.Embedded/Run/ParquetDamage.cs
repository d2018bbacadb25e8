using System.Buffers.Binary;
using Microsoft.Spark;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Run;

/// <summary>
/// Finds the damaged Parquet file behind an error of DuckDB, whose messages name no file or speak of the decoder. The files are those that the failed SQL reads; each is
/// looked at by its outline, and then read by an instance of DuckDB of its own, because the one that failed may be unusable.
/// </summary>
internal static class ParquetDamage
{
    private static readonly string[] Reads = ["read_parquet(", "parquet_kv_metadata("];
    private const int FooterEnd = 8;

    /// <summary>The error of the first damaged file; null when all can be read, or the SQL reads none.</summary>
    /// <param name="deep">Whether to decode the files; otherwise only what stands at their beginnings and ends is looked at.</param>
    public static SparkException? Find(string sql, bool deep)
    {
        var paths = Paths(sql).Distinct(StringComparer.Ordinal).ToList();
        if (paths.Count == 0)
            return null;
        if (paths.Select(OfOutline).FirstOrDefault(error => error is not null) is { } found)
            return found;
        return deep ? OfContent(paths) : null;
    }

    /// <summary>What is wrong with a file, read to its end; null when nothing is.</summary>
    public static SparkException? Of(string path) => OfOutline(path) ?? OfContent([path]);

    /// <summary>The files that a query names, each as the literal of a pattern that only it matches.</summary>
    private static IEnumerable<string> Paths(string sql) => Reads.SelectMany(function => Paths(sql, function));

    private static IEnumerable<string> Paths(string sql, string function)
    {
        for (var at = sql.IndexOf(function, StringComparison.Ordinal); at >= 0; at = sql.IndexOf(function, at, StringComparison.Ordinal))
        {
            at += function.Length;
            if (at < sql.Length && sql[at] == '[')
                at++;
            while (at < sql.Length && sql[at] == '\'')
            {
                var end = at + 1;
                while (end < sql.Length && (sql[end] != '\'' || (end + 1 < sql.Length && sql[end + 1] == '\'')))
                    end += sql[end] == '\'' ? 2 : 1;
                if (end >= sql.Length)
                    yield break;
                yield return sql[(at + 1)..end]
                    .Replace("''", "'", StringComparison.Ordinal)
                    .Replace("[*]", "*", StringComparison.Ordinal)
                    .Replace("[?]", "?", StringComparison.Ordinal)
                    .Replace("[[]", "[", StringComparison.Ordinal);
                at = end + 1;
                while (at < sql.Length && sql[at] is ',' or ' ')
                    at++;
            }
        }
    }

    private static SparkException? OfOutline(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> bytes = stackalloc byte[FooterEnd];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length == 0)
                return FileErrors.Damaged(path, "it is empty, and no Parquet file");
            if (length < bytes.Length || !bytes.StartsWith("PAR1"u8))
                return bytes.StartsWith("PARE"u8)
                    ? FileErrors.Failed(path, "it is an encrypted Parquet file", "Decrypt it, or read it on Spark with its keys.")
                    : FileErrors.Damaged(path, "it is no Parquet file: it does not begin with PAR1");
            file.Seek(-FooterEnd, SeekOrigin.End);
            file.ReadExactly(bytes);
            if (bytes.EndsWith("PARE"u8))
                return FileErrors.Failed(path, "its footer is encrypted", "Decrypt it, or read it on Spark with its keys.");
            if (!bytes.EndsWith("PAR1"u8))
                return FileErrors.Damaged(path, "it does not end with PAR1: the Parquet file is cut off, or its end was overwritten");
            var footer = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            return footer == 0 || footer > file.Length - FooterEnd - 4
                ? FileErrors.Damaged(
                    path,
                    $"its footer should take {footer} bytes of the {file.Length} it has: the Parquet file is damaged"
                )
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return FileErrors.From(exception, path);
        }
    }

    private static SparkException? OfContent(IReadOnlyList<string> paths)
    {
        using var database = DuckDbDatabase.Open(threads: 1);
        using var connection = database.Connect();
        foreach (var path in paths)
        {
            var source = $"read_parquet({Sql.FilePath(path)}, hive_partitioning = false)";
            if (Fails(connection, $"SELECT * FROM {source} LIMIT 0") is { } footer)
                return FileErrors.Damaged(path, "the footer of the Parquet file is damaged", footer);
            if (Fails(connection, $"SELECT max(hash(t)) FROM {source} AS t") is { } page)
                return FileErrors.Damaged(path, "data pages of the Parquet file are damaged", page);
        }

        return null;
    }

    private static DuckDbException? Fails(DuckDbConnection connection, string sql)
    {
        try
        {
            connection.Execute(sql);
            return null;
        }
        catch (DuckDbException exception)
        {
            return exception;
        }
    }
}
