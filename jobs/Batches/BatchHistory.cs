namespace Spark.Jobs.Batches;

/// <summary>The batches of a pipeline.</summary>
/// <param name="Batches">In the order of their numbers.</param>
/// <param name="Done">The number of the last batch that is done; 0 for none.</param>
public sealed record BatchHistory(IReadOnlyList<Batch> Batches, long Done)
{
    /// <summary>The batch that a run left behind unfinished; a full refresh makes the batches before it irrelevant.</summary>
    public Batch? Unfinished => Batches.FirstOrDefault(batch => batch.Id > Done && batch.Id >= LastRefresh);

    public long NextId => Batches.Count == 0 ? 1 : Batches[^1].Id + 1;

    /// <summary>The files that the processed table was made from: those of the last full refresh and of the increments since.</summary>
    public IReadOnlyList<RawFile> ProcessedFiles =>
        [
            .. Batches
                .Where(batch => batch.Id >= LastRefresh && batch.Kind != BatchKind.Restatement)
                .SelectMany(batch => batch.Files)
                .Distinct(),
        ];

    private long LastRefresh => Batches.LastOrDefault(batch => batch.Kind == BatchKind.FullRefresh)?.Id ?? 0;
}
