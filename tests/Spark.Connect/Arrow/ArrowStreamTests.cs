using FsCheck;
using FsCheck.Fluent;
using Microsoft.Spark;
using Spark.Connect.Arrow;
using Spark.Connect.Columnar;
using Xunit;

namespace Spark.Connect.Tests.Arrow;

public class ArrowStreamTests
{
    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll(
                RandomColumns.Samples,
                sample =>
                {
                    var values = sample.Values();
                    var stream = ArrowStreamWriter.WriteAll(sample.Fields, [sample.Batch(values), sample.Batch(values)]);

                    var batches = ArrowStreamReader.ReadAll(stream, out var fields);

                    Assert.Equal(sample.Fields.Select(RandomColumns.ShowField), fields.Select(RandomColumns.ShowField));
                    Assert.Equal(2, batches.Count);
                    foreach (var batch in batches)
                    {
                        Assert.Equal(sample.Rows, batch.RowCount);
                        for (var i = 0; i < fields.Count; i++)
                            Assert.Equal(
                                values[i].Select(RandomColumns.Show),
                                Enumerable
                                    .Range(0, batch.RowCount)
                                    .Select(row => RandomColumns.Show(RandomColumns.Read(batch.Columns[i], row)))
                            );
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_damaged_stream_is_refused_and_never_read_out_of_range() =>
        Prop.ForAll(
                RandomColumns.Samples,
                sample =>
                {
                    var stream = ArrowStreamWriter.WriteAll(sample.Fields, [sample.Batch(sample.Values())]);
                    var random = new Random(sample.Seed);
                    for (var round = 0; round < 100; round++)
                    {
                        var damaged = stream.AsSpan(0, random.Next(4) == 0 ? random.Next(stream.Length) : stream.Length).ToArray();
                        for (var hits = random.Next(4); hits >= 0 && damaged.Length > 0; hits--)
                            damaged[random.Next(damaged.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : 0xFF);
                        try
                        {
                            foreach (var batch in ArrowStreamReader.ReadAll(damaged, out _))
                            foreach (var column in batch.Columns)
                                for (var row = 0; row < Math.Min(batch.RowCount, 200); row++)
                                    RandomColumns.Read(column, row);
                        }
                        catch (Exception e) when (e is InvalidDataException or SparkUnsupportedOperationException) { }
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Columns_are_views_of_the_stream()
    {
        ColumnField[] fields = [new("n", ColumnType.Int64)];
        var builder = new ColumnBuilder(ColumnType.Int64);
        builder.AppendRange<long>([1, 2, 3]);
        var stream = ArrowStreamWriter.WriteAll(fields, [new ColumnBatch(fields, [builder.Build()], 3)]);

        var column = ArrowStreamReader.ReadAll(stream, out _)[0].Columns[0];

        Assert.True(column.Data.Span.Overlaps(stream));
        Assert.True(column.Validity.IsEmpty);
    }

    [Fact]
    public void A_stream_without_a_schema_is_refused() =>
        Assert.Contains("no schema", Assert.Throws<InvalidDataException>(() => new ArrowStreamReader(default)).Message);

    [Fact]
    public void A_batch_must_have_the_columns_of_its_stream()
    {
        ColumnField[] fields = [new("n", ColumnType.Int64)];
        var texts = new ColumnBuilder(ColumnType.Utf8).Build();

        Assert.Throws<ArgumentException>(() => ArrowStreamWriter.WriteAll(fields, [new ColumnBatch(fields, [texts], 0)]));
        Assert.Throws<ArgumentException>(() => ArrowStreamWriter.WriteAll(fields, [new ColumnBatch([], [], 0)]));
    }
}
