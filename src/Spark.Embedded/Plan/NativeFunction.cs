using Spark.Embedded.Types;

namespace Spark.Embedded.Plan;

/// <summary>
/// A scalar function written in C# and called from DuckDB SQL, for what SQL cannot say exactly as Spark does. It is registered with the
/// database the first time a query uses it.
/// </summary>
/// <param name="Name">Its name in DuckDB, unique for the whole signature; starts with <c>spark_</c>.</param>
/// <param name="Parameters">The types of its arguments.</param>
/// <param name="Result">The type of its result.</param>
/// <param name="Body">
/// Computes one row. It runs on DuckDB's threads, several at a time, and reports Spark's errors by throwing
/// <see cref="Microsoft.Spark.SparkException"/>.
/// </param>
public sealed record NativeFunction(
    string Name,
    IReadOnlyList<SparkType> Parameters,
    SparkType Result,
    Action<NativeArguments, NativeResult> Body
)
{
    /// <summary>Whether the last parameter may repeat, any number of times from zero.</summary>
    public bool Variadic { get; init; }

    /// <summary>Whether the body sees nulls; else a null argument gives a null result without a call.</summary>
    public bool SeesNulls { get; init; }

    /// <summary>Whether it is called once a row even when its arguments are constant (<c>uuid</c>).</summary>
    public bool Volatile { get; init; }

    /// <summary>Two native functions are the same when their names are.</summary>
    public bool Equals(NativeFunction? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>The arguments of a native function at one row. The spans that it hands out are valid during the call.</summary>
public abstract class NativeArguments
{
    /// <summary>How many arguments there are.</summary>
    public abstract int Count { get; }

    public abstract bool IsNull(int argument);

    public abstract bool Boolean(int argument);

    /// <summary>An int, or a date as days since 1970-01-01.</summary>
    public abstract int Int(int argument);

    /// <summary>A bigint, or a timestamp as microseconds since 1970-01-01T00:00:00.</summary>
    public abstract long Long(int argument);

    public abstract double Double(int argument);

    /// <summary>A decimal without its point.</summary>
    public abstract Int128 Unscaled(int argument);

    /// <summary>The bytes of text (UTF-8) or binary.</summary>
    public abstract ReadOnlySpan<byte> Bytes(int argument);

    public abstract string Text(int argument);

    /// <summary>
    /// Any value: null, or as <see cref="Literal"/> holds it; decimals as <see cref="System.Numerics.BigInteger"/> unscaled, arrays and
    /// structs as <c>object?[]</c>, maps as <c>KeyValuePair&lt;object, object?&gt;[]</c>.
    /// </summary>
    public abstract object? Value(int argument);
}

/// <summary>Where a native function puts its result of one row; a row that is not set is null.</summary>
public abstract class NativeResult
{
    public abstract void Set(bool value);

    /// <summary>An int, or a date as days since 1970-01-01.</summary>
    public abstract void Set(int value);

    /// <summary>A bigint, or a timestamp as microseconds since 1970-01-01T00:00:00.</summary>
    public abstract void Set(long value);

    public abstract void Set(double value);

    /// <summary>A decimal without its point.</summary>
    public abstract void SetUnscaled(Int128 value);

    /// <summary>Text, or null.</summary>
    public abstract void Set(string? value);

    /// <summary>The bytes of text (UTF-8) or binary.</summary>
    public abstract void Set(ReadOnlySpan<byte> value);

    /// <summary>Any value, as <see cref="NativeArguments.Value"/> gives it.</summary>
    public abstract void SetValue(object? value);
}
