namespace Microsoft.Spark;

/// <summary>
/// An error of Spark, from whatever engine: the error class and the SQLSTATE of https://spark.apache.org/docs/latest/sql-error-conditions.html
/// with the parameters of its message. Subclasses are named for Spark's own exceptions.
/// </summary>
public class SparkException : Exception
{
    private string? _errorClass;
    private string? _sqlState;
    private IReadOnlyDictionary<string, string> _messageParameters = new Dictionary<string, string>();
    private IReadOnlyList<QueryContext> _queryContext = [];

    public SparkException(string message, Exception? innerException = null)
        : base(message, innerException) { }

    /// <summary>The error class, such as <c>TABLE_OR_VIEW_NOT_FOUND</c> or <c>CAST_INVALID_INPUT</c>; null when Spark gave none.</summary>
    public string? ErrorClass
    {
        get => _errorClass;
        init => _errorClass = value;
    }

    /// <summary>The five characters of the SQL standard's state; null when Spark gave none.</summary>
    public string? SqlState
    {
        get => _sqlState;
        init => _sqlState = value;
    }

    /// <summary>The parameters of the message, by name.</summary>
    public IReadOnlyDictionary<string, string> MessageParameters
    {
        get => _messageParameters;
        init => _messageParameters = value;
    }

    /// <summary>Where in the query the error lies.</summary>
    public IReadOnlyList<QueryContext> QueryContext
    {
        get => _queryContext;
        init => _queryContext = value;
    }

    /// <summary>The names of the server's exception class and of its superclasses, nearest first; empty on the embedded engine.</summary>
    public IReadOnlyList<string> ServerClasses { get; private set; } = [];

    /// <summary>The server's stack trace, when it sent one.</summary>
    public string? ServerStackTrace { get; private set; }

    /// <summary>Fills in what a server says of the error, whichever subclass it is.</summary>
    internal SparkException Describe(
        string? errorClass,
        string? sqlState,
        IReadOnlyDictionary<string, string> messageParameters,
        IReadOnlyList<QueryContext> queryContext,
        IReadOnlyList<string> serverClasses,
        string? serverStackTrace
    )
    {
        _errorClass = errorClass;
        _sqlState = sqlState;
        _messageParameters = messageParameters;
        _queryContext = queryContext;
        ServerClasses = serverClasses;
        ServerStackTrace = serverStackTrace;
        return this;
    }
}

/// <summary>A place in a query's text, or in the program for the DataFrame API.</summary>
/// <param name="ObjectType">The kind of object that the text belongs to, such as <c>VIEW</c>; empty for the query itself.</param>
/// <param name="ObjectName">Its name.</param>
/// <param name="StartIndex">First character, from 0.</param>
/// <param name="StopIndex">Last character, inclusive.</param>
/// <param name="Fragment">The text between the two.</param>
public sealed record QueryContext(string ObjectType, string ObjectName, int StartIndex, int StopIndex, string Fragment);

/// <summary>A query that cannot be resolved: an unknown table or column, a type mismatch, an unsupported combination.</summary>
public class AnalysisException(string message, Exception? innerException = null) : SparkException(message, innerException);

/// <summary>Text that is not Spark SQL.</summary>
public sealed class ParseException(string message, Exception? innerException = null) : AnalysisException(message, innerException);

/// <summary>An argument that the engine refuses.</summary>
public sealed class SparkIllegalArgumentException(string message, Exception? innerException = null)
    : SparkException(message, innerException);

/// <summary>Overflow, division by zero and the like, under ANSI semantics.</summary>
public sealed class SparkArithmeticException(string message, Exception? innerException = null) : SparkException(message, innerException);

/// <summary>An index outside an array.</summary>
public sealed class SparkArrayIndexOutOfBoundsException(string message, Exception? innerException = null)
    : SparkException(message, innerException);

/// <summary>A date or timestamp that cannot be parsed or does not exist.</summary>
public sealed class SparkDateTimeException(string message, Exception? innerException = null) : SparkException(message, innerException);

/// <summary>Text that is not a number.</summary>
public sealed class SparkNumberFormatException(string message, Exception? innerException = null) : SparkException(message, innerException);

/// <summary>A key that a map or a configuration does not hold.</summary>
public sealed class SparkNoSuchElementException(string message, Exception? innerException = null) : SparkException(message, innerException);

/// <summary>Something that the engine does not do. On the embedded engine the message names the function, relation or option.</summary>
public sealed class SparkUnsupportedOperationException(string message, Exception? innerException = null)
    : SparkException(message, innerException);

/// <summary>A behaviour that changed between Spark versions and needs a setting to choose.</summary>
public sealed class SparkUpgradeException(string message, Exception? innerException = null) : SparkException(message, innerException);

/// <summary>Any other error while a query runs.</summary>
public sealed class SparkRuntimeException(string message, Exception? innerException = null) : SparkException(message, innerException);

/// <summary>A streaming query that stopped with an error.</summary>
public sealed class StreamingQueryException(string message, Exception? innerException = null) : SparkException(message, innerException);

/// <summary>The engine cannot be reached, or the connection to it was lost for good.</summary>
public sealed class SparkConnectException(string message, Exception? innerException = null) : SparkException(message, innerException);
