using System.Text;
using Microsoft.Spark;
using Spark.Embedded.Types;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Sources;

/// <summary>Reads nasty CSV with the embedded engine and with Spark: the same columns and the same rows.</summary>
[Trait("Speed", "Slow")]
public sealed class CsvAgainstSparkTests(SparkServer server)
{
    private const string Three = "a STRING, b STRING, c STRING";
    private const string Typed = "i INT, l BIGINT, d DOUBLE, n DECIMAL(8,2), f BOOLEAN, dt DATE, ts TIMESTAMP, s STRING";

    private static readonly (string Name, string Text, string? Schema, string Options)[] Cases =
    [
        ("plain", "1,2,3\n4,5,6\n", Three, ""),
        ("no schema", "1,2,3\n4,5,6\n", null, ""),
        ("header", "x,y,z\n4,5,6\n", null, "header=true"),
        ("header names", "x,X,,y\n1,2,3,4\n", null, "header=true"),
        ("empty values", ",,\n\"\",'',\"\"\n , ,\n", Three, ""),
        ("null value", "NA,\"NA\",\"\"\n,x,NA \n", Three, "nullValue=NA"),
        ("empty value", "\"\",,x\n", Three, "emptyValue=EMPTY"),
        ("null and empty value", "\"\",,NULL\n", Three, "emptyValue=E;nullValue=NULL"),
        ("quoted", "\"a,b\",\"c\"\"d\",\"e\\\"f\"\n", Three, ""),
        ("quoted at the end", "x,y,\"z\"\nx,y,\"z\" \nx,y,\"\"\nx,y,\" \"\n", Three, ""),
        ("stray quotes", "a\"b,\"c\"d,\"e\" f\n\"a \"\"b\"\" c\",2,3\n\"a\"b\"c\",\"\"x,3\n", Three, ""),
        ("quote escape", "\"a \"\"b\"\" c\",\"\"\"\",\"x\"\"\"\n\"\"\"a\",\"b\"\"c\"\"\",3\n\"a\"b,c,d\n", Three, "escape=\""),
        ("backslashes", "a\\,b,c\n\"a\\\\\",b,c\n\"a\\\\\\\"b\",c,d\n\"a\\b\",\\\"x,\"\\\\\"\n\"\\\"\",2,3\n\"a\\\",b\",c\n", Three, ""),
        ("open quote", "\"abc,d,e\nf,g,h\n\"x\n\"\n\"\"\"\n", Three, ""),
        ("quote then escape", "\"a\"\\b,c,d\n\"a\"\\\"b,c,d\n", Three, ""),
        ("spaces after quotes", "\"a\" ,\"b\"  x,c\n\"a\"\t,\"b\" \"c\",d\n \"a\", \"b\" ,c\n", Three, ""),
        ("trim", "  a , \" b \" ,  \n\" a\",b  ,c\n", Three, "ignoreLeadingWhiteSpace=true;ignoreTrailingWhiteSpace=true"),
        ("trim leading", "  a , \" b \" ,  \n\" a\",b  ,c\n\t\n", Three, "ignoreLeadingWhiteSpace=true"),
        ("trim trailing", "  a , \" b \" ,  \n\"a\"x  ,b  ,c  \n", Three, "ignoreTrailingWhiteSpace=true"),
        ("few and many", "1\n1,2\n1,2,3\n1,2,3,4\n", Three, ""),
        ("few and many dropped", "1\n1,2\n1,2,3\n1,2,3,4\n", Three, "mode=DROPMALFORMED"),
        ("corrupt column", "1\n1,2\n1,2,3\n1,2,3,4\n\"1,2\n", Three + ", _corrupt_record STRING", ""),
        ("corrupt column named", "1,x,2\nx,2,3,4\n7,8,9\n", "a INT, bad STRING, b INT, c INT", "columnNameOfCorruptRecord=bad"),
        ("blank lines", "a,b,c\n\n   \n\t\nd,e,f\n\n", Three, ""),
        ("no line end", "a,b,c\nd,e,f", Three, ""),
        ("carriage returns", "a,b,c\r\nd,e,f\rg,h,i\n\rj,k,l\r", Three, ""),
        ("line separator", "a,b,c|d,e,f\n|g,h,i", Three, "lineSep=|"),
        ("comments", "#x\na,b,c\n #y\nd,#,f\n", Three, "comment=#"),
        ("comment header", "#x\nh1,h2,h3\na,b,c\n", null, "comment=#;header=true"),
        ("tab", "a\tb\tc\n", Three, "sep=\\t"),
        ("semicolon", "a;b,c;d\n", Three, "delimiter=;"),
        ("long separator", "a||b||c\n\"x||y\"||z||\n", Three, "sep=||"),
        ("other quote", "'a,b',\"c\",'d''e'\n", Three, "quote='"),
        ("no quote", "\"a,b\",c\n", Three, "quote="),
        ("multi line", "a,\"b\nc\",d\n\"e\r\nf\",g,h\n\n\"x\n\ny\",\"\"\"q\"\"\",z", Three, "multiLine=true"),
        ("multi line crlf", "a,\"b\r\nc\",d\r\ne,f,g\r\n", Three, "multiLine=true"),
        ("multi line corrupt", "a,\"b\nc\"\nd,e,f,g\nh,i,j\n", Three + ", _corrupt_record STRING", "multiLine=true"),
        ("multi line header", "h1,\"h\n2\"\nx,y\n", null, "multiLine=true;header=true"),
        ("types", "1,2,1.5,1.25,true,2020-01-02,2020-01-02T03:04:05.678Z,x\n", Typed, ""),
        (
            "more types",
            "-1,+2,1e3,1e2,FALSE,2020-1-2,2020-01-02 03:04:05,\n2147483647,9223372036854775807,NaN,999999.994,True,2020-02-29,2020-01-02,\"\"\n",
            Typed,
            ""
        ),
        (
            "bad types",
            "x,2,1,1,true,2020-01-02,2020-01-02 00:00:00,s1\n1,x,1,1,true,2020-01-02,2020-01-02 00:00:00,s2\n1,2,x,1,true,2020-01-02,2020-01-02 00:00:00,s3\n"
                + "1,2,3,x,true,2020-01-02,2020-01-02 00:00:00,s4\n1,2,3,4,x,2020-01-02,2020-01-02 00:00:00,s5\n1,2,3,4,true,x,2020-01-02 00:00:00,s6\n1,2,3,4,true,2020-01-02,x,s7\n",
            Typed,
            ""
        ),
        (
            "bad types dropped",
            "x,2,1,1,true,2020-01-02,2020-01-02 00:00:00,s1\n1,2,1,1,true,2020-01-02,2020-01-02 00:00:00,s2\n",
            Typed,
            "mode=DROPMALFORMED"
        ),
        (
            "bad types corrupt",
            "x,2,1,1,true,2020-01-02,2020-01-02 00:00:00,s1\n1,2,1,1,true,2020-01-02,2020-01-02 00:00:00,s2\n",
            Typed + ", _corrupt_record STRING",
            ""
        ),
        ("integers", "1 , 2,3.0,4e0\n2147483648,-2147483649,+-1,\n0x1,1_000,١,00012\n-,+,--1,1L\n", "a INT, b INT, c INT, d INT", ""),
        ("small integers", "127,32767\n128,32768\n-128,-32768\n-129,-32769\n", "a TINYINT, b SMALLINT", ""),
        (
            "doubles",
            "1,1.,.5,1e400\nNaN,nan,Inf,-Inf\nInfinity,-Infinity,inf,+Infinity\n1d,1f,1D, 1 \n1e,e1,1e+5,0x1p3\n1_0,\"1,5\",-0,-0.0\n",
            "a DOUBLE, b DOUBLE, c DOUBLE, d DOUBLE",
            ""
        ),
        ("floats", "1.1,16777217,3.4e39,1e-50\n0.1,33554435.0,NaN,-Inf\n", "a FLOAT, b FLOAT, c FLOAT, d FLOAT", ""),
        (
            "decimals",
            "1.005,1.015,99999.99,100000\n-1.005,1e-1,\"1,234.5\",1E3\n.5,5.,+1,-.5\n99999.994,99999.995, 1,1 \n1e-400,0e999,00001.10,--1\n",
            "a DECIMAL(7,2), b DECIMAL(7,2), c DECIMAL(7,2), d DECIMAL(7,2)",
            ""
        ),
        (
            "large decimals",
            "12345678901234567890123456789012345678,0.1234567890123456789\n123456789012345678901234567890123456789,1\n-99999999999999999999.999999999999999999,2\n",
            "a DECIMAL(38,0), b DECIMAL(38,18)",
            ""
        ),
        ("booleans", "true,TRUE,tRuE,t\nfalse,0,1,yes\n", "a BOOLEAN, b BOOLEAN, c BOOLEAN, d BOOLEAN", ""),
        (
            "dates",
            "2020-01-02,2020-1-2,2020-01,2020\n2020-02-30,20200102,2020-01-02T10:00,2020-01-02 x\n0001-01-01,9999-12-31,12020-01-01,-0001-01-01\n 2020-01-02 ,2020/01/02,2020-13-01,1582-10-10\n",
            "a DATE, b DATE, c DATE, d DATE",
            ""
        ),
        ("date pattern", "02/01/2020,2/1/2020\n31/12/1999,30/02/2020\n2020-01-02,01/02/20\n", "a DATE, b DATE", "dateFormat=dd/MM/yyyy"),
        ("date pattern narrow", "2/1/2020,02/01/2020\n", "a DATE, b DATE", "dateFormat=d/M/yyyy"),
        ("date pattern names", "02 Jan 2020,2 January 2020\n02 jan 2020,x\n", "a DATE, b DATE", "dateFormat=dd MMM yyyy"),
        (
            "timestamps",
            "2020-01-02 03:04:05,2020-01-02T03:04:05.123456789,2020-01-02T03:04Z,2020-01-02T3:4:5+01:00\n2020-01-02,2020,2020-01-02 24:00:00,2020-01-02 03:60:00\n"
                + "2020-01-02 03:04:05 Europe/Berlin,2020-01-02T03:04:05.1+0530,2020-01-02 03,2020-01-02T\n2020-01-02 03:04:05.,2020-01-02 03:04:05 UTC+2,  2020-01-02 03:04:05  ,1969-12-31 23:59:59.999999\n",
            "a TIMESTAMP, b TIMESTAMP, c TIMESTAMP, d TIMESTAMP",
            ""
        ),
        (
            "timestamp pattern",
            "02/01/2020 03:04,2020-01-02 03:04\n1/1/2020 3:4,02/01/2020 24:00\n",
            "a TIMESTAMP, b TIMESTAMP",
            "timestampFormat=dd/MM/yyyy HH:mm"
        ),
        (
            "timestamp pattern zone",
            "2020-01-02T03:04:05+01:00,2020-01-02T03:04:05Z\n2020-01-02T03:04:05.123Z,2020-01-02T03:04:05\n",
            "a TIMESTAMP, b TIMESTAMP",
            "timestampFormat=yyyy-MM-dd'T'HH:mm:ss[.SSS]XXX"
        ),
        (
            "timestamp pattern am pm",
            "01/02/2020 03:04 PM,01/02/2020 12:00 AM\n",
            "a TIMESTAMP, b TIMESTAMP",
            "timestampFormat=MM/dd/yyyy hh:mm a"
        ),
        (
            "timestamps without zone",
            "2020-01-02 03:04:05,2020-01-02T03:04:05.123456\n2020-01-02T03:04Z,2020-01-02\n",
            "a TIMESTAMP_NTZ, b TIMESTAMP_NTZ",
            ""
        ),
        ("time zone option", "2020-07-02 03:04:05,2020-03-29 02:30:00\n", "a TIMESTAMP, b TIMESTAMP", "timeZone=Europe/Berlin"),
        ("binary", "abc,\"\"\n", "a BINARY, b BINARY", ""),
        ("invalid UTF-8", "a\u00ff,b,c\n", Three, "raw"),
        ("latin 1", "grüße,b,c\n", Three, "encoding=ISO-8859-1"),
        ("utf 16", "grüße,b,c\nd,e,f\n", Three, "encoding=UTF-16LE;multiLine=true"),
        ("byte order mark", "\ufeffa,b,c\n", Three, ""),
        ("byte order mark header", "\ufeffa,b,c\n1,2,3\n", null, "header=true"),
        (
            "infer",
            "a,b,c,d,e,f,g,h\n1,1,1.5,x,true,2020-01-02,2020-01-02 03:04:05,\n2,3000000000,2,y,false,2021-01-02,2021-01-02T00:00:00,\n,,,,,,,\n",
            null,
            "header=true;inferSchema=true"
        ),
        (
            "infer mixed",
            "1,1,1,2020-01-01,1,99999999999999999999\n1.5,x,true,2020-01-01 00:00:00,99999999999999999999,1\n",
            null,
            "inferSchema=true"
        ),
        ("infer more", "1e3,NaN,Inf,-0,12:30:00,2020-13-45\n1,1,1,1,12:30:00,2020-01-01\n", null, "inferSchema=true"),
        (
            "infer formats",
            "02/01/2020,02.01.2020 10:00\n03/01/2020,03.01.2020 11:00\n",
            null,
            "inferSchema=true;dateFormat=dd/MM/yyyy;timestampFormat=dd.MM.yyyy HH:mm"
        ),
        ("infer ragged", "1,2\n1\n1,2,3\n", null, "inferSchema=true"),
        ("not nullable", "1,\n,2\n", "a INT NOT NULL, b INT NOT NULL", ""),
    ];

    [Fact]
    public async Task Every_record_reads_as_in_Spark()
    {
        await using var spark = await SparkReader.OpenAsync(server);
        using var bench = new SourceBench();
        using var folder = new TemporaryFolder();
        var differences = new StringBuilder();
        foreach (var (name, text, schema, optionText) in Cases)
        {
            var options = optionText
                .Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Where(option => option != "raw")
                .Select(option => option.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], pair[1]))
                .ToList();
            if (name == "semicolon")
                options = [KeyValuePair.Create("delimiter", ";")];
            var path = folder[name.Replace(' ', '_') + ".csv"];
            File.WriteAllBytes(path, Encode(text, optionText));
            var expected = await Outcome(() => spark.Read("csv", path, schema, options));
            var actual = await Outcome(() => Task.FromResult(bench.Read("csv", path, schema is null ? null : SchemaOf(schema), options)));
            if (expected != actual)
                differences.AppendLine($"--- {name} [{optionText}]\nSpark:\n{expected}\nEmbedded:\n{actual}");
        }

        Assert.True(differences.Length == 0, differences.ToString());
    }

    private static byte[] Encode(string text, string options) =>
        options.Contains("raw") || options.Contains("ISO-8859-1") ? Encoding.Latin1.GetBytes(text)
        : options.Contains("UTF-16LE") ? Encoding.Unicode.GetBytes(text)
        : Encoding.UTF8.GetBytes(text);

    private static async Task<string> Outcome(Func<Task<(string Schema, List<string> Rows)>> read)
    {
        try
        {
            var (schema, rows) = await read();
            return $"{schema}\n{string.Join("\n", rows)}";
        }
        catch (SparkException exception)
        {
            return $"{exception.GetType().Name} {exception.ErrorClass}";
        }
    }

    private static StructType SchemaOf(string ddl)
    {
        var fields = new List<StructField>();
        foreach (
            var column in ddl.Replace("NOT NULL", "")
                .Replace("(7,2)", "(7;2)")
                .Replace("(8,2)", "(8;2)")
                .Replace("(38,0)", "(38;0)")
                .Replace("(38,18)", "(38;18)")
                .Split(',')
        )
        {
            var parts = column.Trim().Split(' ');
            fields.Add(
                new StructField(
                    parts[0],
                    parts[1] switch
                    {
                        "STRING" => SparkType.String,
                        "INT" => SparkType.Integer,
                        "BIGINT" => SparkType.Long,
                        "SMALLINT" => SparkType.Short,
                        "TINYINT" => SparkType.Byte,
                        "DOUBLE" => SparkType.Double,
                        "FLOAT" => SparkType.Float,
                        "BOOLEAN" => SparkType.Boolean,
                        "DATE" => SparkType.Date,
                        "TIMESTAMP" => SparkType.Timestamp,
                        "TIMESTAMP_NTZ" => SparkType.TimestampNtz,
                        "BINARY" => SparkType.Binary,
                        "DECIMAL(7;2)" => new DecimalType(7, 2),
                        "DECIMAL(8;2)" => new DecimalType(8, 2),
                        "DECIMAL(38;0)" => new DecimalType(38, 0),
                        "DECIMAL(38;18)" => new DecimalType(38, 18),
                        var other => throw new ArgumentException(other),
                    }
                )
            );
        }

        return new StructType(fields);
    }
}
