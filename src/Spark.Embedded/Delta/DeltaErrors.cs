using Delta.Log;
using Microsoft.Spark;

namespace Spark.Embedded.Delta;

/// <summary>Delta's errors as Spark throws them.</summary>
internal static class DeltaErrors
{
    /// <summary>An error of Delta's log.</summary>
    public static SparkException From(DeltaLogException error) =>
        new AnalysisException(error.Message, error) { ErrorClass = error.ErrorClass, SqlState = error.SqlState };

    /// <summary>A write or command that is not valid for the table.</summary>
    public static AnalysisException Analysis(string errorClass, string message, string? sqlState = null) =>
        new($"[{errorClass}] {message}") { ErrorClass = errorClass, SqlState = sqlState };

    /// <summary>Rows that the table must not hold.</summary>
    public static SparkRuntimeException Runtime(string errorClass, string message, string? sqlState = null) =>
        new($"[{errorClass}] {message}") { ErrorClass = errorClass, SqlState = sqlState };
}

/// <summary>Another commit came first, and the two exclude each other. Nothing was written: the statement may run again.</summary>
internal sealed class CommitConflictException : SparkException
{
    public CommitConflictException(CommitOutcome.Conflict conflict, string table)
        : base($"[{conflict.ErrorClass}] {conflict.Message}")
    {
        ErrorClass = conflict.ErrorClass;
        SqlState = "2D521";
        Table = table;
    }

    /// <summary>The table's folder.</summary>
    public string Table { get; }
}
