using System.Globalization;
using Spark.Testing;
using Xunit;

namespace Conformance.Tests.Sql;

/// <summary>
/// The cases that an engine is known not to get right: <c>known-gaps.tsv</c>, lines of engine, file, numbers of its statements, kind and reason.
/// The kind is the verdict on the case, or <c>never</c>, with a reason that a person wrote, for what will go on being otherwise. A case that is listed and passes is a mistake in
/// the list; one that fails without being listed, or in a worse way than it is listed, is a mistake in the engine.
/// </summary>
/// <remarks>With <c>UPDATE_KNOWN_GAPS=1</c> in the environment the list is written anew from what fails.</remarks>
public static class KnownGaps
{
    private const string Never = "never";
    private static readonly Lock Writing = new();
    private static readonly string ListPath = Path.Combine(Repository.Root, "tests", "Conformance", "Sql", "known-gaps.tsv");

    private static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_KNOWN_GAPS") == "1";

    /// <summary>How many cases of an engine the list has of a kind.</summary>
    public static int Count(string engine, Verdict verdict) =>
        Lines().Where(gap => gap.Engine == engine && gap.Kind == KindOf(verdict)).Sum(gap => Numbers(gap.Statements).Count());

    /// <summary>Compares what fails with the list, or writes the list.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="file">The golden file.</param>
    /// <param name="failures">What is wrong, by statement.</param>
    public static void Check(string engine, string file, IReadOnlyDictionary<int, Outcome> failures)
    {
        var gaps = Lines()
            .Where(gap => gap.Engine == engine && gap.File == file)
            .SelectMany(gap => Numbers(gap.Statements).Select(number => (number, gap)))
            .ToDictionary(pair => pair.number, pair => pair.gap);
        if (IsUpdating)
        {
            Write(engine, file, failures, gaps);
            return;
        }
        var unlisted = failures
            .Where(failure => !gaps.TryGetValue(failure.Key, out var gap) || !Covers(gap.Kind, failure.Value.Verdict))
            .Select(failure => $"{file}#{failure.Key}: {KindOf(failure.Value.Verdict)}: {failure.Value.Reason}");
        var passing = gaps.Where(gap => !failures.ContainsKey(gap.Key))
            .Select(gap => $"{file}#{gap.Key} passes and is listed as {gap.Value.Kind}: {gap.Value.Reason}");
        var problems = unlisted.Concat(passing).ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems) + $"\nThe list is {ListPath}; UPDATE_KNOWN_GAPS=1 writes it anew.");
    }

    private static bool Covers(string kind, Verdict verdict) => kind == Never || kind == KindOf(verdict);

    private static string KindOf(Verdict verdict) =>
        verdict switch
        {
            Verdict.WrongAnswer => "wrong answer",
            Verdict.WrongError => "wrong error",
            Verdict.Refused => "refused",
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "A right answer is no gap."),
        };

    private static List<Gap> Lines() =>
        File.Exists(ListPath)
            ? [.. File.ReadLines(ListPath).Where(line => !line.StartsWith('#')).Select(line => new Gap(line.Split('\t', 5)))]
            : [];

    private static IEnumerable<int> Numbers(string text) =>
        text.Split(',')
            .SelectMany(range =>
            {
                var ends = range.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
                return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
            });

    private static void Write(string engine, string file, IReadOnlyDictionary<int, Outcome> failures, Dictionary<int, Gap> gaps)
    {
        lock (Writing)
        {
            var kept = Lines().Where(gap => gap.Engine != engine || gap.File != file);
            var added = failures
                .GroupBy(failure => Entry(failure.Value, gaps.GetValueOrDefault(failure.Key)), failure => failure.Key)
                .Select(group => new Gap(engine, file, Ranges(group.Order()), group.Key.Kind, group.Key.Reason));
            var lines = kept.Concat(added)
                .OrderBy(gap => gap.Engine, StringComparer.Ordinal)
                .ThenBy(gap => gap.File, StringComparer.Ordinal)
                .ThenBy(gap => Numbers(gap.Statements).First())
                .Select(gap => gap.ToString());
            File.WriteAllLines(ListPath, ["# engine\tfile\tstatements\tkind\treason", .. lines]);
        }
    }

    /// <summary>Kind and reason of a failure; what was listed as never to come stays so, with the reason that a person wrote.</summary>
    private static (string Kind, string Reason) Entry(Outcome failure, Gap? listed) =>
        listed is { Kind: Never } ? (listed.Kind, listed.Reason) : (KindOf(failure.Verdict), failure.Reason);

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

    private sealed record Gap(string Engine, string File, string Statements, string Kind, string Reason)
    {
        public Gap(string[] fields)
            : this(fields[0], fields[1], fields[2], fields[3], fields[4]) { }

        public override string ToString() => string.Join('\t', Engine, File, Statements, Kind, Reason);
    }
}
