namespace Microsoft.Spark.Sql;

/// <content>Partition transforms, for DataFrameWriterV2.PartitionedBy.</content>
public static partial class Functions
{
    /// <summary>Partitions by year.</summary>
    public static Column Years(Column column) => Invoke("years", column);

    /// <summary>Partitions by month.</summary>
    public static Column Months(Column column) => Invoke("months", column);

    /// <summary>Partitions by day.</summary>
    public static Column Days(Column column) => Invoke("days", column);

    /// <summary>Partitions by hour.</summary>
    public static Column Hours(Column column) => Invoke("hours", column);

    /// <summary>Partitions by a hash, into that many buckets.</summary>
    public static Column Bucket(Column numBuckets, Column column) => Invoke("bucket", numBuckets, column);

    /// <summary>Partitions by a hash, into that many buckets.</summary>
    public static Column Bucket(int numBuckets, Column column) => Invoke("bucket", Lit(numBuckets), column);
}
