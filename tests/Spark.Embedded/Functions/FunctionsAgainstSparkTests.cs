using Spark.Connect.Client;
using Spark.Embedded.Tests.Session;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Functions;

/// <summary>Functions over a matrix of arguments, answered by the embedded engine and by a real Spark.</summary>
[Trait("Speed", "Slow")]
public sealed class FunctionsAgainstSparkTests(SparkServer server)
{
    private static readonly string[] Ints = ["CAST(NULL AS INT)", "0", "1", "-1", "7", "-7", "2147483647", "-2147483648"];
    private static readonly string[] Small = ["CAST(NULL AS INT)", "0", "1", "-1", "2", "-3", "10"];
    private static readonly string[] Longs = ["CAST(NULL AS BIGINT)", "0L", "1L", "-1L", "9223372036854775807L"];
    private static readonly string[] Doubles =
    [
        "CAST(NULL AS DOUBLE)",
        "0D",
        "-0.0D",
        "0.5D",
        "-2.5D",
        "1.005D",
        "123456.789D",
        "1E20D",
        "-1E-5D",
        "CAST('NaN' AS DOUBLE)",
        "CAST('Infinity' AS DOUBLE)",
    ];
    private static readonly string[] Decimals = ["CAST(NULL AS DECIMAL(10,2))", "0.00", "1.25", "-2.50", "99999.99", "-0.01"];
    private static readonly string[] Texts =
    [
        "CAST(NULL AS STRING)",
        "''",
        "'a'",
        "'Spark SQL'",
        "'  pad '",
        "'héllo'",
        "'a,b,,c'",
        "'🤦x'",
    ];
    private static readonly string[] Dates =
    [
        "CAST(NULL AS DATE)",
        "DATE'2020-02-29'",
        "DATE'1969-12-31'",
        "DATE'2019-01-31'",
        "DATE'0001-01-01'",
    ];
    private static readonly string[] Timestamps =
    [
        "CAST(NULL AS TIMESTAMP)",
        "TIMESTAMP'2020-02-29 23:59:59.999999'",
        "TIMESTAMP'1969-12-31 23:00:00.5'",
        "TIMESTAMP'2019-03-31 02:30:00'",
    ];
    private static readonly string[] Arrays =
    [
        "CAST(NULL AS ARRAY<INT>)",
        "CAST(array() AS ARRAY<INT>)",
        "array(1, 2, 3)",
        "array(3, NULL, 1, 3)",
        "array(CAST(NULL AS INT))",
    ];
    private static readonly string[] Patterns = ["'a'", "'(\\\\w)'", "'[a-c]+'", "'^S'", "'l{2}'", "'\\\\s*$'"];
    private static readonly string[] Formats = ["'yyyy-MM-dd'", "'dd/MM/yy HH:mm:ss.SSS'", "'EEEE d MMMM y, h a'", "'QQQ D'"];
    private static readonly string[] Units = ["'YEAR'", "'quarter'", "'MON'", "'week'", "'DD'", "'hour'", "'minute'", "'nothing'"];

    public static TheoryData<string, string[][]> Matrix()
    {
        var rows = new TheoryData<string, string[][]>();
        foreach (var name in (string[])["abs", "sign", "bin", "hex", "factorial", "bit_count", "positive", "chr", "isnull"])
            rows.Add(name, [Ints]);
        foreach (
            var name in (string[])
                [
                    "abs",
                    "sqrt",
                    "cbrt",
                    "exp",
                    "expm1",
                    "ln",
                    "log10",
                    "log2",
                    "log1p",
                    "asin",
                    "acos",
                    "atan",
                    "sinh",
                    "cosh",
                    "tanh",
                    "degrees",
                    "radians",
                    "rint",
                    "ceil",
                    "floor",
                    "signum",
                    "isnan",
                ]
        )
            rows.Add(name, [Doubles]);
        // Not sin, cos, tan: Java's intrinsics for them differ in the last digit from machine to machine.
        foreach (var name in (string[])["abs", "ceil", "floor", "round", "bround", "sign"])
            rows.Add(name, [Decimals]);
        foreach (var name in (string[])["round", "bround"])
        {
            rows.Add(name, [Doubles, ["0", "2", "-1"]]);
            rows.Add(name, [Decimals, ["0", "1", "-1"]]);
            rows.Add(name, [Ints, ["0", "-1", "-3"]]);
        }

        foreach (
            var name in (string[])
                [
                    "upper",
                    "lower",
                    "initcap",
                    "length",
                    "char_length",
                    "octet_length",
                    "bit_length",
                    "reverse",
                    "trim",
                    "ltrim",
                    "rtrim",
                    "btrim",
                    "ascii",
                    "md5",
                    "sha1",
                    "crc32",
                    "soundex",
                    "base64",
                    "hex",
                    "hash",
                    "xxhash64",
                    "url_encode",
                    "luhn_check",
                    "mask",
                    "quote",
                ]
        )
            rows.Add(name, [Texts]);
        foreach (var name in (string[])["left", "right", "repeat", "substring"])
            rows.Add(name, [Texts, Small]);
        rows.Add("substring", [Texts, Small, Small]);
        rows.Add("lpad", [Texts, Small, ["'xy'", "''"]]);
        rows.Add("rpad", [Texts, Small, ["'xy'", "''"]]);
        rows.Add("substring_index", [Texts, ["','", "'l'", "''"], Small]);
        rows.Add("split_part", [Texts, ["','", "''"], ["1", "-1", "9"]]);
        rows.Add(
            "locate",
            [
                ["'l'", "''", "CAST(NULL AS STRING)"],
                Texts,
                Small,
            ]
        );
        foreach (
            var name in (string[])
                [
                    "instr",
                    "contains",
                    "startswith",
                    "endswith",
                    "levenshtein",
                    "find_in_set",
                    "concat",
                    "nullif",
                    "nvl",
                    "equal_null",
                    "translate",
                ]
        )
            rows.Add(name, name == "translate" ? [Texts, ["'ae'"], ["'X'"]] : [Texts, Texts]);
        rows.Add(
            "concat_ws",
            [
                ["','", "CAST(NULL AS STRING)"],
                Texts,
                Texts,
            ]
        );
        foreach (var name in (string[])["regexp_like", "regexp_count", "regexp_instr", "regexp_substr", "split"])
            rows.Add(name, [Texts, Patterns]);
        rows.Add("regexp_extract", [Texts, Patterns, ["0"]]);
        rows.Add("regexp_replace", [Texts, Patterns, ["'<$0>'"]]);
        foreach (
            var name in (string[])
                [
                    "year",
                    "month",
                    "day",
                    "quarter",
                    "dayofweek",
                    "weekday",
                    "dayofyear",
                    "weekofyear",
                    "last_day",
                    "dayname",
                    "monthname",
                    "unix_date",
                ]
        )
            rows.Add(name, [Dates]);
        foreach (var name in (string[])["hour", "minute", "second", "unix_micros", "unix_millis", "unix_seconds", "to_date"])
            rows.Add(name, [Timestamps]);
        rows.Add("date_add", [Dates, Small]);
        rows.Add("date_sub", [Dates, Small]);
        rows.Add("add_months", [Dates, Small]);
        rows.Add("datediff", [Dates, Dates]);
        rows.Add("months_between", [Timestamps, Timestamps]);
        rows.Add("trunc", [Dates, Units]);
        rows.Add("date_trunc", [Units, Timestamps]);
        rows.Add("date_format", [Timestamps, Formats]);
        rows.Add("from_unixtime", [Longs[..4]]);
        rows.Add("next_day", [Dates, ["'Mon'", "'SU'"]]);
        rows.Add("greatest", [Ints, Ints]);
        rows.Add("least", [Doubles, Doubles]);
        rows.Add("pmod", [Ints, ["3", "-3"]]);
        rows.Add("mod", [Ints, ["3", "-3"]]);
        foreach (var name in (string[])["try_add", "try_subtract", "try_multiply", "try_divide", "try_mod"])
            rows.Add(name, [Ints, Ints]);
        rows.Add("pow", [Doubles, ["2D", "-1D", "0D"]]);
        rows.Add("atan2", [Doubles, ["1D", "0D"]]);
        rows.Add("shiftleft", [Ints, ["1", "33"]]);
        rows.Add("shiftrightunsigned", [Longs, ["1", "65"]]);
        rows.Add("format_number", [Doubles[..7], ["0", "2"]]);
        rows.Add(
            "conv",
            [
                ["'ff'", "'-10'", "'zz'", "''", "CAST(NULL AS STRING)"],
                ["16", "10", "36"],
                ["10", "-16", "2"],
            ]
        );
        foreach (
            var name in (string[])
                ["size", "array_distinct", "array_max", "array_min", "array_compact", "sort_array", "array_sort", "reverse", "hash"]
        )
            rows.Add(name, [Arrays]);
        foreach (
            var name in (string[])
                ["array_contains", "array_position", "array_remove", "array_append", "array_prepend", "get", "array_repeat"]
        )
            rows.Add(name, [Arrays, ["1", "3", "9"]]);
        foreach (var name in (string[])["array_union", "array_intersect", "array_except", "arrays_overlap", "arrays_zip", "concat"])
            rows.Add(name, [Arrays, Arrays]);
        rows.Add("slice", [Arrays, ["1", "-2", "9"], ["0", "2"]]);
        rows.Add("try_element_at", [Arrays, ["1", "-1", "9"]]);
        rows.Add("array_insert", [Arrays, ["1", "-1", "5", "-5"], ["8"]]);
        rows.Add(
            "get_json_object",
            [
                ["'{\"a\":{\"b\":[1,{\"c\":\"x\"}]}}'", "'[1,2]'", "'x'", "CAST(NULL AS STRING)"],
                ["'$.a'", "'$.a.b[1].c'", "'$[0]'", "'$.a.b[*].c'", "'a'"],
            ]
        );
        return rows;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Both_engines_answer_the_same(string function, string[][] arguments)
    {
        SparkServer.RequireSparkHome();
        var zone = new Dictionary<string, string> { ["spark.sql.session.timeZone"] = "UTC" };
        await using var spark = await ConnectExecutor.OpenAsync(await server.ConnectionStringAsync(), zone);
        await using var bench = new ExecutorBench(zone);
        var calls = arguments
            .Aggregate((IEnumerable<string>)[""], (before, values) => before.SelectMany(b => values.Select(v => b == "" ? v : $"{b}, {v}")))
            .Select(list => $"{function}({list})")
            .ToList();
        var different = new List<string>();
        foreach (var group in calls.Chunk(40))
        {
            var together = "SELECT " + string.Join(", ", group.Select((call, i) => $"{call} AS c{i}"));
            if (
                await Answers.Of(spark, together) is var expected
                && !expected.StartsWith("error", StringComparison.Ordinal)
                && expected == await Answers.Of(bench.Executor, together)
            )
                continue;

            // Where they differ, or one call fails, each is looked at alone.
            foreach (var call in group)
            {
                var (theirs, ours) = (await Answers.Of(spark, $"SELECT {call}"), await Answers.Of(bench.Executor, $"SELECT {call}"));
                if (theirs != ours)
                    different.Add($"{call}\n  Spark    {theirs.ReplaceLineEndings(" ")}\n  embedded {ours.ReplaceLineEndings(" ")}");
            }
        }

        Assert.True(different.Count == 0, $"{different.Count} of {calls.Count} differ:\n{string.Join("\n", different.Take(20))}");
    }
}
