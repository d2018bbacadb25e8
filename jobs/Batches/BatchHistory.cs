using Spark.Jobs.Raw;

namespace Spark.Jobs.Batches;

/// <summary>The batches of a pipeline.</summary>
/// <param name="Batches">In the order of their numbers.</param>
/// <param name="Closed">The number of the last batch that is done or given up; 0 for none.</param>
/// <param name="Abandoned">The numbers of the batches that were given up.</param>
public sealed record BatchHistory(IReadOnlyList<Batch> Batches, long Closed, IReadOnlySet<long> Abandoned)
{
    public static BatchHistory None { get; } = new([], 0, new HashSet<long>());

    /// <summary>The batch that a run left behind unfinished; a full refresh makes the batches before it irrelevant.</summary>
    public Batch? Unfinished => Standing.FirstOrDefault(batch => batch.Id > Closed);

    public long NextId => Batches.Count == 0 ? 1 : Batches[^1].Id + 1;

    /// <summary>
    /// The files that the processed table was made from, by path, as they were last read: those of the last full refresh and of the
    /// increments since.
    /// </summary>
    public IReadOnlyDictionary<string, RawFile> ProcessedFiles
    {
        get
        {
            var files = new SortedDictionary<string, RawFile>(StringComparer.Ordinal);
            foreach (var file in Standing.Where(batch => batch.Kind != BatchKind.Restatement).SelectMany(batch => batch.Files))
                files[file.Path] = file;
            return files;
        }
    }

    /// <summary>The batches that the tables stand on.</summary>
    private IEnumerable<Batch> Standing
    {
        get
        {
            var kept = Batches.Where(batch => !Abandoned.Contains(batch.Id)).ToList();
            return kept.Skip(Math.Max(0, kept.FindLastIndex(batch => batch.Kind == BatchKind.FullRefresh)));
        }
    }
}
