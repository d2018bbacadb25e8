using System.IO.Compression;
using System.Text;
using Microsoft.Spark;
using Spark.Testing;
using Xunit;

namespace Reliability.Tests;

/// <summary>
/// Reads files that were damaged at random: each reading ends with rows, or with Spark's error that names the file. It never hangs, never ends the
/// process, and leaves the engine as good as it was.
/// </summary>
public sealed class MutatedFileTests
{
    private const string Schema = "id BIGINT, name STRING, price DOUBLE";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Csv = string.Concat(
        Enumerable.Range(0, 300).Select(i => i % 7 == 0 ? $"{i},\"a \"\"{i}\"\", b\",{i}.5\n" : $"{i},name {i * 7919 % 1000} ü,{i}e-1\n")
    );

    private static readonly string Json = string.Concat(
        Enumerable
            .Range(0, 300)
            .Select(i => $"{{\"id\":{i},\"name\":\"n\\u00e9 {i * 7919 % 1000}\",\"price\":{i}.25,\"more\":[{i},null,{{\"x\":true}}]}}\n")
    );

    [Theory]
    [InlineData("csv", 60)]
    [InlineData("csv multiLine", 60)]
    [InlineData("csv.gz", 60)]
    [InlineData("csv.deflate", 40)]
    [InlineData("json", 60)]
    [InlineData("json.gz", 40)]
    [InlineData("text.gz", 40)]
    [InlineData("parquet snappy", 80)]
    [InlineData("parquet zstd", 40)]
    [InlineData("parquet uncompressed", 40)]
    public Task Damaged_files_are_read_or_named(string kind, int cases) => Series(kind, 20_261_127, cases);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("csv", 1000)]
    [InlineData("csv multiLine", 1000)]
    [InlineData("csv.gz", 1000)]
    [InlineData("csv.deflate", 500)]
    [InlineData("json", 1000)]
    [InlineData("json.gz", 500)]
    [InlineData("text.gz", 500)]
    [InlineData("parquet snappy", 2500)]
    [InlineData("parquet zstd", 1000)]
    [InlineData("parquet uncompressed", 1000)]
    public Task Many_damaged_files_are_read_or_named(string kind, int cases) => Series(kind, 1, cases);

    private static async Task Series(string kind, int seed, int cases)
    {
        using var folder = new TemporaryFolder();
        await using var engine = new Engine();
        var words = kind.Split(' ');
        var format = words[0].Split('.')[0];
        var sound = await Sound(engine, folder, kind);
        var path = folder[format == "parquet" ? "x.parquet" : "x." + words[0]];
        var options = words.Length > 1 && format != "parquet" ? new[] { (words[1], "true") } : [];
        var schema = format == "text" ? null : Schema;
        await File.WriteAllBytesAsync(path, sound);
        var expected = await engine.Read(format, path, schema, options);
        Assert.Equal(300, expected.Count);
        var mutator = new Mutator(seed);
        for (var i = 0; i < cases; i++)
        {
            var (bytes, damage) = mutator.Mutate(sound);
            await File.WriteAllBytesAsync(path, bytes);
            var found = i % 4 == 3;
            var rows = await Outcome(engine, format, path, found ? null : schema, options, $"{kind} {i}, {damage}");

            // A checksum guards what is compressed: its rows are all there, or the file is refused.
            if (rows is not null && !found && words[0].Contains('.') && bytes.Length > 0)
                Assert.True(expected.SequenceEqual(rows), $"{kind} {i}, {damage}: {rows.Count} other rows");
        }

        Assert.Equal(["1"], await engine.Sql("SELECT 1"));
        await File.WriteAllBytesAsync(path, sound);
        Assert.Equal(expected, await engine.Read(format, path, schema, options));
    }

    private static async Task<List<string>?> Outcome(
        Engine engine,
        string format,
        string path,
        string? schema,
        (string, string)[] options,
        string what
    )
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await engine.Read(format, path, schema, options, patience.Token).WaitAsync(Patience * 2);
        }
        catch (AnalysisException exception)
            when (schema is null && exception.ErrorClass is "COLUMN_ALREADY_EXISTS" or "UNABLE_TO_INFER_SCHEMA")
        {
            return null;
        }
        catch (SparkException exception)
        {
            Assert.True(
                exception.ErrorClass?.StartsWith("FAILED_READ_FILE", StringComparison.Ordinal) == true
                    && exception.Message.Contains(path, StringComparison.Ordinal)
                    && !exception.Message.Contains("System.", StringComparison.Ordinal)
                    && !exception.Message.Contains("   at ", StringComparison.Ordinal),
                $"{what}: {exception.GetType().Name} {exception.Message} {string.Join(", ", exception.MessageParameters)}"
            );
            return null;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(what, exception);
        }
    }

    private static async Task<byte[]> Sound(Engine engine, TemporaryFolder folder, string kind)
    {
        if (kind.Split(' ') is ["parquet", var codec])
        {
            await engine.Sql(
                $"INSERT OVERWRITE DIRECTORY '{folder["sound"]}' USING parquet OPTIONS (compression '{codec}') "
                    + "SELECT id, concat('name ', id * 7919 % 1000) AS name, CAST(id AS DOUBLE) / 8 AS price FROM range(300)"
            );
            return await File.ReadAllBytesAsync(Directory.GetFiles(folder["sound"], "*.parquet").Single());
        }

        var bytes = Encoding.UTF8.GetBytes(kind.StartsWith("json", StringComparison.Ordinal) ? Json : Csv);
        if (!kind.Contains('.', StringComparison.Ordinal))
            return bytes;
        using var memory = new MemoryStream();
        await using (
            Stream compressed = kind.EndsWith(".gz", StringComparison.Ordinal)
                ? new GZipStream(memory, CompressionLevel.Optimal)
                : new ZLibStream(memory, CompressionLevel.Optimal)
        )
            await compressed.WriteAsync(bytes);
        return memory.ToArray();
    }
}
