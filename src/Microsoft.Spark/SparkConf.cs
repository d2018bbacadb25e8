using System.Globalization;

namespace Microsoft.Spark;

/// <summary>Settings to build a session with. See https://spark.apache.org/docs/latest/configuration.html.</summary>
/// <param name="loadDefaults">Kept for code that says it: there are no defaults to load outside a Java process.</param>
public sealed class SparkConf(bool loadDefaults = true)
{
    private readonly Dictionary<string, string> _settings = [];

    internal SparkConf(IEnumerable<KeyValuePair<string, string>> settings)
        : this(loadDefaults: false)
    {
        foreach (var (key, value) in settings)
            Set(key, value);
    }

    /// <summary>Whether defaults were asked for.</summary>
    internal bool LoadDefaults { get; } = loadDefaults;

    /// <summary>Spark's master.</summary>
    public SparkConf SetMaster(string master) => Set("spark.master", master);

    /// <summary>The name that the application has in Spark's UI.</summary>
    public SparkConf SetAppName(string appName) => Set("spark.app.name", appName);

    /// <summary>Where Spark lies on the machines of a cluster.</summary>
    public SparkConf SetSparkHome(string sparkHome) => Set("spark.home", sparkHome);

    /// <summary>Changes a setting.</summary>
    public SparkConf Set(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        _settings[key] = value;
        return this;
    }

    /// <summary>A setting as a number, or the given one when it has no value.</summary>
    /// <exception cref="FormatException">The setting is no number.</exception>
    public int GetInt(string key, int defaultValue) =>
        _settings.TryGetValue(key, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : defaultValue;

    /// <summary>A setting, or the given value when it has none.</summary>
    public string Get(string key, string defaultValue) => _settings.GetValueOrDefault(key, defaultValue);

    /// <summary>All settings.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GetAll() => [.. _settings];
}
