using Spark.Testing;

namespace Conformance.Tests.Sql;

/// <summary>
/// The cases that an engine is known not to get right: <c>known-gaps.tsv</c>, lines of engine, file, numbers of its statements, and the reason.
/// A case that is listed and passes is a mistake in the list, and a case that fails without being listed is a mistake in the engine.
/// </summary>
/// <remarks>With <c>UPDATE_KNOWN_GAPS=1</c> in the environment the list is written anew from what fails.</remarks>
public static class KnownGaps
{
    private static readonly Lock Writing = new();

    public static string ListPath => Path.Combine(Repository.Root, "tests", "Conformance", "Sql", "known-gaps.tsv");

    public static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_KNOWN_GAPS") == "1";

    /// <summary>The reasons of an engine's gaps in a file, by statement.</summary>
    public static Dictionary<int, string> Of(string engine, string file)
    {
        var gaps = new Dictionary<int, string>();
        foreach (var fields in Lines().Where(fields => fields[0] == engine && fields[1] == file))
        {
            foreach (var number in Numbers(fields[2]))
                gaps[number] = fields[3];
        }
        return gaps;
    }

    /// <summary>Compares what fails with the list, or writes the list.</summary>
    /// <param name="failures">The reasons of the failures, by statement.</param>
    public static void Check(string engine, string file, IReadOnlyDictionary<int, string> failures)
    {
        if (IsUpdating)
        {
            Write(engine, file, failures);
            return;
        }
        var gaps = Of(engine, file);
        var unlisted = failures
            .Where(failure => !gaps.ContainsKey(failure.Key))
            .Select(failure => $"{file}#{failure.Key} fails: {failure.Value}");
        var passing = gaps.Where(gap => !failures.ContainsKey(gap.Key))
            .Select(gap => $"{file}#{gap.Key} passes and is listed as: {gap.Value}");
        var problems = unlisted.Concat(passing).ToList();
        Xunit.Assert.True(
            problems.Count == 0,
            string.Join('\n', problems) + $"\nThe list is {ListPath}; UPDATE_KNOWN_GAPS=1 writes it anew."
        );
    }

    private static IEnumerable<string[]> Lines() =>
        File.Exists(ListPath) ? File.ReadLines(ListPath).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t', 4)) : [];

    private static IEnumerable<int> Numbers(string text) =>
        text.Split(',')
            .SelectMany(range =>
            {
                var ends = range.Split('-').Select(int.Parse).ToArray();
                return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
            });

    private static void Write(string engine, string file, IReadOnlyDictionary<int, string> failures)
    {
        lock (Writing)
        {
            var kept = Lines().Where(fields => fields[0] != engine || fields[1] != file).Select(fields => string.Join('\t', fields));
            var added = failures
                .GroupBy(failure => failure.Value, failure => failure.Key)
                .Select(group => string.Join('\t', engine, file, Ranges(group.Order()), group.Key));
            var lines = kept.Concat(added).Order(StringComparer.Ordinal).ToList();
            File.WriteAllLines(ListPath, ["# engine\tfile\tstatements\treason", .. lines]);
        }
    }

    private static string Ranges(IEnumerable<int> numbers)
    {
        var ranges = new List<(int From, int To)>();
        foreach (var number in numbers)
        {
            if (ranges.Count > 0 && ranges[^1].To == number - 1)
                ranges[^1] = (ranges[^1].From, number);
            else
                ranges.Add((number, number));
        }
        return string.Join(',', ranges.Select(range => range.From == range.To ? $"{range.From}" : $"{range.From}-{range.To}"));
    }
}
