using System.Globalization;

namespace Delta.Log;

/// <summary>Who did what in a commit, in the shape that Spark writes; the rows of <c>DESCRIBE HISTORY</c>.</summary>
/// <remarks>https://github.com/delta-io/delta/blob/master/PROTOCOL.md#commit-provenance-information</remarks>
public sealed record CommitInfo : LogAction
{
    /// <summary>Milliseconds since the epoch.</summary>
    public long? Timestamp { get; init; }

    /// <summary>Milliseconds since the epoch, growing with every commit; required when in-commit timestamps are enabled.</summary>
    public long? InCommitTimestamp { get; init; }

    public string? UserId { get; init; }

    public string? UserName { get; init; }

    /// <summary>The operation, such as <c>WRITE</c> or <c>MERGE</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>The operation's parameters, each as JSON.</summary>
    public IReadOnlyDictionary<string, string> OperationParameters { get; init; } = new Dictionary<string, string>(0);

    /// <summary>The version that the transaction read.</summary>
    public long? ReadVersion { get; init; }

    public string? IsolationLevel { get; init; }

    /// <summary>Whether the commit only adds files and read none.</summary>
    public bool? IsBlindAppend { get; init; }

    /// <summary>Counts and sizes, such as <c>numOutputRows</c>.</summary>
    public IReadOnlyDictionary<string, string?> OperationMetrics { get; init; } = EmptyMap.Values;

    /// <summary>What the user said about the commit.</summary>
    public string? UserMetadata { get; init; }

    public string? EngineInfo { get; init; }

    /// <summary>A UUID of the transaction.</summary>
    public string? TxnId { get; init; }

    /// <summary>An operation's parameter for display: JSON strings without their quotes, everything else as it stands.</summary>
    public static string? ParameterText(string json) => JsonText.Unquote(json);
}

/// <summary>What a transaction does, for its <see cref="CommitInfo"/>.</summary>
/// <param name="Name">The name in Delta's history, such as <c>WRITE</c>.</param>
public sealed record Operation(string Name)
{
    private readonly Dictionary<string, string> _parameters = [];

    /// <summary>The parameters, each as JSON.</summary>
    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    public IReadOnlyDictionary<string, string?> Metrics { get; init; } = EmptyMap.Values;

    public string? UserMetadata { get; init; }

    /// <summary>Adds a text parameter.</summary>
    public Operation With(string name, string? value) => WithJson(name, value is null ? "null" : JsonText.Quote(value));

    public Operation With(string name, bool value) => WithJson(name, value ? "true" : "false");

    public Operation With(string name, long value) => WithJson(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a list parameter as Spark does: JSON inside a string, such as <c>"[\"day\"]"</c>.</summary>
    public Operation WithList(string name, IEnumerable<string> values) =>
        With(name, "[" + string.Join(",", values.Select(JsonText.Quote)) + "]");

    /// <summary>Adds a map parameter as Spark does: JSON inside a string.</summary>
    public Operation WithMap(string name, IEnumerable<KeyValuePair<string, string?>> values) =>
        With(
            name,
            "{"
                + string.Join(
                    ",",
                    values.Select(pair => JsonText.Quote(pair.Key) + ":" + (pair.Value is null ? "null" : JsonText.Quote(pair.Value)))
                )
                + "}"
        );

    private Operation WithJson(string name, string json)
    {
        _parameters[name] = json;
        return this;
    }
}
