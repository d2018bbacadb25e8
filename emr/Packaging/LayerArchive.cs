using System.IO.Compression;
using Spark.Launch;

namespace Spark.Emr.Packaging;

/// <summary>The archives that an app travels in: what is of others beneath, the project's own above.</summary>
internal static class LayerArchive
{
    /// <summary>Packs the files of a folder that <paramref name="takes"/> chooses; the archive appears whole or not at all.</summary>
    public static void Pack(string folder, string archive, Func<string, bool> takes)
    {
        const int executable = 0b111_101_101 | 0x8000;
        const int plain = 0b110_100_100 | 0x8000;
        var unfinished = archive + ".part";
        using (var zip = new ZipArchive(File.Create(unfinished), ZipArchiveMode.Create))
        {
            foreach (
                var file in Directory
                    .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Where(file => takes(file) && (!file.EndsWith(".pdb", StringComparison.Ordinal) || IsOwn(file)))
                    .Order(StringComparer.Ordinal)
            )
            {
                var entry = zip.CreateEntry(Path.GetRelativePath(folder, file).Replace('\\', '/'), CompressionLevel.Optimal);
                // The earliest time that a zip can hold: the real one would make two builds of the same sources differ.
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                entry.ExternalAttributes =
                    (Path.GetExtension(file).Length == 0 || Path.GetFileName(file) == JobsApp.Program ? executable : plain) << 16;
                using var from = File.OpenRead(file);
                using var to = entry.Open();
                from.CopyTo(to);
            }
        }

        File.Move(unfinished, archive, overwrite: true);
    }

    /// <summary>The project's own assemblies and program, by name; their symbols travel along, for source lines in stack traces.</summary>
    private static bool IsOwn(string file) =>
        Path.GetFileName(file) is { } name
        && (
            name.StartsWith("Spark.", StringComparison.Ordinal)
            || name.StartsWith("Delta.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Spark", StringComparison.Ordinal)
        );

    /// <summary>Whether a published file comes with the .NET runtime or a library. All of them lie at the top.</summary>
    public static bool IsOfOthers(string folder, string file) =>
        Path.GetDirectoryName(file) == folder && !IsOwn(file) && Path.GetExtension(file) is ".dll" or ".so" or "";
}
