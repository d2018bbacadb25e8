using System.IO.Compression;
using System.Text;
using Microsoft.Spark;
using Spark.Connect;
using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Sources;

/// <summary>Raw files that are cut off, damaged, gone, or in another character set: Spark's rows, or an error that names the file.</summary>
public sealed class RawFileTests
{
    private const string Unreadable = "FAILED_READ_FILE.NO_HINT";
    private static readonly string Lines = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},{i * 7919 % 100_003}\n"));

    public static TheoryData<string, string> Damages =>
        new(
            from format in (string[])["csv", "csv multiLine", "json", "json multiLine", "text", "text wholetext"]
            from damage in (string[])
                [
                    "cut off",
                    "cut in the header",
                    "without its end",
                    "wrong checksum",
                    "no gzip",
                    "bytes behind",
                    "zeros behind",
                    "flipped",
                    "cut deflate",
                ]
            select (format, damage)
        );

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damaged_compression_is_an_error_that_names_the_file(string format, string damage)
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        var words = format.Split(' ');
        var text = words[0] == "json" ? string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{\"a\":{i},\"b\":{i * 7919}}}\n")) : Lines;
        if (format == "json multiLine")
            text = $"[{text.TrimEnd().ReplaceLineEndings(",")}]";
        var path = folder[damage == "cut deflate" ? "x.deflate" : "x.gz"];
        File.WriteAllBytes(path, Damaged(text, damage));
        var options = words.Length > 1 ? new[] { (words[1], "true") } : [];
        var error = await Assert.ThrowsAsync<SparkException>(() =>
            bench.Rows(Source(words[0], path, words[0] == "text" ? null : "a STRING, b STRING", options))
        );
        Assert.Equal(Unreadable, error.ErrorClass);
        Assert.Equal("KD001", error.SqlState);
        Assert.Contains(path, error.Message);
        Assert.Contains("ignoreCorruptFiles", error.Message);
        Assert.DoesNotContain("System.", error.Message);
        if (words[0] != "text")
        {
            // Finding the columns reads the file too.
            error = await Assert.ThrowsAsync<SparkException>(() =>
                bench.Rows(Source(words[0], path, null, [.. options, ("inferSchema", "true")]))
            );
            Assert.Contains(path, error.Message);
        }
    }

    [Theory]
    [InlineData("cut off", "cut off")]
    [InlineData("no gzip", "no gzip file")]
    [InlineData("bytes behind", "follow")]
    [InlineData("wrong checksum", "damaged")]
    public async Task The_error_says_what_is_wrong_with_the_compression(string damage, string reason)
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllBytes(folder["x.csv.gz"], Damaged(Lines, damage));
        var error = await Assert.ThrowsAsync<SparkException>(() => bench.Rows(Source("csv", folder["x.csv.gz"], "a INT")));
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public async Task Rows_before_the_damage_are_kept_when_corrupt_files_are_ignored()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        Directory.CreateDirectory(folder["t"]);
        File.WriteAllBytes(folder["t/a.csv.gz"], Damaged("1,x\n2,y\n3,z\n", "without its end"));
        File.WriteAllText(folder["t/b.csv.gz"], "no gzip\n");
        File.WriteAllText(folder["t/c.csv"], "4,w\n");
        var rows = await bench.Rows(Source("csv", folder["t"], "a INT, b STRING", ("ignoreCorruptFiles", "true")));
        Assert.Equal(["1 | 'x'", "2 | 'y'", "3 | 'z'", "4 | 'w'"], rows.Order(StringComparer.Ordinal));
        await bench.Sql("SET spark.sql.files.ignoreCorruptFiles=true");
        Assert.Equal(4, (await bench.Rows(Source("csv", folder["t"], "a INT, b STRING"))).Count);
        await Assert.ThrowsAsync<SparkException>(() =>
            bench.Rows(Source("csv", folder["t"], "a INT, b STRING", ("ignoreCorruptFiles", "false")))
        );
    }

    [Fact]
    public async Task Sound_compressed_files_are_read_to_the_end()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllBytes(folder["two.csv.gz"], [.. Gzip("1,x\n2,y\n"), .. Gzip("3,z\n")]);
        File.WriteAllBytes(folder["empty.csv.gz"], []);
        File.WriteAllBytes(folder["NAME.CSV.GZ"], Gzip(Lines));
        File.WriteAllBytes(folder["d.deflate"], Deflate(Lines));
        Assert.Equal(["1 | 'x'", "2 | 'y'", "3 | 'z'"], await bench.Rows(Source("csv", folder["two.csv.gz"], "a INT, b STRING")));
        Assert.Empty(await bench.Rows(Source("csv", folder["empty.csv.gz"], "a INT")));
        Assert.Equal(20_000, (await bench.Rows(Source("csv", folder["NAME.CSV.GZ"], "a INT, b INT"))).Count);
        Assert.Equal(20_000, (await bench.Rows(Source("text", folder["d.deflate"], null))).Count);
    }

    [Fact]
    public async Task Vanished_files_are_named_or_ignored()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        foreach (var (format, schema) in new[] { ("csv", "a INT"), ("json", "a INT"), ("text", null) })
        {
            foreach (var ignore in (bool[])[false, true])
            {
                Directory.CreateDirectory(folder["t"]);
                File.WriteAllText(folder["t/a"], "1\n");
                File.WriteAllText(folder["t/b"], "2\n");
                var source = Source(format, folder["t"], schema, ("ignoreMissingFiles", ignore ? "true" : "false"));
                var plan = source.Clone();
                await bench.Sql(
                    $"CREATE OR REPLACE TEMPORARY VIEW {format}{ignore} {(schema is null ? "" : $"({schema})")} USING {format} "
                        + $"OPTIONS (path '{folder["t"]}', ignoreMissingFiles '{ignore}')"
                );
                File.Delete(folder["t/a"]);
                File.CreateSymbolicLink(folder["t/dangling"], folder["nowhere"]);
                // The files are listed anew for each statement, so the one that is gone is not asked for; nor is the link to nothing.
                Assert.Single(await bench.Rows(source));
                File.Delete(folder["t/dangling"]);
                Assert.Single(await bench.Sql($"SELECT * FROM {format}{ignore}"));
                Directory.Delete(folder["t"], recursive: true);
            }
        }

        var error = await Assert.ThrowsAsync<AnalysisException>(() => bench.Rows(Source("csv", folder["gone.csv"], "a INT")));
        Assert.Equal("PATH_NOT_FOUND", error.ErrorClass);
        Assert.Contains(folder["gone.csv"], error.Message);
    }

    [Fact]
    public async Task Links_and_folders_are_followed_once()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        Directory.CreateDirectory(folder["t/inner.csv"]);
        Directory.CreateDirectory(folder["other"]);
        File.WriteAllText(folder["t/a.csv"], "1\n");
        File.WriteAllText(folder["t/inner.csv/b.csv"], "2\n");
        File.WriteAllText(folder["other/c.csv"], "3\n");
        Directory.CreateSymbolicLink(folder["t/self"], folder["t"]);
        Directory.CreateSymbolicLink(folder["t/inner.csv/up"], "../..");
        Directory.CreateSymbolicLink(folder["t/more"], folder["other"]);
        File.CreateSymbolicLink(folder["t/inner.csv/d.csv"], folder["other/c.csv"]);
        Assert.Equal(["1"], await bench.Rows(Source("csv", folder["t"], "a INT")));
        Assert.Equal(
            ["1", "2", "3", "3"],
            (await bench.Rows(Source("csv", folder["t"], "a INT", ("recursiveFileLookup", "true")))).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["2", "3"], (await bench.Rows(Source("csv", folder["t/inner.csv"], "a INT"))).Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, string?, bool> Encodings =>
        new(
            from encoding in (string[])["utf-16LE", "utf-16BE", "utf-32LE", "utf-32BE", "utf-8"]
            from multiLine in (bool[])[false, true]
            from option in (string?[])[null, encoding.TrimEnd('E').TrimEnd('L', 'B'), encoding]
            where option is null or not ("utf-32LE" or "utf-32BE")
            select (encoding, option, multiLine)
        );

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Byte_order_marks_are_heeded(string encoding, string? option, bool multiLine)
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        var charset = Encoding.GetEncoding(encoding);
        byte[] Marked(string text) => [.. charset.GetPreamble(), .. charset.GetBytes(text)];
        File.WriteAllBytes(folder["x.csv"], Marked("a,b\nü€,1\n😀,2\n"));
        File.WriteAllBytes(
            folder["x.json"],
            Marked(multiLine ? "[{\"a\":\"ü€\",\"b\":1},\n{\"a\":\"😀\",\"b\":2}]" : "{\"a\":\"ü€\",\"b\":1}\n{\"a\":\"😀\",\"b\":2}\n")
        );
        List<(string, string)> options = [("header", "true"), ("inferSchema", "true"), ("multiLine", multiLine ? "true" : "false")];
        if (option is not null)
            options.Add(("encoding", option));
        Assert.Equal(["'ü€' | 1", "'😀' | 2"], await bench.Rows(Source("csv", folder["x.csv"], null, [.. options])));
        Assert.Equal(["'ü€' | 1", "'😀' | 2"], await bench.Rows(Source("json", folder["x.json"], null, [.. options])));
        Assert.Equal(["'ü€' | 1", "'😀' | 2"], await bench.Rows(Source("csv", folder["x.csv"], "a STRING, b INT", [.. options])));
    }

    [Fact]
    public async Task Encodings_are_Sparks_and_unknown_ones_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllBytes(folder["l.csv"], Encoding.Latin1.GetBytes("ü,1\n"));
        File.WriteAllBytes(folder["b.csv"], Encoding.BigEndianUnicode.GetBytes("ü,1\n"));
        Assert.Equal(["'ü' | 1"], await bench.Rows(Source("csv", folder["l.csv"], "a STRING, b INT", ("charset", "iso-8859-1"))));
        Assert.Equal(["'ü' | 1"], await bench.Rows(Source("csv", folder["b.csv"], "a STRING, b INT", ("encoding", "UTF-16"))));
        Assert.Equal(["'\uFFFD' | 1"], await bench.Rows(Source("csv", folder["l.csv"], "a STRING, b INT")));
        Assert.Equal(["'\uFFFD' | 1"], await bench.Rows(Source("csv", folder["l.csv"], "a STRING, b INT", ("encoding", "US-ASCII"))));
        foreach (var name in (string[])["nope", "windows-1252", "latin1", "UTF-32LE", "utf8", ""])
        {
            foreach (var format in (string[])["csv", "json"])
            {
                var error = await Assert.ThrowsAsync<SparkIllegalArgumentException>(() =>
                    bench.Rows(Source(format, folder["l.csv"], "a STRING", ("encoding", name)))
                );
                Assert.Equal("INVALID_PARAMETER_VALUE.CHARSET", error.ErrorClass);
                Assert.Contains($"utf-8, but got {name}.", error.Message);
            }
        }
    }

    [Theory]
    [InlineData("b,a", "a STRING, b STRING", null, false)]
    [InlineData("a", "a STRING, b STRING", null, false)]
    [InlineData("a,b,c", "a STRING, b STRING", null, false)]
    [InlineData("a,a,b", "a STRING, b STRING", null, false)]
    [InlineData(" a , b", "a STRING, b STRING", null, false)]
    [InlineData("A,B", "a STRING, b STRING", null, true)]
    [InlineData("b,a", "a STRING, b STRING", "b", false)]
    [InlineData("a,b,c", "a STRING, b STRING", "b", true)]
    public async Task Headers_are_compared_where_the_schema_is_not_enforced(string header, string schema, string? column, bool conforms)
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllText(folder["h.csv"], header + "\n1,2,3\n");
        foreach (var multiLine in (string[])["false", "true"])
        {
            var source = Source("csv", folder["h.csv"], schema, ("header", "true"), ("enforceSchema", "false"), ("multiLine", multiLine));
            // Reading a whole file looks at all columns.
            if (column is not null && multiLine == "true")
                continue;
            var query = column is null ? source : Select(source, column);
            if (conforms)
            {
                Assert.Single(await bench.Rows(query));
                continue;
            }

            var error = await Assert.ThrowsAsync<SparkException>(() => bench.Rows(query));
            Assert.Equal(Unreadable, error.ErrorClass);
            Assert.Contains("header does not conform to the schema", error.Message);
            Assert.Contains(folder["h.csv"], error.Message);
        }
    }

    [Fact]
    public async Task Names_that_occur_twice_are_numbered_or_refused()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllText(folder["h.csv"], "a,A,,b\n1,2,3,4\n");
        await bench.Sql($"CREATE TEMPORARY VIEW h USING csv OPTIONS (path '{folder["h.csv"]}', header 'true')");
        Assert.Equal(["'1' | '2' | '3' | '4'"], await bench.Sql("SELECT a0, A1, _c2, b FROM h"));
        File.WriteAllText(folder["i.csv"], "a,a,a0\n1,2,3\n");
        File.WriteAllText(folder["j.json"], "{\"a\":1,\"a\":2}\n");
        foreach (
            var source in (Relation[])
                [
                    Source("csv", folder["i.csv"], null, ("header", "true")),
                    Source("csv", folder["h.csv"], "a STRING, A STRING"),
                    Source("json", folder["j.json"], null),
                    Source("text", folder["h.csv"], "a STRING, a STRING"),
                ]
        )
            Assert.Equal("COLUMN_ALREADY_EXISTS", (await Assert.ThrowsAsync<AnalysisException>(() => bench.Rows(source))).ErrorClass);
        Assert.Equal(["2"], await bench.Rows(Source("json", folder["j.json"], "a INT")));
    }

    [Fact]
    public async Task Malformed_records_name_file_and_line_in_fail_fast_mode()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllText(folder["x.csv"], "a,b\n1,2\nx,3\n");
        File.WriteAllText(folder["x.json"], "{\"a\":1}\n{bad\n");
        foreach (var (format, line, record) in new[] { ("csv", 3, "x,3"), ("json", 2, "{bad") })
        {
            var path = folder["x." + format];
            var error = await Assert.ThrowsAsync<SparkException>(() =>
                bench.Rows(Source(format, path, "a INT, b INT", ("mode", "FAILFAST"), ("header", "true"), ("ignoreCorruptFiles", "true")))
            );
            Assert.Equal(Unreadable, error.ErrorClass);
            Assert.Contains($"{path}: line {line} is a malformed record: {record} (mode FAILFAST)", error.Message);
        }
    }

    [Fact]
    public async Task An_empty_file_has_no_rows()
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllText(folder["zero"], "");
        File.WriteAllText(folder["blank"], "\n\n");
        Assert.Empty(await bench.Rows(Source("csv", folder["zero"], "a INT")));
        Assert.Empty(await bench.Rows(Source("json", folder["zero"], "a INT")));
        Assert.Empty(await bench.Rows(Source("text", folder["zero"], null, ("wholetext", "true"))));
        Assert.Empty(await bench.Rows(Source("csv", folder["blank"], "a INT", ("enforceSchema", "false"), ("header", "true"))));
        Assert.Equal(["''", "''"], await bench.Rows(Source("text", folder["blank"], null)));
        Assert.Equal(["'\\n\\n'"], await bench.Rows(Source("text", folder["blank"], null, ("wholetext", "true"))));
    }

    [Theory]
    [InlineData("a,\"x\ny\",b\nc,d,e\n", false, null, "'a' | 'x' | ∅;'y\"' | 'b' | ∅;'c' | 'd' | 'e'")]
    [InlineData("a,\"x\ny\",b\nc,d,e\n", true, null, "'a' | 'x\\ny' | 'b';'c' | 'd' | 'e'")]
    [InlineData("a,b\rc,d\re,\"f\rg\"\r", true, null, "'a' | 'b' | ∅;'c' | 'd' | ∅;'e' | 'f\\ng' | ∅")]
    [InlineData("a,b\rc,d\re,\"f\rg\"\r", true, "\r", "'a' | 'b' | ∅;'c' | 'd' | ∅;'e' | 'f\\rg' | ∅")]
    [InlineData("a,b|c,d|\"e|f\",g|", true, "|", "'a' | 'b' | ∅;'c' | 'd' | ∅;'e|f' | 'g' | ∅")]
    [InlineData("a,b|c,d|\"e|f\",g|", false, "|", "'a' | 'b' | ∅;'c' | 'd' | ∅;'e' | ∅ | ∅;'f\"' | 'g' | ∅")]
    public async Task Line_ends_in_quotes(string text, bool multiLine, string? lineEnd, string expected)
    {
        using var folder = new TemporaryFolder();
        await using var bench = new ExecutorBench();
        File.WriteAllText(folder["x.csv"], text);
        List<(string, string)> options = [("multiLine", multiLine ? "true" : "false")];
        if (lineEnd is not null)
            options.Add(("lineSep", lineEnd));
        Assert.Equal(
            expected.Split(';'),
            (await bench.Rows(Source("csv", folder["x.csv"], "a STRING, b STRING, c STRING", [.. options]))).Select(row =>
                row.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            )
        );
    }

    private static byte[] Damaged(string text, string damage)
    {
        var gzip = Gzip(text);
        switch (damage)
        {
            case "cut off":
                return gzip[..(gzip.Length * 2 / 3)];
            case "cut in the header":
                return gzip[..5];
            case "without its end":
                return gzip[..^4];
            case "wrong checksum":
                gzip[^6] ^= 0xFF;
                return gzip;
            case "no gzip":
                return Encoding.UTF8.GetBytes(text);
            case "bytes behind":
                return [.. gzip, .. "more"u8];
            case "zeros behind":
                return [.. gzip, 0, 0, 0, 0];
            case "flipped":
                gzip[gzip.Length / 2] ^= 0xFF;
                return gzip;
            default:
                var deflate = Deflate(text);
                return deflate[..(deflate.Length / 2)];
        }
    }

    private static byte[] Gzip(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    private static byte[] Deflate(string text)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Optimal))
            zlib.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    internal static Relation Source(string format, string path, string? schema, params IReadOnlyList<(string Name, string Value)> options)
    {
        var source = new Read.Types.DataSource { Format = format, Paths = { path } };
        if (schema is not null)
            source.Schema = schema;
        foreach (var (name, value) in options)
            source.Options[name] = value;
        return new Relation { Read = new Read { DataSource = source } };
    }

    private static Relation Select(Relation input, string column)
    {
        var project = new Project { Input = input };
        project.Expressions.Add(new Expression { UnresolvedAttribute = new() { UnparsedIdentifier = column } });
        return new Relation { Project = project };
    }
}
