using System.Text.RegularExpressions;
using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Functions;

/// <summary>The example of every function in Spark's own list, which tells the names and types of its columns.</summary>
public sealed partial class FunctionExampleTests
{
    /// <summary>Functions (a star for all that begin so) whose examples the engine refuses, and why.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["approx_top_k*"] = "sketches of Apache DataSketches",
        ["hll_*"] = "sketches of Apache DataSketches",
        ["kll_*"] = "sketches of Apache DataSketches",
        ["theta_*"] = "sketches of Apache DataSketches",
        ["count_min_sketch"] = "a sketch of Spark's own layout",
        ["st_*"] = "geospatial types",
        ["*variant*"] = "the variant type",
        ["*parse_json"] = "the variant type",
        ["xpath*"] = "XPath",
        ["*_xml"] = "XML",
        ["*_csv"] = "CSV in columns",
        ["*reflect"] = "calls of Java methods",
        ["java_method"] = "calls of Java methods",
        ["array_sort"] = "a comparator",
        ["histogram_numeric"] = "bins that depend on the order of merges",
        ["sentences"] = "Java's break iterator",
        ["randstr"] = "random text",
        ["uniform"] = "random numbers of a type",
        ["collate"] = "collations",
        ["input_file_*"] = "the reader's state",
        ["*time"] = "the time type",
        ["time_*"] = "the time type",
        ["window"] = "time windows",
        ["session_window"] = "time windows",
        ["window_time"] = "time windows",
        ["zip_with"] = "a struct of lambda variables is printed otherwise",
        ["negative"] = "printed as the operator",
    };

    [Fact]
    public async Task Examples_have_the_schema_that_Spark_documents()
    {
        var list = Repository.RequireShared("spark-sql-tests/sql-functions/sql-expression-schema.md");
        await using var bench = new ExecutorBench();
        var wrong = new List<string>();
        var right = 0;
        foreach (var line in await File.ReadAllLinesAsync(list))
        {
            var row = Row().Match(line);
            if (!row.Success)
                continue;
            var (name, query, schema) = (
                row.Groups[1].Value,
                row.Groups[2].Value.Replace("&#124;", "|"),
                row.Groups[3].Value.Replace("&#124;", "|")
            );
            var answer = (await Answers.Of(bench.Executor, query)).Split('\n')[0];
            var raises = name is "assert_true" or "raise_error" or "regexp" or "regexp_like" or "rlike";
            if (answer == schema || (raises && answer.StartsWith("error", StringComparison.Ordinal)))
                right++;
            else if (!IsRefused(name))
                wrong.Add($"{name}: {query}\n  expected {schema}\n  answered {answer}");
        }

        Assert.True(wrong.Count == 0, $"{right} right, {wrong.Count} wrong:\n{string.Join("\n", wrong)}");
        Assert.True(right >= 380, $"Only {right} examples are right.");
    }

    private static bool IsRefused(string name) =>
        Refused.Keys.Any(pattern => Regex.IsMatch(name, "^" + Regex.Escape(pattern).Replace(@"\*", ".*") + "$"));

    [GeneratedRegex(@"^\| org\S+ \| (.+?) \| (SELECT.*?) \| (struct<.*>) \|$")]
    private static partial Regex Row();
}
