using Microsoft.Spark;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Plan;

/// <summary>The names that come nearest to one that was not found, as Spark proposes them.</summary>
internal static class NameProposals
{
    private const int Most = 5;

    /// <summary>The error for a column that is not among those there are.</summary>
    public static AnalysisException Unresolved(IReadOnlyList<string> name, IReadOnlyList<IReadOnlyList<string>> candidates) =>
        candidates.Count == 0
            ? SparkErrors.Analysis("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", ("objectName", SparkErrors.Identifier(name)))
            : SparkErrors.Analysis(
                "UNRESOLVED_COLUMN.WITH_SUGGESTION",
                ("objectName", SparkErrors.Identifier(name)),
                ("proposal", For(name, candidates))
            );

    /// <summary>Up to five names, nearest first, without the qualifiers that all share.</summary>
    public static string For(IReadOnlyList<string> name, IReadOnlyList<IReadOnlyList<string>> candidates)
    {
        var keep =
            name.Count == 1 && SharePrefix(candidates, 1) ? 1
            : name.Count <= 2 && SharePrefix(candidates, 2) ? 2
            : int.MaxValue;
        return string.Join(
            ", ",
            candidates
                .Select(parts => SparkErrors.Identifier([.. parts.Skip(Math.Max(0, parts.Count - keep))]))
                .OrderBy(candidate => Distance(candidate, SparkErrors.Identifier(name)))
                .Take(Most)
        );
    }

    private static bool SharePrefix(IReadOnlyList<IReadOnlyList<string>> candidates, int own) =>
        candidates.All(parts => parts.SkipLast(own).SequenceEqual(candidates[0].SkipLast(own)));

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
