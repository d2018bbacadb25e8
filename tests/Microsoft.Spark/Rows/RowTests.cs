using System.Collections;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;
using Xunit;

namespace Microsoft.Spark.Tests.Rows;

public sealed class RowTests
{
    private static readonly StructType Schema = StructType.FromDdl("a INT, b STRING");

    [Fact]
    public void Values_are_found_by_position_and_name()
    {
        var row = new Row([1, "abc"], Schema);
        Assert.Equal(2, row.Size());
        Assert.Equal(1, row[0]);
        Assert.Equal("abc", row.Get("b"));
        Assert.Equal(1, row.GetAs<int>("a"));
        Assert.Equal(1L, row.GetAs<long>("a"));
        Assert.Equal("[1,abc]", row.ToString());
        Assert.Throws<IndexOutOfRangeException>(() => row.Get(2));
        Assert.Throws<IndexOutOfRangeException>(() => row.Get(-1));
        Assert.Throws<ArgumentException>(() => row.Get("c"));
        Assert.Throws<ArgumentException>(() => new Row([1], Schema));
    }

    [Fact]
    public void A_value_is_not_made_into_what_it_is_not()
    {
        var row = new Row([1, "abc"], Schema);
        Assert.Throws<InvalidCastException>(() => row.GetAs<string>(0));
        Assert.Throws<InvalidCastException>(() => row.GetAs<int>(1));
        Assert.Throws<InvalidCastException>(() => new GenericRow([null]).GetAs<int>(0));
        Assert.Null(new GenericRow([null]).GetAs<int?>(0));
        Assert.Throws<OverflowException>(() => new GenericRow([300]).GetAs<byte>(0));
        Assert.Throws<InvalidCastException>(() => new GenericRow([1.5]).GetAs<int>(0));
        Assert.Equal(2, new GenericRow([2.0]).GetAs<int>(0));
    }

    [Fact]
    public void Collections_and_times_convert()
    {
        var row = new GenericRow([
            new ArrayList { 1, null, 3 },
            new Hashtable { ["k"] = new ArrayList { 1L } },
            new Date(2024, 1, 2),
            new Timestamp(2024, 1, 2, 3, 4, 5, 6),
        ]);
        Assert.Equal([1, null, 3], row.GetAs<int?[]>(0));
        Assert.Equal([1, null, 3], row.GetAs<List<int?>>(0));
        Assert.Equal([1, null, 3], row.GetAs<IEnumerable<int?>>(0));
        Assert.Throws<InvalidCastException>(() => row.GetAs<int[]>(0));
        Assert.Equal([1L], row.GetAs<Dictionary<string, long[]>>(1)["k"]);
        Assert.Equal(new DateOnly(2024, 1, 2), row.GetAs<DateOnly>(2));
        Assert.Equal(new DateTime(2024, 1, 2), row.GetAs<DateTime?>(2));
        Assert.Equal(row.GetAs<Timestamp>(3).ToDateTime(), row.GetAs<DateTimeOffset>(3).UtcDateTime);
    }

    [Fact]
    public void Rows_are_equal_by_their_values_and_columns()
    {
        var row = new Row([1, "abc"], Schema);
        Assert.Equal(row, new Row([1, "abc"], Schema));
        Assert.Equal(row.GetHashCode(), new Row([1, "abc"], Schema).GetHashCode());
        Assert.NotEqual(row, new Row([2, "abc"], Schema));
        Assert.NotEqual(row, new Row([1, "abc"], StructType.FromDdl("x INT, y STRING")));
        Assert.Equal(
            new GenericRow([new ArrayList { 1 }, new byte[] { 1 }, new Hashtable { ["a"] = 1 }]),
            new GenericRow([new ArrayList { 1 }, new byte[] { 1 }, new Hashtable { ["a"] = 1 }])
        );
    }
}
