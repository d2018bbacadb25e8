using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace Architecture.Tests;

/// <summary>
/// References follow the arrows: jobs -> Delta.Sql -> Microsoft.Spark -> Spark.Connect, and only the embedded engine sees the Delta log.
/// Read from the compiled assemblies, so that a reference counts when code really uses it.
/// </summary>
public class ReferenceTests
{
    public static TheoryData<string, string[]> Arrows =>
        new()
        {
            { "Delta.Log", [] },
            { "Spark.Connect", [] },
            { "Spark.Embedded", ["Spark.Connect", "Delta.Log"] },
            { "Microsoft.Spark", ["Spark.Connect"] },
            { "Delta.Sql", ["Microsoft.Spark", "Spark.Connect"] },
            // Spark.Connect is there for the typed errors that every engine throws.
            { "Spark.Jobs", ["Delta.Sql", "Microsoft.Spark", "Spark.Connect", "Spark.Launch", "Spark.Yaml"] },
            { "Spark.Emr", ["Spark.Launch", "Spark.Yaml"] },
            { "Spark.Launch", [] },
            { "Spark.Yaml", [] },
        };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void References_follow_the_arrows(string assembly, string[] allowed)
    {
        var own = Arrows.Select(arrow => arrow.Data.Item1).ToHashSet();
        var strangers = ReferencesOf(assembly).Where(own.Contains).Except(allowed).ToArray();
        Assert.True(strangers.Length == 0, $"{assembly} refers to {string.Join(", ", strangers)}; allowed: {string.Join(", ", allowed)}.");
    }

    [Fact]
    public void The_default_engine_travels_with_the_api()
    {
        Assert.True(
            File.Exists(PathOf("Spark.Embedded")),
            "Spark.Embedded.dll must lie beside an application that references Microsoft.Spark."
        );
    }

    private static List<string> ReferencesOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(PathOf(assembly)));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    internal static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
}
