using System.Text;
using Spark.Embedded.Functions;
using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Functions;

/// <summary>What is derived from the list of functions: the names, the coverage page and that every example is answered.</summary>
public sealed class FunctionListTests
{
    /// <summary>Functions that the engine has, but not as their example calls them, and why.</summary>
    private static readonly Dictionary<string, string> RefusedExamples = new() { ["array_sort"] = "a comparator" };

    [Fact]
    public void The_coverage_page_tells_the_list()
    {
        var file = Path.Combine(Repository.Root, "docs", "functions.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(file, page);
        Assert.True(File.Exists(file) && File.ReadAllText(file) == page, "docs/functions.md is old: run this test with UPDATE_DOCS=1.");
    }

    [Fact]
    public void Every_name_is_found_in_any_case_and_others_are_not()
    {
        Assert.All(FunctionTable.Instance.Names, name => Assert.NotNull(FunctionTable.Instance.Find(name)));
        Assert.All(FunctionTable.Instance.Names, name => Assert.NotNull(FunctionTable.Instance.Find(name.ToUpperInvariant())));
        Assert.Null(FunctionTable.Instance.Find("no_such_function"));
    }

    [Fact]
    public async Task Every_example_is_answered()
    {
        await using var bench = new ExecutorBench();
        var wrong = new List<string>();
        foreach (var row in FunctionTable.Families.SelectMany(family => family.Rows).Where(row => row.Example is not null))
        {
            var answer = await Answers.Of(bench.Executor, row.Example!);
            if (answer == "unsupported" != row.Names.Any(RefusedExamples.ContainsKey))
                wrong.Add($"{row.Names[0]}: {row.Example}\n  {answer}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Page()
    {
        var page = new StringBuilder(
            """
            # Functions of the embedded engine

            Spark's built-in functions, by family, with an example each. The last table holds those that Spark has and this engine refuses by name before
            anything runs. This page is made of the list of functions by a test (`UPDATE_DOCS=1`); do not edit it.

            """.ReplaceLineEndings("\n")
        );
        foreach (var (family, rows) in FunctionTable.Families)
        {
            var refused = rows.All(row => row.Refusal is not null);
            page.Append($"\n## {family}\n\n| function | {(refused ? "for want of" : "example")} |\n|---|---|\n");
            foreach (var row in rows.Where(row => row.Names.Count > 0))
            {
                var names = string.Join(", ", row.Names.Select(Code));
                page.Append($"| {names} | {row.Refusal ?? (row.Example is { } example ? Code(example) : "")} |\n");
            }
        }

        return page.ToString();
    }

    private static string Code(string text) =>
        text.Contains('`', StringComparison.Ordinal) ? $"`` {Escaped(text)} ``" : $"`{Escaped(text)}`";

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
