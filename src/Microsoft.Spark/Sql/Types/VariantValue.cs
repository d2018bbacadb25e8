namespace Microsoft.Spark.Sql.Types;

/// <summary>A value of <see cref="VariantType"/> in its binary form. In a query, <c>to_json</c> or <c>variant_get</c> make text or numbers of it.</summary>
/// <param name="value">The value's bytes.</param>
/// <param name="metadata">The names that it uses.</param>
/// <remarks>https://github.com/apache/parquet-format/blob/master/VariantEncoding.md</remarks>
public sealed class VariantValue(byte[] value, byte[] metadata)
{
    /// <summary>The value's bytes.</summary>
    public byte[] Value { get; } = value;

    /// <summary>The names that it uses.</summary>
    public byte[] Metadata { get; } = metadata;
}
