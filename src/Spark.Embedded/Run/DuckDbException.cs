namespace Spark.Embedded.Run;

/// <summary>DuckDB's kinds of error, with the numbers of its C API.</summary>
internal enum DuckDbErrorType
{
    Invalid = 0,
    OutOfRange = 1,
    Conversion = 2,
    UnknownType = 3,
    Decimal = 4,
    MismatchType = 5,
    DivideByZero = 6,
    ObjectSize = 7,
    InvalidType = 8,
    Serialization = 9,
    Transaction = 10,
    NotImplemented = 11,
    Expression = 12,
    Catalog = 13,
    Parser = 14,
    Planner = 15,
    Constraint = 18,
    Syntax = 22,
    Binder = 24,
    IO = 28,
    Interrupt = 29,
    Fatal = 30,
    Internal = 31,
    InvalidInput = 32,
    OutOfMemory = 33,
    Permission = 34,
    Http = 38,
    MissingExtension = 39,
}

/// <summary>An error as DuckDB told it. It never leaves the engine: <see cref="DuckDbErrors"/> makes Spark's error of it.</summary>
internal sealed class DuckDbException(DuckDbErrorType type, string message) : Exception(message)
{
    public DuckDbErrorType Type { get; } = type;

    /// <summary>The statement that failed, for whoever repairs the engine.</summary>
    public string? Sql { get; init; }
}
