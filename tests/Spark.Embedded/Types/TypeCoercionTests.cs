using FsCheck;
using FsCheck.Fluent;
using Spark.Embedded.Types;
using Xunit;

namespace Spark.Embedded.Tests.Coercion;

/// <summary>Types meet where Spark's rules say.</summary>
public sealed class TypeCoercionTests
{
    private static readonly SparkType[] Samples =
    [
        SparkType.Null,
        SparkType.Boolean,
        SparkType.Byte,
        SparkType.Short,
        SparkType.Integer,
        SparkType.Long,
        SparkType.Float,
        SparkType.Double,
        new DecimalType(10, 2),
        new DecimalType(38, 18),
        SparkType.String,
        SparkType.Binary,
        SparkType.Date,
        SparkType.Timestamp,
        SparkType.TimestampNtz,
        new YearMonthIntervalType(),
        new DayTimeIntervalType(),
        new ArrayType(SparkType.Integer),
        new MapType(SparkType.String, SparkType.Long),
        new StructType([new StructField("a", SparkType.Integer)]),
    ];

    public static TheoryData<SparkType, SparkType, SparkType?> Ansi =>
        new()
        {
            { SparkType.Integer, SparkType.Float, SparkType.Double },
            { SparkType.String, SparkType.Integer, SparkType.Long },
            { SparkType.String, new DecimalType(10, 2), SparkType.Double },
            { SparkType.String, SparkType.Date, SparkType.Date },
            { SparkType.Date, SparkType.Timestamp, SparkType.Timestamp },
            { SparkType.Integer, SparkType.Date, null },
            { SparkType.Boolean, SparkType.Integer, null },
            { new DecimalType(10, 2), SparkType.Long, new DecimalType(22, 2) },
            { new ArrayType(SparkType.Integer, false), new ArrayType(SparkType.Long, true), new ArrayType(SparkType.Long) },
        };

    [Theory]
    [MemberData(nameof(Ansi))]
    public void Common_types(SparkType left, SparkType right, SparkType? common) =>
        Assert.Equal(common, TypeCoercion.CommonType(left, right, EvalMode.Ansi));

    [Fact]
    public void Order_does_not_matter() =>
        Prop.ForAll(
                Gen.Elements(Samples).ToArbitrary(),
                Gen.Elements(Samples).ToArbitrary(),
                (left, right) =>
                    Equals(TypeCoercion.CommonType(left, right, EvalMode.Ansi), TypeCoercion.CommonType(right, left, EvalMode.Ansi))
                    && Equals(TypeCoercion.CommonType(left, right, EvalMode.Legacy), TypeCoercion.CommonType(right, left, EvalMode.Legacy))
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Messages_carry_every_type_there_and_back() =>
        Assert.All(Samples, type => Assert.Equal(type, ProtocolTypes.FromProtocol(ProtocolTypes.ToProtocol(type))));

    [Theory]
    [InlineData(10, 2, 10, 2, 11, 2, 21, 4, 23, 13)]
    [InlineData(38, 18, 38, 18, 38, 17, 38, 6, 38, 6)]
    [InlineData(26, 4, 13, 2, 27, 4, 38, 6, 38, 14)]
    public void Decimal_results(
        int p1,
        int s1,
        int p2,
        int s2,
        int addPrecision,
        int addScale,
        int timesPrecision,
        int timesScale,
        int overPrecision,
        int overScale
    )
    {
        var (a, b) = (new DecimalType(p1, s1), new DecimalType(p2, s2));
        Assert.Equal(new DecimalType(addPrecision, addScale), DecimalRules.Add(a, b));
        Assert.Equal(new DecimalType(timesPrecision, timesScale), DecimalRules.Multiply(a, b));
        Assert.Equal(new DecimalType(overPrecision, overScale), DecimalRules.Divide(a, b));
    }
}
