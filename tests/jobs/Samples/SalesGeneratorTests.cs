using Spark.Jobs.Samples;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.Samples;

public sealed class SalesGeneratorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_arguments_give_the_same_bytes_and_another_seed_gives_others()
    {
        new SalesGenerator(5_000, 7).Write(_folder["a"]);
        new SalesGenerator(5_000, 7).Write(_folder["b"]);
        new SalesGenerator(5_000, 8).Write(_folder["c"]);

        foreach (var name in new SalesGenerator(5_000, 7).FileNames)
        {
            var bytes = File.ReadAllBytes(Path.Combine(_folder["a"], name));
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(_folder["b"], name)));
            Assert.NotEqual(bytes, File.ReadAllBytes(Path.Combine(_folder["c"], name)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(10_000)]
    [InlineData(333_333)]
    public void It_writes_as_many_rows_as_asked_for(int rows)
    {
        var generator = new SalesGenerator(rows, 1);
        var bytes = generator.Write(_folder["raw"]);

        var files = Directory.GetFiles(_folder["raw"]);
        Assert.Equal(generator.FileNames, files.Select(Path.GetFileName).Order());
        Assert.Equal(bytes, files.Sum(file => new FileInfo(file).Length));
        Assert.Equal(rows, files.Sum(file => File.ReadLines(file).Count() - 1));
    }

    [Fact]
    public void It_is_dirty_in_every_way_it_promises()
    {
        new SalesGenerator(10_000, 1).Write(_folder["raw"]);
        var lines = Directory.GetFiles(_folder["raw"]).Order().SelectMany(file => File.ReadLines(file).Skip(1)).ToList();
        var rows = lines.Select(line => line.Split(',')).ToList();

        Assert.Contains(rows, row => row.Length < 10);
        Assert.Contains(rows, row => row.Length > 10);
        Assert.Contains(rows, row => row.Length == 10 && row[2].Length == 0);
        Assert.Contains(rows, row => row.Length == 10 && row[6] == "0");
        Assert.Contains(rows, row => row.Length == 10 && row[6].StartsWith('-'));
        Assert.True(lines.Count > lines.Distinct().Count(), "no line repeats");
        var versions = rows.Where(row => row.Length == 10)
            .GroupBy(row => row[0])
            .Where(group => group.Select(row => row[9]).Distinct().Count() > 1);
        Assert.True(versions.Count() > 50, "too few orders are corrected");
    }

    [Fact]
    public void Files_that_are_there_stay_untouched()
    {
        var generator = new SalesGenerator(1_000, 1);
        generator.Write(_folder["raw"]);

        Assert.Equal(0, generator.Write(_folder["raw"]));
    }
}
