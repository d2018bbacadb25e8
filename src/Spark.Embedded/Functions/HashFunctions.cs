using System.Security.Cryptography;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Hash functions.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#hash-functions</remarks>
internal static class HashFunctions
{
    private static readonly NativeFunction Sha224 = FunctionBuilder.Native(
        "sha224",
        [SparkType.Binary],
        SparkType.String,
        (a, result) => result.Set(Convert.ToHexStringLower(Sha2.Sha224(a.Bytes(0))))
    );

    private static readonly NativeFunction Sha384 = FunctionBuilder.Native(
        "sha384",
        [SparkType.Binary],
        SparkType.String,
        (a, result) => result.Set(Convert.ToHexStringLower(SHA384.HashData(a.Bytes(0))))
    );

    private static readonly NativeFunction Sha512 = FunctionBuilder.Native(
        "sha512",
        [SparkType.Binary],
        SparkType.String,
        (a, result) => result.Set(Convert.ToHexStringLower(SHA512.HashData(a.Bytes(0))))
    );

    private static readonly NativeFunction Sha256 = FunctionBuilder.Native(
        "sha256",
        [SparkType.Binary],
        SparkType.String,
        (a, result) => result.Set(Convert.ToHexStringLower(SHA256.HashData(a.Bytes(0))))
    );

    private static readonly NativeFunction Crc32Native = FunctionBuilder.Native(
        "crc32",
        [SparkType.Binary],
        SparkType.Long,
        (a, result) => result.Set((long)Sha2.Crc32(a.Bytes(0)))
    );

    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["md5"], "SELECT md5('Spark')", name => Scalar(name, [Binary], SparkType.String, a => $"md5({a[0]})")),
            new(["sha", "sha1"], "SELECT sha('Spark')", name => Scalar(name, [Binary], SparkType.String, a => $"sha1({a[0]})")),
            new(["sha2"], "SELECT sha2('Spark', 256)", name => Scalar(name, [Binary, Int], SparkType.String, ShaTwo).MayBeNull()),
            new(["crc32"], "SELECT crc32('Spark')", name => Scalar(name, [Binary], Crc32Native)),
            new(
                ["hash"],
                "SELECT hash('Spark', array(123), 2)",
                name => Bound(name, FunctionKind.Scalar, call => Hash(call, SparkType.Integer))
            ),
            new(
                ["xxhash64"],
                "SELECT xxhash64('Spark', array(123), 2)",
                name => Bound(name, FunctionKind.Scalar, call => Hash(call, SparkType.Long))
            ),
        ];

    private static string ShaTwo(Operands a)
    {
        var cases = a.Arguments[1].Constant() switch
        {
            0 or 256 => a.Native(Sha256, a[0]),
            224 => a.Native(Sha224, a[0]),
            384 => a.Native(Sha384, a[0]),
            512 => a.Native(Sha512, a[0]),
            _ => null,
        };
        return cases
            ?? $"CASE {a[1]} WHEN 0 THEN {a.Native(Sha256, a[0])} WHEN 256 THEN {a.Native(Sha256, a[0])} WHEN 224 THEN {a.Native(Sha224, a[0])} "
                + $"WHEN 384 THEN {a.Native(Sha384, a[0])} WHEN 512 THEN {a.Native(Sha512, a[0])} END";
    }

    private static BoundFunction Hash(FunctionCall call, SparkType type)
    {
        var arguments = Match(call, [Any, Any.Repeated()]);
        if (arguments.Any(a => HoldsMap(a.Type)))
            throw BindError.Mismatch(call, "HASH_MAP_TYPE", ("functionName", $"`{call.Name.ToLowerInvariant()}`"));
        var types = arguments.Select(a => a.Type is NullType ? SparkType.Integer : a.Type).ToList();
        var native = RowHash.Function(types, type);
        return Result(call, arguments, type, false, a => a.Native(native, a.Sql.Sql));
    }

    private static bool HoldsMap(SparkType type) =>
        type switch
        {
            MapType => true,
            ArrayType array => HoldsMap(array.Element),
            StructType s => s.Fields.Any(f => HoldsMap(f.Type)),
            _ => false,
        };
}
