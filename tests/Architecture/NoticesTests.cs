using System.Text.Json;
using System.Text.RegularExpressions;
using Spark.Testing;
using Xunit;

namespace Architecture.Tests;

/// <summary>The packages of the programs are listed with their licences, neither more nor fewer, in the versions that the lock files hold.</summary>
public partial class NoticesTests
{
    private const string Notices = "THIRD-PARTY-NOTICES.md";
    private static readonly string[] Folders = ["src", "jobs", "emr"];

    [Fact]
    public void The_notices_list_what_the_lock_files_hold()
    {
        var locked = Locked().ToHashSet();
        var listed = Listed().ToHashSet();
        Assert.True(
            locked.SetEquals(listed),
            $"""
            {Notices} and the lock files of src, jobs and emr differ.
            To be listed, with licence and project: {string.Join(", ", locked.Except(listed).Order())}
            Listed and not locked: {string.Join(", ", listed.Except(locked).Order())}
            """
        );
    }

    [Fact]
    public void The_lock_files_name_no_registry()
    {
        Assert.DoesNotContain(
            Folders.Append("tests").SelectMany(LockFiles),
            file => File.ReadAllText(file).Contains("://", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_files_that_the_notices_name_are_there()
    {
        var missing = PathInCell()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, Notices)))
            .Select(match => match.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(Repository.Root, path)));
        Assert.Empty(missing);
    }

    private static IEnumerable<string> Listed() =>
        File.ReadLines(Path.Combine(Repository.Root, Notices))
            .SkipWhile(line => line != "## Packages")
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1].Split(' ')[0]} {cells[2]}");

    private static IEnumerable<string> Locked() =>
        from folder in Folders
        from file in LockFiles(folder)
        from framework in JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("dependencies").EnumerateObject()
        from package in framework.Value.EnumerateObject()
        where package.Value.GetProperty("type").GetString() != "Project"
        select $"{package.Name} {package.Value.GetProperty("resolved").GetString()}";

    private static IEnumerable<string> LockFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "packages.lock.json", SearchOption.AllDirectories);

    [GeneratedRegex(@"\| `(?<path>src/[^`]+)` \|")]
    private static partial Regex PathInCell();
}
