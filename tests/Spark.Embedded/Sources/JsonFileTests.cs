using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Sources;

/// <summary>JSON that is not strict, as Spark 4.1 reads it: the values are its answers.</summary>
public sealed class JsonFileTests
{
    [Theory]
    [InlineData("{'a':1,'b':'x\"y'}", "'1' | ∅")]
    [InlineData("{\"a\":1}garbage", "'1' | ∅")]
    [InlineData("{\"a\":1} {\"a\":2}", "'1' | ∅")]
    [InlineData("{\"a\":1,\"a\":2}", "'2' | ∅")]
    [InlineData("{\"a\":1,}", null)]
    [InlineData("[{\"a\":1},{\"a\":2}]", "'1' | ∅;'2' | ∅")]
    [InlineData("[1,2]", null)]
    [InlineData("[{\"a\":1},5]", null)]
    [InlineData("[{\"a\":1},null]", null)]
    [InlineData("[]", "")]
    [InlineData("5", null)]
    [InlineData("null", null)]
    [InlineData("{\"a\":{\"c\":NaN}}", "'{\"c\":NaN}' | ∅")]
    [InlineData("{\"a\": { \"c\" : [ 1 , 2.50 ] } }", "'{ \"c\" : [ 1 , 2.50 ] }' | ∅")]
    [InlineData("{\"a\":01}", null)]
    [InlineData("{a:1}", null)]
    [InlineData("{\"a\":\"x\\'y\"}", "'x'y' | ∅")]
    [InlineData("{\"a\":\"tab\ty\"}", null)]
    [InlineData("{\"a\":tru}", null)]
    [InlineData("{\"a\":1e400}", "'1e400' | ∅")]
    [InlineData("{\"a\":.5}", null)]
    [InlineData("{\"a\":5.}", null)]
    [InlineData("{\"a\":+5}", null)]
    [InlineData("{\"a\":\"\\ud83d\"}", "'?' | ∅")]
    [InlineData("{\"a\":\"\\ud83d\\ude00\"}", "'😀' | ∅")]
    [InlineData("{\"a\":\"\\u00zz\"}", null)]
    [InlineData("{\"a\":1", null)]
    [InlineData("{\"a\":Inf}", null)]
    [InlineData("{\"a\":nan}", null)]
    [InlineData("{\"a\":NaN}", "'NaN' | ∅")]
    [InlineData("{\"a\":+INF}", "'+INF' | ∅")]
    [InlineData("{\"a\":-Infinity}", "'-Infinity' | ∅")]
    [InlineData("{\"b\":1}", "∅ | ∅")]
    [InlineData("{\"a\": 1}\0", "'1' | ∅")]
    public async Task A_line_reads_as_in_Spark(string line, string? expected)
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllText(folder["x.json"], line + "\n");
        Assert.Equal(
            expected is null ? [$"∅ | '{line}'"] : expected.Split(';', StringSplitOptions.RemoveEmptyEntries),
            await bench.Rows(RawFileTests.Source("json", folder["x.json"], "a STRING, _corrupt_record STRING"))
        );
    }

    [Fact]
    public async Task Words_for_numbers_are_doubles()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllText(
            folder["n.json"],
            "{\"a\":NaN}\n{\"a\":1e3}\n{\"a\":Infinity}\n{\"a\":-INF}\n{\"a\":+Infinity}\n{\"a\":\"NaN\"}\n"
        );
        foreach (var type in (string[])["DOUBLE", "FLOAT"])
            Assert.Equal(
                ["NaN", "1000", "Infinity", "-Infinity", "Infinity", "NaN"],
                await bench.Rows(RawFileTests.Source("json", folder["n.json"], $"a {type}"))
            );
        var strict = RawFileTests.Source("json", folder["n.json"], "a DOUBLE, _corrupt_record STRING", ("allowNonNumericNumbers", "false"));
        Assert.Equal(5, (await bench.Rows(strict)).Count(row => row.StartsWith('∅')));
        Assert.Equal(
            5,
            (await bench.Rows(RawFileTests.Source("json", folder["n.json"], "a DECIMAL(10,2), _corrupt_record STRING"))).Count(row =>
                row.StartsWith('∅')
            )
        );
        File.WriteAllText(folder["n.json"], "{\"a\":NaN}\n{\"a\":1e3}\n");
        Assert.Equal(["NaN", "1000"], await bench.Rows(RawFileTests.Source("json", folder["n.json"], null)));
    }

    [Theory]
    [InlineData("{a:1}", "allowUnquotedFieldNames", "'1'")]
    [InlineData("{\"a\":0012}", "allowNumericLeadingZeros", "'12'")]
    [InlineData("{\"a\":\"x\\qy\"}", "allowBackslashEscapingAnyCharacter", "'xqy'")]
    [InlineData("{\"a\":\"x\u0001y\"}", "allowUnquotedControlChars", "'x\u0001y'")]
    [InlineData("{/* c */\"a\":1}", "allowComments", "'1'")]
    public async Task Options_allow_more(string line, string option, string expected)
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllText(folder["x.json"], line + "\n");
        Assert.Equal(["∅"], await bench.Rows(RawFileTests.Source("json", folder["x.json"], "a STRING")));
        Assert.Equal([expected], await bench.Rows(RawFileTests.Source("json", folder["x.json"], "a STRING", (option, "true"))));
    }

    [Fact]
    public async Task Long_lists_on_a_line_and_deep_values_are_read_or_kept_as_corrupt()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllText(
            folder["l.json"],
            $"[{string.Join(',', Enumerable.Range(0, 5000).Select(i => $"{{\"a\":{i}}}"))}]\n{{\"a\":-1}}\n"
        );
        Assert.Equal(5001, (await bench.Rows(RawFileTests.Source("json", folder["l.json"], "a INT"))).Distinct().Count());
        var deep = $"{{\"a\":{new string('[', 20_000)}1{new string(']', 20_000)}}}";
        File.WriteAllText(folder["d.json"], deep + "\n");
        Assert.Equal(
            [$"∅ | '{deep}'"],
            await bench.Rows(RawFileTests.Source("json", folder["d.json"], "a STRING, _corrupt_record STRING"))
        );
    }
}
