using DuckDB.NET.Native;

namespace Spark.Embedded.Run;

/// <summary>An error as DuckDB told it. It never leaves the engine: <see cref="DuckDbErrors"/> makes Spark's error of it.</summary>
internal sealed class DuckDbException(DuckDBErrorType type, string message) : Exception(message)
{
    public DuckDBErrorType Type { get; } = type;

    /// <summary>The error of a result.</summary>
    internal static DuckDbException Of(ref DuckDBResult result, string sql) =>
        new(NativeMethods.Query.DuckDBResultErrorType(ref result), NativeMethods.Query.DuckDBResultError(ref result)) { Sql = sql };

    /// <summary>The statement that failed, for whoever repairs the engine.</summary>
    public string? Sql { get; init; }
}
