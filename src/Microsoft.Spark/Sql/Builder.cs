using System.Reflection;
using global::Spark.Connect.Client;
using global::Spark.Connect.Execution;

namespace Microsoft.Spark.Sql;

/// <summary>Describes a session: its engine and its settings.</summary>
/// <remarks>
/// The engine is the Spark Connect server that <see cref="Remote"/> names, or else the environment variable <c>SPARK_REMOTE</c>; without either,
/// the embedded engine, in this process.
/// </remarks>
public sealed class Builder
{
    private const string EmbeddedEngine = "Spark.Embedded";
    private static readonly Lock Lock = new();
    private readonly Dictionary<string, string> _config = [];
    private IPlanExecutor? _executor;

    internal Builder() { }

    /// <summary>The address of a Spark Connect server: <c>sc://host:port/;key=value</c>.</summary>
    /// <remarks>https://github.com/apache/spark/blob/master/sql/connect/docs/client-connection-string.md</remarks>
    public Builder Remote(string url) => Config("spark.remote", url);

    /// <summary>Spark's master, a setting that has no meaning to an engine that runs already or in this process.</summary>
    public Builder Master(string master) => Config("spark.master", master);

    /// <summary>The name that the application has in Spark's UI.</summary>
    public Builder AppName(string appName) => Config("spark.app.name", appName);

    /// <summary>A setting of the session.</summary>
    public Builder Config(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        _config[key] = value;
        return this;
    }

    /// <inheritdoc cref="Config(string, string)"/>
    public Builder Config(string key, bool value) => Config(key, OptionText.Of(value));

    /// <inheritdoc cref="Config(string, string)"/>
    public Builder Config(string key, double value) => Config(key, OptionText.Of(value));

    /// <inheritdoc cref="Config(string, string)"/>
    public Builder Config(string key, long value) => Config(key, OptionText.Of(value));

    /// <summary>The settings of a configuration.</summary>
    public Builder Config(SparkConf conf)
    {
        foreach (var (key, value) in conf.GetAll())
            Config(key, value);
        return this;
    }

    /// <summary>Asks for Hive's catalog, which a server has or has not from its start.</summary>
    public Builder EnableHiveSupport() => Config("spark.sql.catalogImplementation", "hive");

    /// <summary>Runs the session's plans on a given engine instead of one that settings choose.</summary>
    public Builder Executor(IPlanExecutor executor)
    {
        _executor = executor;
        return this;
    }

    /// <summary>The active or default session with these settings applied to it, or a new one, which becomes the default.</summary>
    public SparkSession GetOrCreate()
    {
        lock (Lock)
        {
            if (_executor is null && (SparkSession.GetActiveSession() ?? SparkSession.GetDefaultSession()) is { } session)
            {
                var conf = session.Conf();
                foreach (var (key, value) in SessionSettings())
                    conf.Set(key, value);
                return session;
            }

            session = Create();
            SparkSession.SetDefaultSession(session);
            return session;
        }
    }

    /// <summary>A new session, which becomes the default when there is none.</summary>
    public SparkSession Create()
    {
        var session = new SparkSession(_executor ?? Open(), _config);
        if (SparkSession.GetDefaultSession() is null)
            SparkSession.SetDefaultSession(session);
        return session;
    }

    private IPlanExecutor Open()
    {
        var remote = _config.GetValueOrDefault("spark.remote") ?? Environment.GetEnvironmentVariable("SPARK_REMOTE");
        return string.IsNullOrEmpty(remote) ? OpenEmbedded() : PlanExecution.Wait(() => OpenRemoteAsync(remote));
    }

    private async Task<IPlanExecutor> OpenRemoteAsync(string remote) =>
        await ConnectExecutor.OpenAsync(remote, SessionSettings().ToDictionary()).ConfigureAwait(false);

    private IPlanExecutor OpenEmbedded()
    {
        Assembly engine;
        try
        {
            engine = Assembly.Load(EmbeddedEngine);
        }
        catch (FileNotFoundException e)
        {
            throw new SparkConnectException(
                $"No Spark Connect server is named, and the embedded engine's assembly {EmbeddedEngine} is not beside the program. "
                    + "Name a server with SparkSession.Builder().Remote(\"sc://host\") or SPARK_REMOTE, or reference the engine.",
                e
            );
        }

        var provider =
            engine.GetCustomAttribute<PlanExecutorProviderAttribute>()?.Provider
            ?? throw new SparkConnectException($"The assembly {EmbeddedEngine} names no engine.");
        return ((IPlanExecutorProvider)Activator.CreateInstance(provider)!).Open(_config);
    }

    /// <summary>The settings that make sense for a session that runs already.</summary>
    private IEnumerable<KeyValuePair<string, string>> SessionSettings() =>
        _config.Where(setting =>
            setting.Key is not ("spark.remote" or "spark.master" or "spark.app.name" or "spark.sql.catalogImplementation")
        );
}
