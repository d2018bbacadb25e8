namespace Delta.Log;

/// <summary>A log that cannot be read or must not be written, under Delta's own error class.</summary>
/// <remarks>Conflicts between commits are no exceptions: see <see cref="CommitOutcome"/>.</remarks>
public sealed class DeltaLogException : Exception
{
    public DeltaLogException(string errorClass, string message, Exception? innerException = null)
        : base($"[{errorClass}] {message}", innerException) => ErrorClass = errorClass;

    /// <summary>Delta's error class, such as <c>DELTA_VERSIONS_NOT_CONTIGUOUS</c>.</summary>
    public string ErrorClass { get; }

    /// <summary>The SQL state that Delta gives the error class; null when it gives none.</summary>
    public string? SqlState =>
        ErrorClass switch
        {
            "DELTA_TABLE_NOT_FOUND" => "42P01",
            "DELTA_UNSUPPORTED_FEATURES_FOR_READ" or "DELTA_UNSUPPORTED_FEATURES_FOR_WRITE" => "56038",
            "DELTA_INVALID_PROTOCOL_VERSION" or "DELTA_VERSIONS_NOT_CONTIGUOUS" or "DELTA_STATE_RECOVER_ERROR" => "KD00C",
            "DELTA_CANNOT_MODIFY_APPEND_ONLY" => "42809",
            "DELTA_VERSION_NOT_FOUND" => "22003",
            "DELTA_TIMESTAMP_GREATER_THAN_COMMIT" or "DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION" => "42816",
            _ => null,
        };

    internal static DeltaLogException Corrupt(string what, Exception? inner = null) =>
        new("DELTA_INVALID_LOG", $"The Delta log is damaged: {what}.", inner);
}
