using Spark.Jobs.Datasets;
using Spark.Jobs.Spelling;

namespace Spark.Jobs.CommandLine;

/// <summary>The data contracts that travel with the program, one for each pipeline.</summary>
internal static class Contracts
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "contracts");

    /// <summary>The names of the pipelines.</summary>
    public static IReadOnlyList<string> Names =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.yaml")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The contract of a pipeline.</summary>
    /// <exception cref="UsageException">There is no such pipeline.</exception>
    public static DataContract Of(string pipeline)
    {
        if (Names.Contains(pipeline))
            return DataContractReader.Read(Path.Combine(Folder, $"{pipeline}.yaml"));
        var near = NearestName.Of(pipeline, Names);
        throw new UsageException(
            $"There is no pipeline '{pipeline}'; " + (near is null ? $"there are {string.Join(", ", Names)}." : $"did you mean {near}?")
        );
    }
}
