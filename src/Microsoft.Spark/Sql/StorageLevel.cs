using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Where the rows of a persisted <see cref="DataFrame"/> are kept.</summary>
public sealed class StorageLevel
{
    /// <summary>Makes a level.</summary>
    /// <param name="useDisk">On disk.</param>
    /// <param name="useMemory">In memory.</param>
    /// <param name="useOffHeap">In memory outside Java's heap.</param>
    /// <param name="deserialized">As objects, not as bytes.</param>
    /// <param name="replication">On how many machines.</param>
    public StorageLevel(bool useDisk, bool useMemory, bool useOffHeap, bool deserialized, int replication = 1)
    {
        UseDisk = useDisk;
        UseMemory = useMemory;
        UseOffHeap = useOffHeap;
        Deserialized = deserialized;
        Replication = replication;
    }

    internal StorageLevel(Proto.StorageLevel level)
        : this(level.UseDisk, level.UseMemory, level.UseOffHeap, level.Deserialized, level.Replication) { }

    public static StorageLevel NONE { get; } = new(false, false, false, false);

    public static StorageLevel DISK_ONLY { get; } = new(true, false, false, false);

    public static StorageLevel DISK_ONLY_2 { get; } = new(true, false, false, false, 2);

    public static StorageLevel DISK_ONLY_3 { get; } = new(true, false, false, false, 3);

    public static StorageLevel MEMORY_ONLY { get; } = new(false, true, false, true);

    public static StorageLevel MEMORY_ONLY_2 { get; } = new(false, true, false, true, 2);

    public static StorageLevel MEMORY_ONLY_SER { get; } = new(false, true, false, false);

    public static StorageLevel MEMORY_ONLY_SER_2 { get; } = new(false, true, false, false, 2);

    public static StorageLevel MEMORY_AND_DISK { get; } = new(true, true, false, true);

    public static StorageLevel MEMORY_AND_DISK_2 { get; } = new(true, true, false, true, 2);

    public static StorageLevel MEMORY_AND_DISK_SER { get; } = new(true, true, false, false);

    public static StorageLevel MEMORY_AND_DISK_SER_2 { get; } = new(true, true, false, false, 2);

    public static StorageLevel OFF_HEAP { get; } = new(true, true, true, false);

    public bool UseDisk { get; }

    public bool UseMemory { get; }

    public bool UseOffHeap { get; }

    public bool Deserialized { get; }

    public int Replication { get; }

    /// <summary>The level in words, such as <c>Disk Memory Deserialized 1x Replicated</c>.</summary>
    public string Description() =>
        $"{(UseDisk ? "Disk " : "")}{(UseMemory ? "Memory " : "")}{(UseOffHeap ? "OffHeap " : "")}{(Deserialized ? "Deserialized " : "Serialized ")}{Replication}x Replicated";

    public override string ToString() => Description();

    public override bool Equals(object? obj) => obj is StorageLevel other && ToProto().Equals(other.ToProto());

    public override int GetHashCode() => HashCode.Combine(UseDisk, UseMemory, UseOffHeap, Deserialized, Replication);

    internal Proto.StorageLevel ToProto() =>
        new()
        {
            UseDisk = UseDisk,
            UseMemory = UseMemory,
            UseOffHeap = UseOffHeap,
            Deserialized = Deserialized,
            Replication = Replication,
        };
}
