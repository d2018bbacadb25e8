using System.Security.Cryptography;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary><c>aes_encrypt</c> and <c>aes_decrypt</c>: GCM (12 bytes of vector before the text, 16 of tag behind it), CBC and ECB with PKCS padding.</summary>
internal static class AesFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["aes_encrypt"],
                "SELECT hex(aes_encrypt('Spark', '0000111122223333'))",
                name =>
                    Scalar(
                            name,
                            [Binary, Binary, Text.Or("GCM"), Text.Or("DEFAULT"), Binary.Or(""), Binary.Or("")],
                            SparkType.Binary,
                            a => a.Native(Encrypt, a[0], a[1], a[2], a[3], Bytes(a, 4), Bytes(a, 5))
                        )
                        .MayBeNull()
            ),
            new(
                ["aes_decrypt"],
                "SELECT aes_decrypt(unhex('83F16B2AA704794132802D248E6BFD4E380078182D1544813898AC97E709B28A94')," + " '0000111122223333')",
                name => Decryption(name, false)
            ),
            new(
                ["try_aes_decrypt"],
                "SELECT try_aes_decrypt(unhex('6E7CA17BBB468D3084B5744BCA729FB7B2B7BCB8E4472847D02670489D95FA97D"
                    + "BBA7D3210'), '0000111122223333', 'GCM')",
                name => Decryption(name, true)
            ),
        ];

    private static FunctionDefinition Decryption(string name, bool attempt) =>
        Scalar(
                name,
                [Binary, Binary, Text.Or("GCM"), Text.Or("DEFAULT"), Binary.Or("")],
                SparkType.Binary,
                a => a.Native(Decrypt(attempt), a[0], a[1], a[2], a[3], Bytes(a, 4))
            )
            .MayBeNull();

    /// <summary>A default that is written as text is bytes all the same.</summary>
    private static string Bytes(Operands a, int index) => a.TypeOf(index) is StringType ? $"encode({a[index]})" : a[index];

    private static readonly SparkType[] DecryptTypes =
    [
        SparkType.Binary,
        SparkType.Binary,
        SparkType.String,
        SparkType.String,
        SparkType.Binary,
    ];

    private static readonly NativeFunction Encrypt = FunctionBuilder.Native(
        "aes_encrypt",
        [.. DecryptTypes, SparkType.Binary],
        SparkType.Binary,
        (a, result) =>
        {
            var plain = a.Bytes(0);
            var key = Key(a.Bytes(1), "aes_encrypt");
            var mode = Mode(a);
            var vector = a.Bytes(4).ToArray();
            switch (mode)
            {
                case "GCM":
                    var nonce = Vector(vector, 12, mode);
                    var (cipher, tag) = (new byte[plain.Length], new byte[16]);
                    using (var gcm = new AesGcm(key, 16))
                        gcm.Encrypt(nonce, plain, cipher, tag, a.Bytes(5));
                    result.Set([.. nonce, .. cipher, .. tag]);
                    break;
                case "CBC":
                    var iv = Vector(vector, 16, mode);
                    using (var cbc = Aes.Create())
                    {
                        cbc.Key = key;
                        result.Set([.. iv, .. cbc.EncryptCbc(plain, iv)]);
                    }

                    break;
                default:
                    using (var ecb = Aes.Create())
                    {
                        ecb.Key = key;
                        result.Set(ecb.EncryptEcb(plain, PaddingMode.PKCS7));
                    }

                    break;
            }
        }
    );

    private static NativeFunction Decrypt(bool attempt) =>
        FunctionBuilder.Native(
            attempt ? "try_aes_decrypt" : "aes_decrypt",
            DecryptTypes,
            SparkType.Binary,
            (a, result) =>
            {
                try
                {
                    var cipher = a.Bytes(0);
                    var key = Key(a.Bytes(1), "aes_decrypt");
                    var mode = Mode(a);
                    switch (mode)
                    {
                        case "GCM":
                            if (cipher.Length < 28)
                                throw new CryptographicException("Tag mismatch");
                            var plain = new byte[cipher.Length - 28];
                            using (var gcm = new AesGcm(key, 16))
                                gcm.Decrypt(cipher[..12], cipher[12..^16], cipher[^16..], plain, a.Bytes(4));
                            result.Set(plain);
                            break;
                        case "CBC":
                            using (var cbc = Aes.Create())
                            {
                                cbc.Key = key;
                                result.Set(cbc.DecryptCbc(cipher[16..], cipher[..16]));
                            }

                            break;
                        default:
                            using (var ecb = Aes.Create())
                            {
                                ecb.Key = key;
                                result.Set(ecb.DecryptEcb(cipher, PaddingMode.PKCS7));
                            }

                            break;
                    }
                }
                catch (CryptographicException e)
                {
                    if (!attempt)
                        throw SparkErrors.Runtime(
                            "INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR",
                            [("parameter", "`expr`, `key`"), ("functionName", "`aes_encrypt`/`aes_decrypt`"), ("detailMessage", e.Message)]
                        );
                }
                catch (Microsoft.Spark.SparkException) when (attempt) { }
            }
        );

    private static byte[] Key(ReadOnlySpan<byte> key, string function) =>
        key.Length is 16 or 24 or 32
            ? key.ToArray()
            : throw SparkErrors.Runtime(
                "INVALID_PARAMETER_VALUE.AES_KEY_LENGTH",
                [("parameter", "`key`"), ("functionName", $"`{function}`"), ("actualLength", $"{key.Length}")]
            );

    private static byte[] Vector(byte[] given, int length, string mode) =>
        given.Length == 0 ? RandomNumberGenerator.GetBytes(length)
        : given.Length == length ? given
        : throw SparkErrors.Runtime(
            "INVALID_PARAMETER_VALUE.AES_IV_LENGTH",
            [("mode", mode), ("parameter", "`iv`"), ("functionName", "`aes_encrypt`"), ("actualLength", $"{given.Length}")]
        );

    private static string Mode(NativeArguments a)
    {
        var (mode, padding) = (a.Text(2).ToUpperInvariant(), a.Text(3).ToUpperInvariant());
        return (mode, padding) switch
        {
            ("GCM", "NONE" or "DEFAULT") => mode,
            ("CBC" or "ECB", "PKCS" or "DEFAULT") => mode,
            _ => throw SparkErrors.Runtime(
                "UNSUPPORTED_FEATURE.AES_MODE",
                [("mode", a.Text(2)), ("padding", a.Text(3)), ("functionName", "`aes_encrypt`/`aes_decrypt`")]
            ),
        };
    }
}
