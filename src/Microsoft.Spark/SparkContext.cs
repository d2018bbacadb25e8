using System.Globalization;
using Microsoft.Spark.Hadoop.Conf;
using Microsoft.Spark.Sql;

namespace Microsoft.Spark;

/// <summary>What Spark Connect leaves of Spark's context: settings, files, groups of jobs. RDDs and broadcast variables need a Java driver.</summary>
public sealed class SparkContext
{
    private static readonly string[] LogLevels = ["ALL", "DEBUG", "ERROR", "FATAL", "INFO", "OFF", "TRACE", "WARN"];

    private readonly SparkSession _session;
    private readonly List<string> _files = [];
    private readonly List<string> _archives = [];
    private string? _jobGroup;
    private string? _checkpointDir;

    internal SparkContext(SparkSession session) => _session = session;

    /// <summary>The context of a session with these settings.</summary>
    public SparkContext(SparkConf conf)
        : this(SparkSession.Builder().Config(conf).GetOrCreate()) { }

    /// <summary>The context of the default session.</summary>
    public SparkContext()
        : this(new SparkConf()) { }

    /// <inheritdoc cref="SparkContext(SparkConf)"/>
    public SparkContext(string master, string appName)
        : this(new SparkConf().SetMaster(master).SetAppName(appName)) { }

    /// <inheritdoc cref="SparkContext(SparkConf)"/>
    public SparkContext(string master, string appName, SparkConf conf)
        : this(conf.SetMaster(master).SetAppName(appName)) { }

    /// <inheritdoc cref="SparkContext(SparkConf)"/>
    public SparkContext(string master, string appName, string sparkHome)
        : this(new SparkConf().SetMaster(master).SetAppName(appName).SetSparkHome(sparkHome)) { }

    /// <inheritdoc cref="SparkContext(SparkConf)"/>
    public static SparkContext GetOrCreate(SparkConf conf) => SparkSession.Builder().Config(conf).GetOrCreate().SparkContext;

    /// <summary>How many partitions data has that nothing else decides: the setting <c>spark.default.parallelism</c>, or the number of processors.</summary>
    public int DefaultParallelism =>
        _session.Conf().GetOption("spark.default.parallelism") is { } value
            ? int.Parse(value, CultureInfo.InvariantCulture)
            : Environment.ProcessorCount;

    /// <summary>The version of Spark that the engine is, or speaks for.</summary>
    public string Version() => _session.Version();

    /// <summary>The settings that the session was built with.</summary>
    public SparkConf GetConf() => new(_session.InitialConfig);

    /// <summary>Ends the session.</summary>
    public void Stop() => _session.Stop();

    /// <summary>Does nothing: the protocol has no way to change what an engine logs. Set it where the engine starts.</summary>
    /// <exception cref="ArgumentException">There is no such level.</exception>
    public void SetLogLevel(string logLevel)
    {
        if (!LogLevels.Contains(logLevel, StringComparer.OrdinalIgnoreCase))
            throw new ArgumentException($"There is no log level '{logLevel}'; use {string.Join(", ", LogLevels)}.", nameof(logLevel));
    }

    /// <summary>Does nothing: the protocol has no description of a job for Spark's UI.</summary>
    public void SetJobDescription(string value) { }

    /// <summary>Marks the executions from now on as one group: a tag of <see cref="SparkSession.AddTag"/>.</summary>
    /// <param name="description">Not shown anywhere.</param>
    /// <param name="interruptOnCancel">Has no meaning: an interrupt always ends the execution.</param>
    public void SetJobGroup(string groupId, string description, bool interruptOnCancel = false)
    {
        ClearJobGroup();
        _session.AddTag(groupId);
        _jobGroup = groupId;
    }

    /// <summary>Ends the group.</summary>
    public void ClearJobGroup()
    {
        if (_jobGroup is not null)
            _session.RemoveTag(_jobGroup);
        _jobGroup = null;
    }

    /// <summary>Interrupts the executions of a group.</summary>
    public void CancelJobGroup(string groupId) => _session.InterruptTag(groupId);

    /// <summary>Uploads a local file for the session's queries.</summary>
    /// <param name="recursive">Whether the path may be a folder, which cannot be uploaded.</param>
    public void AddFile(string path, bool recursive = false)
    {
        if (recursive && Directory.Exists(path))
            throw new SparkUnsupportedOperationException("Folders cannot be uploaded over Spark Connect; add an archive with AddArchive.");
        Upload("files", path);
        _files.Add(path);
    }

    /// <summary>The files that were uploaded.</summary>
    public IEnumerable<string> ListFiles() => _files;

    /// <summary>Uploads a local archive, to be unpacked for the session's queries.</summary>
    public void AddArchive(string path)
    {
        Upload("archives", path);
        _archives.Add(path);
    }

    /// <summary>The archives that were uploaded.</summary>
    public IEnumerable<string> ListArchives() => _archives;

    /// <summary>Where <see cref="DataFrame.Checkpoint(bool)"/> puts rows. A Spark server takes the setting only from its start.</summary>
    public void SetCheckpointDir(string directory)
    {
        _session.Conf().Set("spark.checkpoint.dir", directory);
        _checkpointDir = directory;
    }

    /// <summary>Where checkpoints go; null when that was not set.</summary>
    public string? GetCheckpointDir() => _checkpointDir ?? _session.Conf().GetOption("spark.checkpoint.dir");

    /// <summary>Broadcast variables are for .NET code inside the engine, which Spark Connect cannot run.</summary>
    /// <exception cref="SparkUnsupportedOperationException">Always.</exception>
    public Broadcast<T> Broadcast<T>(T value) =>
        throw UserCode.Unsupported("SparkContext.Broadcast", "Use a literal, or join with a small DataFrame under Functions.Broadcast.");

    /// <summary>Stands for Hadoop's configuration in the driver, which Spark Connect has no access to.</summary>
    public Configuration HadoopConfiguration() => new();

    private void Upload(string kind, string path)
    {
        using var content = File.OpenRead(path);
        _session.AddArtifact($"{kind}/{Path.GetFileName(path)}", content);
    }
}
