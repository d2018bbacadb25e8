namespace Spark.Jobs.Quality;

/// <summary>Text that is not DQDL, or a part of DQDL that is not evaluated here.</summary>
public sealed class DqdlException(int line, string message) : Exception(message)
{
    /// <summary>The line of the rule set, from 1.</summary>
    public int Line { get; } = line;
}
