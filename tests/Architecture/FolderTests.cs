using System.Text.RegularExpressions;
using Spark.Testing;
using Xunit;

namespace Architecture.Tests;

/// <summary>
/// Inside an assembly references follow the arrows between its folders, of which every namespace tells one: <c>Spark.Embedded.Plan</c> is the folder
/// Plan of Spark.Embedded, with all below it that has no row of its own. A type at the project's root stands in the folder "". Where one namespace is the
/// whole surface, the source files tell the folders.
/// </summary>
public partial class FolderTests
{
    /// <summary>Assembly, folder, and the folders that its types may use, which stand above it. A new folder needs a row.</summary>
    public static TheoryData<string, string, string[]> Arrows =>
        new()
        {
            { "Delta.Log", "", [] },
            { "Delta.Log", "Store", [""] },
            { "Delta.Log", "Schema", [""] },
            { "Delta.Log", "DeletionVectors", ["", "Store"] },
            { "Delta.Log", "Actions", ["", "Store", "Schema", "DeletionVectors"] },
            { "Delta.Log", "Files", ["", "Store", "Schema", "DeletionVectors", "Actions"] },
            { "Delta.Log", "Snapshots", ["", "Store", "Schema", "DeletionVectors", "Actions", "Files"] },
            { "Delta.Log", "Transactions", ["", "Store", "Schema", "DeletionVectors", "Actions", "Files", "Snapshots"] },
            { "Spark.Embedded", "Errors", [] },
            { "Spark.Embedded", "Types", ["Errors"] },
            { "Spark.Embedded", "Plan", ["Errors", "Types"] },
            { "Spark.Embedded", "Parse", ["Errors", "Types", "Plan"] },
            { "Spark.Embedded", "Functions", ["Errors", "Types", "Plan"] },
            { "Spark.Embedded", "Resolve", ["Errors", "Types", "Plan", "Parse", "Functions"] },
            { "Spark.Embedded", "Lower", ["Errors", "Types", "Plan", "Parse", "Functions", "Resolve"] },
            // PlanCompiler.
            { "Spark.Embedded", "", ["Errors", "Types", "Plan", "Parse", "Functions", "Resolve", "Lower"] },
            { "Spark.Embedded", "Explain", ["Types", "Plan", "Parse", "Resolve"] },
            { "Spark.Embedded", "Run", ["Errors", "Types", "Plan"] },
            { "Spark.Embedded", "Sources", ["Errors", "Types", "Plan", "Run"] },
            { "Spark.Embedded", "Delta", ["Errors", "Types", "Plan", "Run", "Sources"] },
            {
                "Spark.Embedded",
                "Session",
                ["Errors", "Types", "Plan", "Parse", "Functions", "Resolve", "Lower", "", "Explain", "Run", "Sources", "Delta"]
            },
            { "Spark.Jobs", "Spelling", [] },
            { "Spark.Jobs", "Samples", [] },
            { "Spark.Jobs", "Lakes", [] },
            { "Spark.Jobs", "Quality", ["Spelling"] },
            { "Spark.Jobs", "Datasets", ["Spelling", "Quality"] },
            { "Spark.Jobs", "Raw", ["Lakes", "Datasets"] },
            { "Spark.Jobs", "Batches", ["Lakes", "Raw"] },
            { "Spark.Jobs", "Processed", ["Lakes", "Quality", "Datasets", "Raw", "Batches"] },
            { "Spark.Jobs", "Curated", ["Datasets"] },
            { "Spark.Jobs", "Pipelines", ["Lakes", "Quality", "Datasets", "Raw", "Batches", "Processed", "Curated"] },
            { "Spark.Jobs", "CommandLine", ["Spelling", "Samples", "Lakes", "Quality", "Datasets", "Raw", "Batches", "Pipelines"] },
            { "Spark.Emr", "Errors", [] },
            { "Spark.Emr", "Settings", [] },
            { "Spark.Emr", "Aws", ["Errors"] },
            { "Spark.Emr", "Clusters", ["Errors", "Settings", "Aws"] },
            { "Spark.Emr", "Packaging", ["Errors"] },
            { "Spark.Emr", "Deployment", ["Errors", "Settings", "Packaging"] },
            { "Spark.Emr", "Logs", [] },
            { "Spark.Emr", "Cost", ["Errors", "Settings"] },
            { "Spark.Emr", "Targets", ["Errors", "Settings", "Deployment", "Logs"] },
            { "Spark.Emr", "Targets.ClusterStep", ["Errors", "Settings", "Aws", "Clusters", "Logs", "Targets"] },
            { "Spark.Emr", "Targets.Serverless", ["Errors", "Settings", "Aws", "Logs", "Targets"] },
            {
                "Spark.Emr",
                "Commands",
                [
                    "Errors",
                    "Settings",
                    "Aws",
                    "Clusters",
                    "Packaging",
                    "Deployment",
                    "Logs",
                    "Cost",
                    "Targets",
                    "Targets.ClusterStep",
                    "Targets.Serverless",
                ]
            },
            // The command line.
            { "Spark.Emr", "", ["Errors", "Commands"] },
        };

    /// <summary>Folders inside folders that have rows of their own.</summary>
    private static readonly HashSet<(string Assembly, string Folder)> Inner =
    [
        .. Arrows.Select(row => (row.Data.Item1, row.Data.Item2)).Where(row => row.Item2.Contains('.')),
    ];

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Folders_follow_the_arrows(string assembly, string folder, string[] allowed)
    {
        var strangers = TypeReferenceReader
            .Read(ReferenceTests.PathOf(assembly))
            .Where(use => FolderOf(assembly, use.From) == folder && FolderOf(assembly, use.To) is { } other && other != folder)
            .Where(use => !allowed.Contains(FolderOf(assembly, use.To)))
            .Select(use => $"{use.From} uses {use.To}")
            .Order()
            .ToArray();
        Assert.True(
            strangers.Length == 0,
            $"{assembly}/{folder} may use {string.Join(", ", allowed)}, but\n{string.Join('\n', strangers)}"
        );
    }

    [Fact]
    public void Every_folder_has_its_row()
    {
        foreach (var rows in Arrows.Select(row => row.Data).GroupBy(row => row.Item1, row => row.Item2))
        {
            var folders = TypeReferenceReader
                .Read(ReferenceTests.PathOf(rows.Key))
                .SelectMany(use => new[] { FolderOf(rows.Key, use.From), FolderOf(rows.Key, use.To) })
                .OfType<string>();
            Assert.Equal(folders.Distinct().Order(), rows.Order());
        }
    }

    [Fact]
    public void No_arrows_make_a_circle()
    {
        var above = new HashSet<(string, string)>();
        foreach (var (assembly, folder, allowed) in Arrows.Select(row => row.Data))
        {
            Assert.All(allowed, other => Assert.Contains((assembly, other), above));
            above.Add((assembly, folder));
        }
    }

    /// <summary>The folders of the types of Delta.Log, which are all in one namespace.</summary>
    private static readonly Lazy<Dictionary<string, string>> DeltaLogFolders = new(() =>
    {
        var root = Path.Combine(Repository.Root, "src", "Delta.Log");
        return Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Folder: Path.GetDirectoryName(Path.GetRelativePath(root, file))!, Text: File.ReadAllText(file)))
            .Where(file =>
                !file.Folder.StartsWith("obj", StringComparison.Ordinal) && !file.Folder.StartsWith("bin", StringComparison.Ordinal)
            )
            .SelectMany(file => Declarations().Matches(file.Text).Select(match => (Type: match.Groups[1].Value, file.Folder)))
            .ToDictionary(type => "Delta.Log." + type.Type, type => type.Folder);
    });

    // Types at the margin of a file: nested ones count as the type that they stand in.
    [GeneratedRegex(
        @"^(?:public|internal) [a-z ]*?(?:class|record struct|record|struct|enum|interface|delegate [\w<>\[\]?]+) (\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Declarations();

    /// <summary>The folder that a type's namespace names; null for what the compiler puts outside of the assembly's namespaces.</summary>
    private static string? FolderOf(string assembly, string type)
    {
        if (assembly == "Delta.Log")
            return DeltaLogFolders.Value.GetValueOrDefault(type);
        var parts = type.Split('.');
        var root = assembly.Split('.');
        if (!parts.Take(root.Length).SequenceEqual(root))
            return null;
        if (parts.Length == root.Length + 1)
            return "";
        var inner = string.Join('.', parts[root.Length..^1]);
        return Inner.Contains((assembly, inner)) ? inner : parts[root.Length];
    }
}
