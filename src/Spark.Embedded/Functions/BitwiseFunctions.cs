using System.Numerics;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Bitwise functions and bitmaps.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#bitwise-functions</remarks>
internal static class BitwiseFunctions
{
    private const int BitmapBytes = 4096;
    private const long BitmapBits = 8 * BitmapBytes;

    private static readonly Parameter IntOrLong = AnyOf(Int, Long);

    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["shiftleft", "<<"],
                "SELECT shiftleft(2, 1)",
                name => Shift(name, "<<", "shiftleft", (x, by) => x << by, (x, by) => x << by)
            ),
            new(
                ["shiftright", ">>"],
                "SELECT shiftright(4, 1)",
                name => Shift(name, ">>", "shiftright", (x, by) => x >> by, (x, by) => x >> by)
            ),
            new(
                ["shiftrightunsigned", ">>>"],
                "SELECT shiftrightunsigned(4, 1)",
                name => Shift(name, ">>>", "shiftrightunsigned", (x, by) => x >>> by, (x, by) => x >>> by)
            ),
            new(
                ["bit_count"],
                "SELECT bit_count(0)",
                name =>
                    Scalar(
                        name,
                        [AnyOf(Integral, Flag)],
                        SparkType.Integer,
                        a =>
                            a.TypeOf(0) == SparkType.Boolean
                                ? $"CAST({a[0]} AS INTEGER)"
                                : $"CAST(bit_count(CAST({a[0]} AS BIGINT)) AS INTEGER)"
                    )
            ),
            new(
                ["bit_get", "getbit"],
                "SELECT bit_get(11, 0)",
                name =>
                    Scalar(
                        name,
                        [Integral, Int],
                        SparkType.Byte,
                        a => a.Native(GetBit(((IntegralType)a.TypeOf(0)).Bytes * 8), $"CAST({a[0]} AS BIGINT)", a[1])
                    )
            ),
            new(
                ["bitmap_bit_position"],
                "SELECT bitmap_bit_position(1)",
                name =>
                    Scalar(
                        name,
                        [Long],
                        FunctionBuilder.Native(
                            name,
                            [SparkType.Long],
                            SparkType.Long,
                            (a, result) => result.Set(a.Long(0) > 0 ? (a.Long(0) - 1) % BitmapBits : -a.Long(0) % BitmapBits)
                        )
                    )
            ),
            new(
                ["bitmap_bucket_number"],
                "SELECT bitmap_bucket_number(123)",
                name =>
                    Scalar(
                        name,
                        [Long],
                        FunctionBuilder.Native(
                            name,
                            [SparkType.Long],
                            SparkType.Long,
                            (a, result) => result.Set(a.Long(0) > 0 ? 1 + ((a.Long(0) - 1) / BitmapBits) : a.Long(0) / BitmapBits)
                        )
                    )
            ),
            new(
                ["bitmap_count"],
                "SELECT bitmap_count(X '1010')",
                name =>
                    Scalar(
                        name,
                        [Binary],
                        FunctionBuilder.Native(
                            name,
                            [SparkType.Binary],
                            SparkType.Long,
                            (a, result) =>
                            {
                                long count = 0;
                                foreach (var b in a.Bytes(0))
                                    count += BitOperations.PopCount(b);
                                result.Set(count);
                            }
                        )
                    )
            ),
            new(
                ["bitmap_construct_agg"],
                "SELECT substring(hex(bitmap_construct_agg(bitmap_bit_position(col))), 0, 6) FROM VALUES (1), (2" + "), (3) AS tab(col)",
                name => Bitmap(name, Long, SparkType.Long, Construct, 0)
            ),
            new(
                ["bitmap_or_agg"],
                "SELECT substring(hex(bitmap_or_agg(col)), 0, 6) FROM VALUES (X '10'), (X '20'), (X '40') AS tab" + "(col)",
                name => Bitmap(name, Binary, SparkType.Binary, (bitmap, items) => Merge(bitmap, items, (x, y) => (byte)(x | y)), 0)
            ),
            new(
                ["bitmap_and_agg"],
                "SELECT substring(hex(bitmap_and_agg(col)), 0, 6) FROM VALUES (X 'F0'), (X '70'), (X '30') AS ta" + "b(col)",
                name => Bitmap(name, Binary, SparkType.Binary, (bitmap, items) => Merge(bitmap, items, (x, y) => (byte)(x & y)), 0xFF)
            ),
        ];

    private static FunctionDefinition Shift(
        string name,
        string symbol,
        string function,
        Func<int, int, int> narrow,
        Func<long, int, long> wide
    )
    {
        var ints = FunctionBuilder.Native(
            function + "_int",
            [SparkType.Integer, SparkType.Integer],
            SparkType.Integer,
            (a, result) => result.Set(narrow(a.Int(0), a.Int(1)))
        );
        var longs = FunctionBuilder.Native(
            function + "_long",
            [SparkType.Long, SparkType.Integer],
            SparkType.Long,
            (a, result) => result.Set(wide(a.Long(0), a.Int(1)))
        );
        return Scalar(name, [IntOrLong, Int], a => a[0].Type, a => a.Native(a.Type == SparkType.Long ? longs : ints, a[0], a[1]))
            .Printed(printed => name == symbol ? $"({printed[0]} {symbol} {printed[1]})" : $"{function}({printed[0]}, {printed[1]})");
    }

    private static NativeFunction GetBit(int width) =>
        FunctionBuilder.Native(
            $"bit_get_{width}",
            [SparkType.Long, SparkType.Integer],
            SparkType.Byte,
            (a, result) =>
            {
                var position = a.Int(1);
                if (position < 0 || position >= width)
                    throw SparkErrors.Runtime(
                        "INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE",
                        [("parameter", "`pos`"), ("functionName", "`bit_get`"), ("upper", $"{width}"), ("invalidValue", $"{position}")]
                    );
                result.Set((int)((a.Long(0) >> position) & 1));
            }
        );

    private static FunctionDefinition Bitmap(
        string name,
        Parameter parameter,
        SparkType type,
        Action<byte[], object?[]> fill,
        byte start
    ) =>
        Of(
            name,
            FunctionKind.Aggregate,
            [parameter],
            _ => SparkType.Binary,
            _ => false,
            a =>
            {
                var native = FunctionBuilder.Native(
                    name,
                    [new ArrayType(type)],
                    SparkType.Binary,
                    (x, result) =>
                    {
                        var bitmap = new byte[BitmapBytes];
                        if (start != 0)
                            System.Array.Fill(bitmap, start);
                        fill(bitmap, (object?[])x.Value(0)!);
                        result.Set(bitmap);
                    }
                );
                return a.Native(
                    native,
                    $"coalesce({a.Sql.AggregateWhere($"{a[0]} IS NOT NULL", "list", a[0])}, CAST([] AS {type.DuckDb}[]))"
                );
            }
        );

    private static void Construct(byte[] bitmap, object?[] positions)
    {
        foreach (var position in positions.OfType<long>())
        {
            if (position is < 0 or >= BitmapBits)
                throw SparkErrors.Runtime(
                    "INVALID_BITMAP_POSITION",
                    [("bitPosition", $"{position}"), ("bitmapNumBytes", $"{BitmapBytes}"), ("bitmapNumBits", $"{BitmapBits}")]
                );
            bitmap[position / 8] |= (byte)(1 << (int)(position % 8));
        }
    }

    private static void Merge(byte[] bitmap, object?[] others, Func<byte, byte, byte> merge)
    {
        // A shorter bitmap ends in zeros.
        foreach (var other in others.OfType<byte[]>())
        {
            for (var i = 0; i < BitmapBytes; i++)
                bitmap[i] = merge(bitmap[i], i < other.Length ? other[i] : (byte)0);
        }
    }
}
