using System.Buffers.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Conversion functions: the types by name, <c>to_binary</c>, and the number formats of <see cref="NumberFormats"/>.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#conversion-functions</remarks>
internal static class ConversionFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["boolean"], null, name => To(name, SparkType.Boolean)),
            new(["tinyint"], null, name => To(name, SparkType.Byte)),
            new(["smallint"], null, name => To(name, SparkType.Short)),
            new(["int"], null, name => To(name, SparkType.Integer)),
            new(["bigint"], null, name => To(name, SparkType.Long)),
            new(["float"], null, name => To(name, SparkType.Float)),
            new(["double"], null, name => To(name, SparkType.Double)),
            new(["decimal"], null, name => To(name, new DecimalType(10, 0))),
            new(["date"], null, name => To(name, SparkType.Date)),
            new(["timestamp"], null, name => To(name, SparkType.Timestamp)),
            new(["time"], null, name => To(name, new TimeType())),
            new(["binary"], null, name => To(name, SparkType.Binary)),
            new(["string"], null, name => To(name, SparkType.String)),
            new(
                ["to_binary"],
                "SELECT to_binary('abc', 'utf-8')",
                name =>
                    Of(
                            name,
                            FunctionKind.Scalar,
                            [Text, Text.Or("hex").Foldable()],
                            _ => SparkType.Binary,
                            a => a.Any(x => x.Nullable),
                            a => Binary(a, false)
                        )
                        .PrintedAsWritten()
            ),
            new(
                ["try_to_binary"],
                "SELECT try_to_binary('abc', 'utf-8')",
                name =>
                    Of(name, FunctionKind.Scalar, [Text, Text.Or("hex").Foldable()], _ => SparkType.Binary, _ => true, a => Binary(a, true))
                        .PrintedAsWritten()
            ),
            new(
                ["to_number"],
                "SELECT to_number('454', '999')",
                name => Bound(name, FunctionKind.Scalar, call => NumberFormats.ToNumber(call, false))
            ),
            new(
                ["try_to_number"],
                "SELECT try_to_number('454', '999')",
                name => Bound(name, FunctionKind.Scalar, call => NumberFormats.ToNumber(call, true))
            ),
            new(["to_char", "to_varchar"], "SELECT to_char(454, '999')", name => Bound(name, FunctionKind.Scalar, ToChar)),
        ];

    private static FunctionDefinition To(string name, SparkType type) =>
        Bound(
            name,
            FunctionKind.Scalar,
            call =>
            {
                if (call.Arguments.Count != 1)
                    throw SparkErrors.WrongNumberOfArguments(call.Name, "1", call.Arguments.Count);
                // Spark does not print the cast that stands behind such a function.
                var cast = new Cast(call.Arguments[0], type, call.Mode);
                return Result(call, [cast], type, cast.Nullable, a => a[0]) with { Print = printed => printed[0] };
            }
        );

    private static string Binary(Operands a, bool attempt)
    {
        if (a.Arguments[1] is Literal { Value: null })
            return "CAST(NULL AS BLOB)";
        var format = (a.Arguments[1].Constant() as string)?.ToLowerInvariant();
        return format switch
        {
            "utf-8" or "utf8" => $"encode({a[0]})",
            "hex" => a.Native(FromHex(attempt), a[0]),
            "base64" => a.Native(FromBase64(attempt), a[0]),
            _ => throw SparkErrors.Analysis(
                "DATATYPE_MISMATCH.INVALID_ARG_VALUE",
                ("sqlExpr", SparkErrors.Quote($"{a.Call.Name}({string.Join(", ", a.Arguments.Select(ExprPrinter.Print))})")),
                ("inputName", "fmt"),
                ("requireType", "case-insensitive \"STRING\""),
                ("validValues", "'hex', 'utf-8', 'utf8', or 'base64'"),
                ("inputValue", $"'{format}'")
            ),
        };
    }

    private static NativeFunction FromHex(bool attempt) =>
        FunctionBuilder.Native(
            attempt ? "try_from_hex" : "from_hex",
            [SparkType.String],
            SparkType.Binary,
            (a, result) =>
            {
                var text = a.Text(0);
                if (text.All(char.IsAsciiHexDigit))
                    result.Set(Convert.FromHexString(text.Length % 2 == 0 ? text : "0" + text));
                else if (!attempt)
                    throw Invalid(text, "HEX");
            }
        );

    private static NativeFunction FromBase64(bool attempt) =>
        FunctionBuilder.Native(
            attempt ? "try_from_base64_strict" : "from_base64_strict",
            [SparkType.String],
            SparkType.Binary,
            (a, result) =>
            {
                var text = a.Text(0);
                var compact = new string([.. text.Where(c => !char.IsWhiteSpace(c))]);
                if (Base64.IsValid(compact))
                    result.Set(Convert.FromBase64String(compact));
                else if (!attempt)
                    throw Invalid(text, "BASE64");
            }
        );

    private static Microsoft.Spark.SparkException Invalid(string text, string format) =>
        SparkErrors.Runtime(
            "CONVERSION_INVALID_INPUT",
            [("str", $"'{text}'"), ("fmt", $"'{format}'"), ("targetType", "\"BINARY\""), ("suggestion", "`try_to_binary`")]
        );

    private static BoundFunction ToChar(FunctionCall call)
    {
        if (call.Arguments.Count != 2)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "2", call.Arguments.Count);
        var type = call.Arguments[0].Type;
        if (type == SparkType.Date || type == SparkType.Timestamp || type == SparkType.TimestampNtz)
            return FunctionTable.Instance.Find("date_format")!.Bind(call) with
            {
                Print = printed => $"date_format({printed[0]}, {printed[1]})",
            };
        if (type != SparkType.Binary)
            return NumberFormats.ToChar(call) with { Print = printed => $"to_char({printed[0]}, {printed[1]})" };
        var format = (call.Arguments[1].Constant() as string)?.ToLowerInvariant();
        return Result(
            call,
            call.Arguments,
            SparkType.String,
            call.Arguments[0].Nullable,
            a =>
                format switch
                {
                    "base64" => $"base64({a[0]})",
                    "hex" => $"hex({a[0]})",
                    "utf-8" => a.Native(StringForms.Decode, a[0], "'utf-8'"),
                    _ => throw SparkErrors.Analysis(
                        "INVALID_PARAMETER_VALUE.BINARY_FORMAT",
                        ("functionName", SparkErrors.Identifier(call.Name)),
                        ("parameter", "`format`"),
                        ("invalidFormat", $"'{format}'")
                    ),
                }
        ) with
        {
            Print = printed => $"to_char({printed[0]}, {printed[1]})",
        };
    }
}
