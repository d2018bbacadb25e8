namespace Microsoft.Spark.Sql;

/// <content>Functions about the query and its surroundings.</content>
public static partial class Functions
{
    /// <summary>A random number from 0 to 1.</summary>
    public static Column Rand() => Rand(Random.Shared.NextInt64());

    /// <summary>A random number of the standard normal distribution.</summary>
    public static Column Randn() => Randn(Random.Shared.NextInt64());

    /// <summary>A random UUID.</summary>
    public static Column Uuid() => Invoke("uuid", Lit(Random.Shared.NextInt64()));

    /// <summary>Null where the condition holds; an error where it does not.</summary>
    public static Column AssertTrue(Column column) => Invoke("assert_true", column);

    /// <summary>Null where the condition holds; an error where it does not.</summary>
    public static Column AssertTrue(Column column, Column errMsg) => Invoke("assert_true", column, errMsg);

    /// <summary>An error.</summary>
    public static Column RaiseError(Column errMsg) => Invoke("raise_error", errMsg);

    /// <summary>The file that the row was read from.</summary>
    public static Column InputFileName() => Invoke("input_file_name");

    /// <summary>The length of the block that the row was read from.</summary>
    public static Column InputFileBlockLength() => Invoke("input_file_block_length");

    /// <summary>Where the block begins that the row was read from.</summary>
    public static Column InputFileBlockStart() => Invoke("input_file_block_start");

    /// <summary>A number that grows from row to row, with gaps between partitions.</summary>
    public static Column MonotonicallyIncreasingId() => Invoke("monotonically_increasing_id");

    /// <summary>The number of the partition that holds the row.</summary>
    public static Column SparkPartitionId() => Invoke("spark_partition_id");

    /// <summary>A random number between the two.</summary>
    public static Column Uniform(Column min, Column max) => Invoke("uniform", min, max);

    /// <summary>A random number between the two.</summary>
    public static Column Uniform(Column min, Column max, Column seed) => Invoke("uniform", min, max, seed);

    /// <summary>A random text of letters and digits.</summary>
    public static Column RandStr(Column length) => Invoke("randstr", length);

    /// <summary>A random text of letters and digits.</summary>
    public static Column RandStr(Column length, Column seed) => Invoke("randstr", length, seed);

    /// <summary>A random number from 0 to 1.</summary>
    public static Column Rand(long seed) => Invoke("rand", Lit(seed));

    /// <summary>A random number of the standard normal distribution.</summary>
    public static Column Randn(long seed) => Invoke("randn", Lit(seed));

    /// <summary>The catalog in use.</summary>
    public static Column CurrentCatalog() => Invoke("current_catalog");

    /// <summary>The database in use.</summary>
    public static Column CurrentDatabase() => Invoke("current_database");

    /// <summary>The database in use.</summary>
    public static Column CurrentSchema() => Invoke("current_schema");

    /// <summary>The user.</summary>
    public static Column CurrentUser() => Invoke("current_user");

    /// <summary>The user.</summary>
    public static Column User() => Invoke("user");

    /// <summary>The user.</summary>
    public static Column SessionUser() => Invoke("session_user");

    /// <summary>The engine's version.</summary>
    public static Column Version() => Invoke("version");

    /// <summary>What a static method of a Java class returns: its class, its name, and its arguments.</summary>
    public static Column JavaMethod(params Column[] columns) => Invoke("java_method", columns);

    /// <summary>What a static method of a Java class returns: its class, its name, and its arguments.</summary>
    public static Column Reflect(params Column[] columns) => Invoke("reflect", columns);

    /// <summary>What a static method of a Java class returns; null where it fails.</summary>
    public static Column TryReflect(params Column[] columns) => Invoke("try_reflect", columns);

    /// <summary>The text or bytes encrypted with AES.</summary>
    public static Column AesEncrypt(Column input, Column key) => Invoke("aes_encrypt", input, key);

    /// <summary>The text or bytes encrypted with AES.</summary>
    public static Column AesEncrypt(Column input, Column key, Column mode) => Invoke("aes_encrypt", input, key, mode);

    /// <summary>The text or bytes encrypted with AES.</summary>
    public static Column AesEncrypt(Column input, Column key, Column mode, Column padding) =>
        Invoke("aes_encrypt", input, key, mode, padding);

    /// <summary>The text or bytes encrypted with AES.</summary>
    public static Column AesEncrypt(Column input, Column key, Column mode, Column padding, Column iv) =>
        Invoke("aes_encrypt", input, key, mode, padding, iv);

    /// <summary>The text or bytes encrypted with AES.</summary>
    public static Column AesEncrypt(Column input, Column key, Column mode, Column padding, Column iv, Column aad) =>
        Invoke("aes_encrypt", input, key, mode, padding, iv, aad);

    /// <summary>Bytes decrypted with AES.</summary>
    public static Column AesDecrypt(Column input, Column key) => Invoke("aes_decrypt", input, key);

    /// <summary>Bytes decrypted with AES.</summary>
    public static Column AesDecrypt(Column input, Column key, Column mode) => Invoke("aes_decrypt", input, key, mode);

    /// <summary>Bytes decrypted with AES.</summary>
    public static Column AesDecrypt(Column input, Column key, Column mode, Column padding) =>
        Invoke("aes_decrypt", input, key, mode, padding);

    /// <summary>Bytes decrypted with AES.</summary>
    public static Column AesDecrypt(Column input, Column key, Column mode, Column padding, Column aad) =>
        Invoke("aes_decrypt", input, key, mode, padding, aad);

    /// <summary>Bytes decrypted with AES; null where they cannot be.</summary>
    public static Column TryAesDecrypt(Column input, Column key) => Invoke("try_aes_decrypt", input, key);

    /// <summary>Bytes decrypted with AES; null where they cannot be.</summary>
    public static Column TryAesDecrypt(Column input, Column key, Column mode) => Invoke("try_aes_decrypt", input, key, mode);

    /// <summary>Bytes decrypted with AES; null where they cannot be.</summary>
    public static Column TryAesDecrypt(Column input, Column key, Column mode, Column padding) =>
        Invoke("try_aes_decrypt", input, key, mode, padding);

    /// <summary>Bytes decrypted with AES; null where they cannot be.</summary>
    public static Column TryAesDecrypt(Column input, Column key, Column mode, Column padding, Column aad) =>
        Invoke("try_aes_decrypt", input, key, mode, padding, aad);

    /// <summary>The type of the value, in SQL.</summary>
    public static Column TypeOf(Column column) => Invoke("typeof", column);
}
