using Delta.Log;
using Microsoft.Spark;

namespace Spark.Embedded.Delta;

/// <summary>Delta's errors as Spark throws them.</summary>
internal static class DeltaErrors
{
    /// <summary>An error of Delta's log.</summary>
    public static SparkException From(DeltaLogException error) =>
        new AnalysisException(error.Message, error) { ErrorClass = error.ErrorClass, SqlState = error.SqlState };

    /// <summary>Two commits that exclude each other.</summary>
    public static SparkException From(CommitOutcome.Conflict conflict) =>
        new($"[{conflict.ErrorClass}] {conflict.Message}") { ErrorClass = conflict.ErrorClass, SqlState = "2D521" };

    /// <summary>A write or command that is not valid for the table.</summary>
    public static AnalysisException Analysis(string errorClass, string message, string? sqlState = null) =>
        new($"[{errorClass}] {message}") { ErrorClass = errorClass, SqlState = sqlState };

    /// <summary>Rows that the table must not hold.</summary>
    public static SparkRuntimeException Runtime(string errorClass, string message, string? sqlState = null) =>
        new($"[{errorClass}] {message}") { ErrorClass = errorClass, SqlState = sqlState };
}
