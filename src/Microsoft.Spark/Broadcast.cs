namespace Microsoft.Spark;

/// <summary>A value sent to every executor once, for user code there. Spark Connect has none: see <see cref="SparkContext.Broadcast{T}"/>.</summary>
public sealed class Broadcast<T>
{
    private readonly T _value;

    internal Broadcast(T value) => _value = value;

    /// <summary>The value.</summary>
    public T Value() => _value;

    /// <summary>Forgets the executors' copies.</summary>
    public void Unpersist() => Unpersist(false);

    /// <inheritdoc cref="Unpersist()"/>
    public void Unpersist(bool blocking) { }

    /// <summary>Forgets the value.</summary>
    public void Destroy() { }
}
