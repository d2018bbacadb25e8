namespace Spark.Testing;

/// <summary>A new folder that goes with all it holds when it is disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("spark-test-").FullName;

    /// <summary>The path of something in it, with forward slashes in <paramref name="relativePath"/>.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    public override string ToString() => Path;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException) { }
        catch (IOException)
        {
            // A process that is still ending writes its last file; the system clears its temporary folder.
        }
    }
}
