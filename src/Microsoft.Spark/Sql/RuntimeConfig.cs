using Operation = global::Spark.Connect.ConfigRequest.Types.Operation;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>The settings of a session. See https://spark.apache.org/docs/latest/configuration.html.</summary>
public sealed class RuntimeConfig
{
    private readonly PlanExecution _execution;

    internal RuntimeConfig(PlanExecution execution) => _execution = execution;

    /// <summary>Changes a setting.</summary>
    public void Set(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        _execution.Config(
            new()
            {
                Set = new()
                {
                    Pairs =
                    {
                        new Proto.KeyValue { Key = key, Value = value },
                    },
                },
            }
        );
    }

    /// <inheritdoc cref="Set(string, string)"/>
    public void Set(string key, bool value) => Set(key, OptionText.Of(value));

    /// <inheritdoc cref="Set(string, string)"/>
    public void Set(string key, long value) => Set(key, OptionText.Of(value));

    /// <summary>A setting's value.</summary>
    /// <exception cref="SparkException">It has none, and no default.</exception>
    public string Get(string key) => Value(new() { Get = new() { Keys = { key } } })!;

    /// <summary>A setting's value, or the given one when it has none.</summary>
    public string Get(string key, string defaultValue) =>
        Value(
            new()
            {
                GetWithDefault = new()
                {
                    Pairs =
                    {
                        new Proto.KeyValue { Key = key, Value = defaultValue },
                    },
                },
            }
        )!;

    /// <summary>A setting's value; null when it has none.</summary>
    public string? GetOption(string key) => Value(new() { GetOption = new() { Keys = { key } } });

    /// <summary>All settings.</summary>
    public IReadOnlyDictionary<string, string> GetAll() =>
        _execution.Config(new() { GetAll = new() }).Pairs.ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>Returns a setting to its default.</summary>
    public void Unset(string key) => _execution.Config(new() { Unset = new() { Keys = { key } } });

    /// <summary>Whether the setting can be changed in a session.</summary>
    public bool IsModifiable(string key) => Value(new() { IsModifiable = new() { Keys = { key } } }) == "true";

    private string? Value(Operation operation)
    {
        var pair = _execution.Config(operation).Pairs.Single();
        return pair.HasValue ? pair.Value : null;
    }
}
