using Microsoft.Spark;
using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>The configuration of a session: what was set, over Spark's defaults.</summary>
/// <remarks>https://spark.apache.org/docs/latest/configuration.html</remarks>
internal sealed class SessionConfig
{
    /// <summary>Threads of the engine; by default one per processor. Read when the first session opens.</summary>
    public const string Threads = "spark.embedded.threads";

    /// <summary>Memory before the engine spills to disk, such as <c>4GB</c>; by default 80 % of the machine's.</summary>
    public const string Memory = "spark.embedded.memory";

    /// <summary>Where the engine spills to; by default a folder of its own among the temporary files.</summary>
    public const string SpillFolder = "spark.local.dir";

    private readonly Dictionary<string, string> _values;
    private readonly Lock _lock = new();

    public SessionConfig(IEnumerable<KeyValuePair<string, string>> initial)
    {
        _values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in initial)
            _values[key] = Checked(key, value);
    }

    /// <summary>A setting, or Spark's default of it; null when it has neither.</summary>
    public string? this[string key]
    {
        get
        {
            lock (_lock)
                return _values.TryGetValue(key, out var value) ? value : Default(key);
        }
    }

    /// <summary>Everything that was set.</summary>
    public IReadOnlyDictionary<string, string> All
    {
        get
        {
            lock (_lock)
                return new SortedDictionary<string, string>(_values, StringComparer.Ordinal);
        }
    }

    /// <summary>Changes a setting.</summary>
    /// <exception cref="AnalysisException">A setting that only the start of an application can make.</exception>
    public void Set(string key, string value)
    {
        if (!IsModifiable(key))
            throw SparkErrors.Analysis("CANNOT_MODIFY_CONFIG", ("key", $"\"{key}\""), ("docroot", "https://spark.apache.org/docs/latest"));
        lock (_lock)
            _values[key] = Checked(key, value);
    }

    public void Unset(string key)
    {
        if (!IsModifiable(key))
            throw SparkErrors.Analysis("CANNOT_MODIFY_CONFIG", ("key", $"\"{key}\""), ("docroot", "https://spark.apache.org/docs/latest"));
        lock (_lock)
            _values.Remove(key);
    }

    /// <summary>Whether a running session may change it: settings of SQL, but those that are fixed at the start.</summary>
    public static bool IsModifiable(string key) =>
        key switch
        {
            "spark.sql.warehouse.dir"
            or "spark.sql.catalogImplementation"
            or "spark.sql.extensions"
            or "spark.sql.globalTempDatabase"
            or "spark.sql.sources.schemaStringLengthThreshold"
            or "spark.sql.streaming.streamingQueryListeners"
            or "spark.sql.queryExecutionListeners" => false,
            _ => key.StartsWith("spark.sql.", StringComparison.Ordinal)
                || key.StartsWith("spark.databricks.", StringComparison.Ordinal)
                || !key.StartsWith("spark.", StringComparison.Ordinal),
        };

    /// <summary>Answers a request of the protocol.</summary>
    public ConfigResponse Handle(ConfigRequest.Types.Operation operation)
    {
        var response = new ConfigResponse();
        switch (operation.OpTypeCase)
        {
            case ConfigRequest.Types.Operation.OpTypeOneofCase.Set:
                foreach (var pair in operation.Set.Pairs)
                {
                    if (!operation.Set.Silent || IsModifiable(pair.Key))
                        Set(pair.Key, pair.Value);
                }

                break;
            case ConfigRequest.Types.Operation.OpTypeOneofCase.Get:
                foreach (var key in operation.Get.Keys)
                    Add(key, this[key] ?? throw NoSuchKey(key));
                break;
            case ConfigRequest.Types.Operation.OpTypeOneofCase.GetWithDefault:
                foreach (var pair in operation.GetWithDefault.Pairs)
                {
                    lock (_lock)
                        Add(pair.Key, _values.GetValueOrDefault(pair.Key) ?? (pair.HasValue ? pair.Value : null));
                }

                break;
            case ConfigRequest.Types.Operation.OpTypeOneofCase.GetOption:
                foreach (var key in operation.GetOption.Keys)
                    Add(key, this[key]);
                break;
            case ConfigRequest.Types.Operation.OpTypeOneofCase.GetAll:
                var prefix = operation.GetAll.Prefix;
                foreach (var (key, value) in All)
                {
                    if (key.StartsWith(prefix, StringComparison.Ordinal))
                        Add(key[prefix.Length..], value);
                }

                break;
            case ConfigRequest.Types.Operation.OpTypeOneofCase.Unset:
                foreach (var key in operation.Unset.Keys)
                    Unset(key);
                break;
            case ConfigRequest.Types.Operation.OpTypeOneofCase.IsModifiable:
                foreach (var key in operation.IsModifiable.Keys)
                    Add(key, IsModifiable(key) ? "true" : "false");
                break;
        }

        return response;

        void Add(string key, string? value)
        {
            var pair = new KeyValue { Key = key };
            if (value is not null)
                pair.Value = value;
            response.Pairs.Add(pair);
        }
    }

    private static SparkNoSuchElementException NoSuchKey(string key) =>
        new($"[SQL_CONF_NOT_FOUND] The SQL config \"{key}\" cannot be found. Please verify that the config exists. SQLSTATE: 42K0I")
        {
            ErrorClass = "SQL_CONF_NOT_FOUND",
            SqlState = "42K0I",
            MessageParameters = new Dictionary<string, string> { ["sqlConf"] = $"\"{key}\"" },
        };

    /// <summary>Spark's defaults of the settings that the engine heeds or that programs ask for.</summary>
    private static string? Default(string key) =>
        key switch
        {
            "spark.app.name" => "spark",
            "spark.master" => "local[*]",
            "spark.sql.ansi.enabled" => "true",
            "spark.sql.autoBroadcastJoinThreshold" => "10485760b",
            "spark.sql.caseSensitive" => "false",
            "spark.sql.catalogImplementation" => "in-memory",
            "spark.sql.columnNameOfCorruptRecord" => "_corrupt_record",
            "spark.sql.crossJoin.enabled" => "true",
            "spark.sql.defaultCatalog" => "spark_catalog",
            "spark.sql.execution.arrow.maxRecordsPerBatch" => "10000",
            "spark.sql.files.ignoreMissingFiles" => "false",
            "spark.sql.globalTempDatabase" => "global_temp",
            "spark.sql.legacy.timeParserPolicy" => "CORRECTED",
            "spark.sql.parquet.compression.codec" => "snappy",
            "spark.sql.parquet.mergeSchema" => "false",
            "spark.sql.repl.eagerEval.enabled" => "false",
            "spark.sql.session.timeZone" => "UTC",
            "spark.sql.shuffle.partitions" => "200",
            "spark.sql.sources.default" => "parquet",
            "spark.sql.sources.partitionColumnTypeInference.enabled" => "true",
            "spark.sql.sources.partitionOverwriteMode" => "STATIC",
            "spark.sql.storeAssignmentPolicy" => "ANSI",
            "spark.sql.timestampType" => "TIMESTAMP_LTZ",
            "spark.sql.warehouse.dir" => Path.Combine(Directory.GetCurrentDirectory(), "spark-warehouse"),
            _ => null,
        };

    private static string Checked(string key, string value)
    {
        switch (key)
        {
            case "spark.sql.session.timeZone":
                if (!Zones.TryFind(value, out _))
                    throw new SparkIllegalArgumentException(
                        $"[INVALID_CONF_VALUE.TIME_ZONE] The value '{value}' in the config \"{key}\" is invalid. Cannot resolve the given timezone. SQLSTATE: 22022"
                    )
                    {
                        ErrorClass = "INVALID_CONF_VALUE.TIME_ZONE",
                        SqlState = "22022",
                        MessageParameters = new Dictionary<string, string> { ["confName"] = key, ["confValue"] = value },
                    };
                break;
            case "spark.sql.ansi.enabled"
            or "spark.sql.caseSensitive"
            or "spark.sql.crossJoin.enabled"
            or "spark.sql.parquet.mergeSchema"
                when !value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase)
                    && !value.Trim().Equals("false", StringComparison.OrdinalIgnoreCase):
                throw WrongType(key, value, "boolean");
            case "spark.sql.shuffle.partitions" when !int.TryParse(value.Trim(), out _):
                throw WrongType(key, value, "int");
        }

        return value;
    }

    private static SparkIllegalArgumentException WrongType(string key, string value, string type) =>
        new(
            $"[INVALID_CONF_VALUE.TYPE_MISMATCH] The value '{value}' in the config \"{key}\" is invalid. It should be {type}, but was {value}. SQLSTATE: 22022"
        )
        {
            ErrorClass = "INVALID_CONF_VALUE.TYPE_MISMATCH",
            SqlState = "22022",
            MessageParameters = new Dictionary<string, string>
            {
                ["confName"] = key,
                ["confValue"] = value,
                ["confType"] = type,
            },
        };
}
