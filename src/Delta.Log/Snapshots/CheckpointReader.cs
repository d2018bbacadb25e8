namespace Delta.Log;

/// <summary>Reads checkpoints of every kind: classic, in parts, and V2 with sidecars.</summary>
internal static class CheckpointReader
{
    public static void Read(DeltaLog log, IReadOnlyList<StoredFile> files, Action<LogAction> action)
    {
        var sidecars = new List<string>();

        void Take(LogAction one)
        {
            if (one is Sidecar sidecar)
                sidecars.Add(SidecarPath(sidecar.Path));
            else
                action(one);
        }

        if (files is [{ } single] && single.Path.EndsWith(".json", StringComparison.Ordinal))
        {
            var content =
                log.Store.Read(single.Path)
                ?? throw DeltaLogException.Corrupt($"the checkpoint {single.Path} of {log.Store.Root} vanished while it was read");
            ActionReader.Read(content.Span, single.Path, Take);
        }
        else
        {
            ReadParquet(log, [.. files.Select(file => file.Path)], Take);
        }

        if (sidecars.Count > 0)
            ReadParquet(log, sidecars, action);
    }

    private static void ReadParquet(DeltaLog log, IReadOnlyList<string> paths, Action<LogAction> action)
    {
        var format =
            log.Checkpoints
            ?? throw new NotSupportedException(
                $"The Delta table {log.Store.Root} has a Parquet checkpoint ({paths[0]}), and no reader for it was given."
            );
        format.Read(paths, json => ActionReader.Read(json, paths[0], action));
    }

    private static string SidecarPath(string path)
    {
        var decoded = FilePath.Decode(path);
        return decoded.Contains('/', StringComparison.Ordinal) ? decoded : LogFileName.Sidecars + "/" + decoded;
    }
}
