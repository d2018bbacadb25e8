using Xunit;

namespace Spark.Testing;

/// <summary>Where things lie around the tests.</summary>
public static class Repository
{
    private static readonly Lazy<string> RootFolder = new(FindRoot);

    /// <summary>The folder that holds <c>Spark.sln</c>.</summary>
    public static string Root => RootFolder.Value;

    /// <summary>
    /// A file or folder of the large test data that lies in <c>shared</c> beside the repository on the project's own machines; the test is skipped where
    /// it is missing.
    /// </summary>
    public static string RequireShared(string relativePath)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", relativePath));
        if (!Path.Exists(path))
            Assert.Skip($"This test needs {path}, which is not there.");
        return path;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Spark.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Spark.sln.");
    }
}
