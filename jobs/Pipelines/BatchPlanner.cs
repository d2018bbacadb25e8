using Microsoft.Spark.Sql;
using Spark.Jobs.Batches;
using Spark.Jobs.Datasets;
using Spark.Jobs.Lakes;
using Spark.Jobs.Raw;

namespace Spark.Jobs.Pipelines;

/// <summary>The raw files that a batch is to read, looked at.</summary>
/// <param name="Files">The files, readable all; none when there is nothing to do.</param>
/// <param name="Rejected">Files that are put aside.</param>
/// <param name="Notices">What the person who runs it should know, such as a file that changed since it was processed.</param>
internal sealed record BatchInput(IReadOnlyList<ReadableFile> Files, IReadOnlyList<RejectedFile> Rejected, IReadOnlyList<string> Notices);

/// <summary>
/// Chooses the raw files of a batch and looks at them before anything is written down: what cannot be read never becomes part of a batch,
/// and no row that was processed before goes without somebody saying so.
/// </summary>
internal sealed class BatchPlanner(SparkSession spark, DataContract contract, Lake lake)
{
    private readonly RawZone _zone = new(spark, contract);

    /// <summary>The files of the batch that a request makes of what was done before.</summary>
    /// <exception cref="PipelineException">There is nothing to read, or rows that were processed before would be lost.</exception>
    public BatchInput Choose(RunRequest request, BatchHistory history)
    {
        var processed = history.ProcessedFiles;
        return request.Kind switch
        {
            BatchKind.Restatement => Restated(request, processed),
            BatchKind.FullRefresh => Refreshed(request, processed),
            _ => New(request, processed),
        };
    }

    /// <summary>The files of a batch that was planned before, when they are still what they were.</summary>
    /// <exception cref="PipelineException">Files are gone or changed; the message says how to finish the batch or give it up.</exception>
    public IReadOnlyList<ReadableFile> TakeUp(Batch batch)
    {
        var look = _zone.Look(batch.Files.Select(Now));
        var planned = batch.Files.ToDictionary(file => file.Path);
        var changed = look.Readable.Where(file => !file.File.HasContentOf(planned[file.File.Path])).Select(file => file.File.Path).ToList();
        if (look.Rejected.Count == 0 && changed.Count == 0)
            return look.Readable;
        var wrong = look
            .Rejected.Select(file => $"{file.File.Path} {file.Reason}")
            .Concat(changed.Select(path => $"{path} has other content than when the batch was planned"));
        throw new PipelineException(
            $"Batch {batch.Id} of {contract.Name} is unfinished, and its raw files are not what they were: {Some(wrong)}. Put them back and run "
                + $"again to finish it, or give it up with 'batches abandon {contract.Name}': its tables go back to what they were before it, and "
                + "the next run takes its other files."
        );
    }

    private BatchInput New(RunRequest request, IReadOnlyDictionary<string, RawFile> processed)
    {
        var listed = List(request);
        var unread = listed.Where(file => !processed.TryGetValue(file.Path, out var known) || !file.LooksLike(known));
        var look = _zone.Look(unread);
        var files = look
            .Readable.Where(file => !processed.TryGetValue(file.File.Path, out var known) || !file.File.HasContentOf(known))
            .ToList();
        return new BatchInput(files, look.Rejected, [.. Changed(files, processed), .. Damaged(files)]);
    }

    private BatchInput Refreshed(RunRequest request, IReadOnlyDictionary<string, RawFile> processed)
    {
        var look = _zone.Look(List(request));
        var paths = look.Readable.Select(file => file.File.Path).ToHashSet();
        var contents = look.Readable.Select(file => file.File.Sha256).OfType<string>().ToHashSet();
        var gone = processed
            .Values.Where(file => !paths.Contains(file.Path) && !(file.Sha256 is { } digest && contents.Contains(digest)))
            .ToList();
        if (gone.Count > 0 && !request.AllowMissing)
        {
            throw new PipelineException(
                $"--full-refresh would lose the rows of {Count(gone.Count)} that {contract.Name} was made from and that cannot be read under "
                    + $"{request.Input} now: {Some(gone.Select(file => file.Path))}. Name their folder by --input, or add --allow-missing to let the rows go."
            );
        }

        return new BatchInput(look.Readable, look.Rejected, [.. Damaged(look.Readable)]);
    }

    private BatchInput Restated(RunRequest request, IReadOnlyDictionary<string, RawFile> processed)
    {
        if (processed.Count == 0)
            throw new PipelineException($"There is nothing to restate: no raw file of {contract.Name} was processed into {lake.Root} yet.");
        var look = _zone.Look(processed.Values.Select(Now));
        if (look.Rejected.Count > 0 && !request.AllowMissing)
        {
            throw new PipelineException(
                $"The days cannot be restated: {Some(look.Rejected.Select(file => $"{file.File.Path} {file.Reason}"))}. Put the file back, or add "
                    + "--allow-missing to restate without it; its rows of these days then go."
            );
        }

        return new BatchInput(look.Readable, [], [.. Changed(look.Readable, processed), .. Damaged(look.Readable)]);
    }

    private IReadOnlyList<RawFile> List(RunRequest request)
    {
        var files = RawFiles.List(spark, request.Input);
        return files.Count > 0 ? files : throw new PipelineException($"There is no .csv or .csv.gz file under {request.Input}.");
    }

    private static RawFile Now(RawFile file) => Location.IsUrl(file.Path) ? file : RawFiles.Now(file.Path);

    private static IEnumerable<string> Changed(IReadOnlyList<ReadableFile> files, IReadOnlyDictionary<string, RawFile> processed) =>
        files
            .Where(file => processed.TryGetValue(file.File.Path, out var known) && !file.File.HasContentOf(known))
            .Select(file =>
                $"{file.File.Path} changed since it was processed and is read again; rows that only its earlier content had stay until a --full-refresh"
            );

    private static IEnumerable<string> Damaged(IReadOnlyList<ReadableFile> files) =>
        files
            .Where(file => file.DamagedLine is not null)
            .Select(file =>
                $"{file.File.Path} has bytes that are no {file.Layout.Encoding} text, first in line {file.DamagedLine}; such rows are quarantined. Say "
                + "which encoding it has in the contract's rawFiles"
            );

    private static string Count(int files) => files == 1 ? "1 raw file" : $"{files} raw files";

    /// <summary>The first few of many.</summary>
    internal static string Some(IEnumerable<string> items)
    {
        const int shown = 3;
        var all = items.ToList();
        return string.Join("; ", all.Take(shown)) + (all.Count > shown ? $"; and {all.Count - shown} more" : "");
    }
}
