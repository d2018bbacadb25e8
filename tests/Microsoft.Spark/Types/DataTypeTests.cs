using FsCheck;
using FsCheck.Fluent;
using Microsoft.Spark.Sql.Types;
using Xunit;

namespace Microsoft.Spark.Tests.Types;

public sealed class DataTypeTests
{
    /// <summary>Types of every kind, nested a few levels deep.</summary>
    public static Gen<DataType> Types(int depth = 3)
    {
        var simple = Gen.OneOf(
            Gen.Elements<DataType>(
                new BooleanType(),
                new ByteType(),
                new ShortType(),
                new IntegerType(),
                new LongType(),
                new FloatType(),
                new DoubleType(),
                new StringType(),
                new BinaryType(),
                new DateType(),
                new TimestampType(),
                new TimestampNTZType(),
                new NullType(),
                new VariantType(),
                new CalendarIntervalType(),
                new StringType("UNICODE_CI"),
                new CharType(3),
                new VarcharType(9),
                new TimeType(3),
                new DayTimeIntervalType(1, 2),
                new DayTimeIntervalType(),
                new YearMonthIntervalType(),
                new YearMonthIntervalType(1, 1)
            ),
            from precision in Gen.Choose(1, 38)
            from scale in Gen.Choose(0, precision)
            select (DataType)new DecimalType(precision, scale)
        );
        if (depth == 0)
            return simple;
        var inner = Types(depth - 1);
        var field =
            from name in Gen.Elements("a", "with space", "tick`ed", "naïve", "Ünïcode", "x1", "not")
            from type in inner
            from nullable in Gen.Elements(true, false)
            from comment in Gen.Elements<string?>(null, "it's", "a \\ and \"quotes\"")
            select new StructField(
                name,
                type,
                nullable,
                comment is null ? null : new System.Text.Json.Nodes.JsonObject { ["comment"] = comment }
            );
        return Gen.Frequency(
            (3, simple),
            (1, inner.Select(element => (DataType)new ArrayType(element))),
            (1, from key in simple from value in inner select (DataType)new MapType(key, value)),
            (1, field.ListOf().Select(fields => (DataType)new StructType(fields)))
        );
    }

    [Fact]
    public void A_type_survives_its_JSON() =>
        Prop.ForAll(
                Types().ToArbitrary(),
                type =>
                {
                    var again = DataType.ParseDataType(type.Json);
                    Assert.Equal(type, again);
                    Assert.Equal(type.Json, again.Json);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_type_survives_the_protocol() =>
        Prop.ForAll(Types().ToArbitrary(), type => Assert.Equal(type.Json, DataType.FromProto(type.ToProto()).Json))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_schema_survives_its_DDL() =>
        Prop.ForAll(
                Types().Where(type => type is StructType { Fields.Count: > 0 }).ToArbitrary(),
                type =>
                {
                    var again = StructType.FromDdl(((StructType)type).ToDdl());
                    Assert.Equal(type, again);
                    Assert.Equal(
                        ((StructType)type).Fields.Select(field => (field.IsNullable, field.Comment)),
                        again.Fields.Select(field => (field.IsNullable, field.Comment))
                    );
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("null")]
    [InlineData("string")]
    [InlineData("binary")]
    [InlineData("boolean")]
    [InlineData("date")]
    [InlineData("timestamp")]
    [InlineData("double")]
    [InlineData("float")]
    [InlineData("byte")]
    [InlineData("integer")]
    [InlineData("long")]
    [InlineData("short")]
    public void Simple_types_have_the_names_of_the_JSON_form(string name)
    {
        var type = DataType.ParseDataType($"\"{name}\"");
        Assert.Equal((name, name), (type.TypeName, type.SimpleString));
    }

    [Fact]
    public void Nested_types_have_a_simple_and_a_catalog_string()
    {
        var type = StructType.FromDdl("age BIGINT, tags ARRAY<INT>, m MAP<STRING, DECIMAL(10,2)>");
        Assert.Equal("struct<age:long,tags:array<integer>,m:map<string,decimal(10,2)>>", type.SimpleString);
        Assert.Equal("struct<age:bigint,tags:array<int>,m:map<string,decimal(10,2)>>", type.CatalogString);
    }

    [Theory]
    [InlineData("a INT, b STRING NOT NULL COMMENT 'x'", "a INT,b STRING NOT NULL COMMENT 'x'")]
    [InlineData("`a b` timestamp_ntz", "`a b` TIMESTAMP_NTZ")]
    [InlineData("s STRUCT<x: INT, y: ARRAY<STRING>>", "s STRUCT<x: INT, y: ARRAY<STRING>>")]
    [InlineData("d dec(5), i interval year to month, j interval day", "d DECIMAL(5,0),i INTERVAL YEAR TO MONTH,j INTERVAL DAY")]
    public void Columns_are_read_from_SQL(string ddl, string expected) => Assert.Equal(expected, StructType.FromDdl(ddl).ToDdl());

    [Theory]
    [InlineData("a")]
    [InlineData("a INT b STRING")]
    [InlineData("a NOTATYPE")]
    [InlineData("a ARRAY<INT")]
    [InlineData("a DECIMAL(39,0)")]
    public void What_is_no_schema_is_refused(string ddl) => Assert.ThrowsAny<ArgumentException>(() => StructType.FromDdl(ddl));

    [Theory]
    [InlineData("{")]
    [InlineData("\"nothing\"")]
    [InlineData("{\"type\":\"array\"}")]
    [InlineData("17")]
    public void What_is_no_type_in_JSON_is_refused(string json) => Assert.Throws<ArgumentException>(() => DataType.ParseDataType(json));

    [Fact]
    public void A_schema_is_drawn_as_a_tree()
    {
        var schema = StructType.FromDdl("id BIGINT NOT NULL, s STRUCT<a: ARRAY<INT>>, m MAP<STRING, DECIMAL(5,2)>");
        Assert.Equal(
            """
            root
             |-- id: long (nullable = false)
             |-- s: struct (nullable = true)
             |    |-- a: array (nullable = true)
             |    |    |-- element: integer (containsNull = true)
             |-- m: map (nullable = true)
             |    |-- key: string
             |    |-- value: decimal(5,2) (valueContainsNull = true)

            """.ReplaceLineEndings("\n"),
            schema.TreeString()
        );
        Assert.DoesNotContain("element", schema.TreeString(2));
    }
}
