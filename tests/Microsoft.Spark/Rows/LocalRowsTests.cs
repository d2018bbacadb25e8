using System.Collections;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Rows;
using Microsoft.Spark.Sql.Types;
using Spark.Connect.Arrow;
using Xunit;

namespace Microsoft.Spark.Tests.Rows;

/// <summary>What goes up as Arrow comes down as the same values.</summary>
public sealed class LocalRowsTests
{
    [Fact]
    public void Values_of_every_type_survive()
    {
        var cases = from type in Types.DataTypeTests.Types(2).Where(CanBeSent) from rows in Values(type).ListOf() select (type, rows);
        Prop.ForAll(
                cases.ToArbitrary(),
                given =>
                {
                    var schema = new StructType([new StructField("x", given.type)]);
                    var rows = given.rows.Select(value => new GenericRow([value])).ToList();
                    var read = Decode(LocalRows.Encode(rows, schema), schema);
                    Assert.Equal(rows, read.Select(row => new GenericRow(row.Values)));
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_decimal_keeps_its_digits_or_is_refused()
    {
        var schema = StructType.FromDdl("d DECIMAL(5,2)");
        var rows = Decode(LocalRows.Encode([new([1.005m]), new([-1.005m]), new([999.99m]), new([7])], schema), schema);
        Assert.Equal([1.01m, -1.01m, 999.99m, 7m], rows.Select(row => row.GetAs<decimal>(0)));
        var error = Assert.Throws<ArgumentException>(() => LocalRows.Encode([new([1m]), new([1000m])], schema));
        Assert.Contains("Row 1, column 'd'", error.Message);
    }

    [Theory]
    [InlineData(0, 0, "0")]
    [InlineData(-1, 30, "-0.000000000000000000000000000001")]
    [InlineData(1500, 3, "1.5")]
    public void A_scaled_number_is_a_decimal_when_NET_has_one(long digits, int scale, string expected)
    {
        if (expected.Length > 30)
            Assert.Throws<SparkArithmeticException>(() => ColumnDecoder.ToDecimal(digits, scale));
        else
            Assert.Equal(
                decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
                ColumnDecoder.ToDecimal(digits, scale)
            );
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused_with_their_place()
    {
        var schema = StructType.FromDdl("a INT NOT NULL, b STRING");
        Assert.Contains("Row 0, column 'a'", Assert.Throws<ArgumentException>(() => LocalRows.Encode([new(["x", "y"])], schema)).Message);
        Assert.Contains("cannot be null", Assert.Throws<ArgumentException>(() => LocalRows.Encode([new([null, "y"])], schema)).Message);
        Assert.Contains("1 values", Assert.Throws<ArgumentException>(() => LocalRows.Encode([new([1])], schema)).Message);
        Assert.Throws<ArgumentException>(() => LocalRows.Encode([new([1.5, "y"])], schema));
        Assert.Throws<ArgumentException>(() => LocalRows.Encode([new([3_000_000_000L, "y"])], schema));
    }

    [Fact]
    public void Objects_become_columns_by_their_properties()
    {
        var (type, _) = ClrTypes.ToDataType(typeof(Order));
        Assert.Equal(
            "struct<Id:integer,Name:string,Tags:array<string>,Prices:map<string,decimal(38,18)>,At:timestamp,Total:double>",
            type.SimpleString
        );
        var order = new Order(1, "x", ["a"], new() { ["k"] = 1.5m }, new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), null);
        var row = Decode(LocalRows.EncodeObjects([order], (StructType)type), (StructType)type).Single();
        Assert.Equal((1, "x", null), (row.GetAs<int>("Id"), row.GetAs<string>("Name"), row.GetAs<double?>("Total")));
        Assert.Equal(order.At, row.GetAs<DateTime>("At"));
        Assert.Equal(1.5m, row.GetAs<Dictionary<string, decimal>>("Prices")["k"]);

        var (tuple, _) = ClrTypes.ToDataType(typeof((int, string?, double)));
        Assert.Equal("struct<_1:integer,_2:string,_3:double>", tuple.SimpleString);
        var schema = (StructType)tuple;
        Assert.Equal(
            "[3,,2.5]",
            Decode(LocalRows.EncodeObjects<(int, string?, double)>([(3, null, 2.5)], schema), schema).Single().ToString()
        );
    }

    [Fact]
    public void What_has_no_columns_is_refused() => Assert.Throws<ArgumentException>(() => ClrTypes.ToDataType(typeof(object)));

    private static List<Row> Decode(IEnumerable<byte[]> chunks, StructType schema)
    {
        var table = new ResultTable(schema);
        foreach (var chunk in chunks)
        {
            foreach (var batch in ArrowStreamReader.ReadAll(chunk, out _))
                table.Add(batch);
        }

        return [.. table.ToRows()];
    }

    private static bool CanBeSent(DataType type) =>
        type switch
        {
            VariantType or CalendarIntervalType => false,
            ArrayType array => CanBeSent(array.ElementType),
            MapType map => CanBeSent(map.KeyType) && CanBeSent(map.ValueType) && map.KeyType is not NullType,
            StructType structure => structure.Fields.All(field => CanBeSent(field.DataType)),
            _ => true,
        };

    private static Gen<object?> Values(DataType type) =>
        type is NullType ? Gen.Constant<object?>(null) : Gen.Frequency((5, NotNull(type)), (1, Gen.Constant<object?>(null)));

    private static Gen<object?> NotNull(DataType type) =>
        type switch
        {
            BooleanType => Gen.Elements(true, false).Select(value => (object?)value),
            ByteType => Gen.Choose(-128, 127).Select(value => (object?)(sbyte)value),
            ShortType => Gen.Choose(-32768, 32767).Select(value => (object?)(short)value),
            IntegerType or YearMonthIntervalType => Gen.Choose(int.MinValue, int.MaxValue).Select(value => (object?)value),
            LongType => Gen.Choose(int.MinValue, int.MaxValue).Select(value => (object?)(value * 4_000_000_000L)),
            FloatType => Gen.Choose(-1000, 1000).Select(value => (object?)(value / 8f)),
            DoubleType => Gen.Elements<object?>(0.1, double.NaN, double.NegativeInfinity, -0.0, double.Epsilon),
            DecimalType d => Gen.Choose(-9, 9).Select(value => (object?)(d.Precision > d.Scale ? value : 0m)),
            StringType or CharType or VarcharType => Gen.Elements<object?>("", "abc", "naïve \u00e9\U0001F600", "\0"),
            BinaryType => Gen.Elements<object?>(Array.Empty<byte>(), new byte[] { 0, 255 }),
            DateType => Gen.Choose(-700_000, 2_900_000).Select(value => (object?)new Date(Date.FromDaysSinceEpoch(value))),
            TimestampType => Gen.Choose(-60, 60)
                .Select(value => (object?)new Timestamp(DateTime.UnixEpoch.AddYears(value).AddMicroseconds(value))),
            TimestampNTZType => Gen.Choose(-60, 60)
                .Select(value => (object?)new DateTime(DateTime.UnixEpoch.AddYears(value).AddMicroseconds(value).Ticks)),
            TimeType => Gen.Choose(0, 86_399).Select(value => (object?)new TimeOnly(value * TimeSpan.TicksPerSecond)),
            DayTimeIntervalType => Gen.Choose(int.MinValue, int.MaxValue)
                .Select(value => (object?)TimeSpan.FromMicroseconds(value * 1000.0)),
            ArrayType array => Values(array.ElementType).ListOf().Select(values => (object?)new ArrayList(values.ToArray())),
            MapType map => from key in NotNull(map.KeyType)
            from value in Values(map.ValueType)
            select (object?)new Hashtable { [key!] = value },
            StructType structure => Gen.CollectToArray(
                    structure.Fields.Select(field => field.IsNullable ? Values(field.DataType) : Values(field.DataType))
                )
                .Select(values => (object?)new Row(values, structure)),
            _ => throw new NotSupportedException(type.ToString()),
        };

    private sealed record Order(int Id, string Name, List<string> Tags, Dictionary<string, decimal> Prices, DateTime At, double? Total);
}
