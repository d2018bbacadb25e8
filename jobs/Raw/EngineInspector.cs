using Microsoft.Spark;
using Microsoft.Spark.Sql;
using Spark.Jobs.Datasets;
using static Microsoft.Spark.Sql.Functions;

namespace Spark.Jobs.Raw;

/// <summary>
/// Looks at raw files that only the engine reaches: one query over their lines finds the header of each, and fails for a file that is cut
/// off or damaged. Their encoding is the contract's; a digest of their bytes is not made.
/// </summary>
internal sealed class EngineInspector(SparkSession spark, DataContract contract)
{
    public IReadOnlyList<(ReadableFile? Readable, RejectedFile? Rejected)> Inspect(IReadOnlyList<RawFile> files)
    {
        if (files.Count == 0)
            return [];
        try
        {
            var lines = FirstLines(files);
            return [.. files.Select(file => Match(file, lines.GetValueOrDefault(file.Path)))];
        }
        catch (SparkException e) when (files.Count == 1)
        {
            return [(null, new RejectedFile(files[0], $"cannot be read: {FirstLine(e.Message)}"))];
        }
        catch (SparkException)
        {
            // One of them, or more: look at each half by itself.
            var half = files.Count / 2;
            return [.. Inspect([.. files.Take(half)]), .. Inspect([.. files.Skip(half)])];
        }
    }

    /// <summary>The first line of each file; all lines are read for it, so that a file that is cut off fails.</summary>
    private Dictionary<string, string> FirstLines(IReadOnlyList<RawFile> files) =>
        spark
            .Read()
            .Option("encoding", contract.RawFormat.Encoding)
            .Text([.. files.Select(file => file.Path)])
            .Select(Col("_metadata.file_path").As("file"), Col("_metadata.file_block_start").As("start"), Col("value"))
            .GroupBy("file")
            .Agg(Expr("first(value) filter (where start = 0)").As("line"))
            .Collect()
            .ToDictionary(row => row.GetAs<string>(0), row => row.GetAs<string>(1));

    private (ReadableFile?, RejectedFile?) Match(RawFile file, string? firstLine)
    {
        if (firstLine is null)
            return (null, new RejectedFile(file, "is empty"));
        var columns = contract.SourceColumns;
        if (contract.RawFormat.Header)
        {
            (columns, var reason) = CsvHeader.Match(firstLine.TrimStart('\uFEFF'), contract);
            if (reason is not null)
                return (null, new RejectedFile(file, reason));
        }

        return (new ReadableFile(file, new RawLayout(contract.RawFormat.Encoding, columns, DamagedText: false)), null);
    }

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n").Split('\n', 2)[0].Trim();
}
