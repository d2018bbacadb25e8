namespace Microsoft.Spark.Sql;

/// <content>Hash functions.</content>
public static partial class Functions
{
    /// <summary>The MD5 digest in hexadecimal digits.</summary>
    public static Column Md5(Column column) => Invoke("md5", column);

    /// <summary>The MD5 digest in hexadecimal digits.</summary>
    public static Column Md5(string columnName) => Invoke("md5", Col(columnName));

    /// <summary>The SHA-1 digest in hexadecimal digits.</summary>
    public static Column Sha(Column column) => Invoke("sha", column);

    /// <summary>The SHA-1 digest in hexadecimal digits.</summary>
    public static Column Sha(string columnName) => Invoke("sha", Col(columnName));

    /// <summary>The SHA-1 digest in hexadecimal digits.</summary>
    public static Column Sha1(Column column) => Invoke("sha1", column);

    /// <summary>The SHA-1 digest in hexadecimal digits.</summary>
    public static Column Sha1(string columnName) => Invoke("sha1", Col(columnName));

    /// <summary>The SHA-2 digest of 224, 256, 384 or 512 bits in hexadecimal digits.</summary>
    public static Column Sha2(Column column, int numBits) => Invoke("sha2", column, Lit(numBits));

    /// <summary>The cyclic redundancy check of 32 bits.</summary>
    public static Column Crc32(Column column) => Invoke("crc32", column);

    /// <summary>The cyclic redundancy check of 32 bits.</summary>
    public static Column Crc32(string columnName) => Invoke("crc32", Col(columnName));

    /// <summary>The Murmur 3 hash of 32 bits.</summary>
    public static Column Hash(params Column[] columns) => Invoke("hash", columns);

    /// <summary>The xxHash of 64 bits.</summary>
    public static Column XXHash64(params Column[] columns) => Invoke("xxhash64", columns);
}
