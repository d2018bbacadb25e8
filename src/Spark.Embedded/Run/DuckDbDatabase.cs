using System.Globalization;
using static Spark.Embedded.Run.DuckDbNative;

namespace Spark.Embedded.Run;

/// <summary>One DuckDB instance in memory: its threads, its memory limit and its spill folder are shared by every connection.</summary>
internal sealed class DuckDbDatabase : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string? _spillFolder;
    private nint _handle;

    private DuckDbDatabase(nint handle, string? spillFolder)
    {
        _handle = handle;
        _spillFolder = spillFolder;
    }

    /// <summary>Opens an instance.</summary>
    /// <param name="threads">Worker threads; null for one per processor.</param>
    /// <param name="memoryLimit">What the buffer manager may hold before it spills, such as <c>4GB</c>; null for 80 % of the machine's memory.</param>
    /// <param name="spillFolder">Where data goes that does not fit; removed with the instance.</param>
    public static DuckDbDatabase Open(int? threads = null, string? memoryLimit = null, string? spillFolder = null)
    {
        spillFolder ??= Path.Combine(Path.GetTempPath(), $"spark-embedded-{Environment.ProcessId}-{Guid.NewGuid():N}");
        Check(duckdb_create_config(out var config));
        try
        {
            Set("threads", (threads ?? Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture));
            Set("temp_directory", spillFolder);
            if (memoryLimit is not null)
                Set("memory_limit", memoryLimit);

            // What a query needs is in the library; nothing is ever downloaded or loaded from the user's home.
            Set("autoinstall_known_extensions", "false");
            Set("autoload_known_extensions", "false");
            Set("allow_community_extensions", "false");
            Set("allow_unsigned_extensions", "false");

            // Spark promises no order without ORDER BY; the lowering asks for one where Spark's own plan keeps it.
            Set("default_null_order", "nulls_first_on_asc_last_on_desc");
            Set("ieee_floating_point_ops", "true");
            Set("scalar_subquery_error_on_multiple_rows", "true");
            if (duckdb_open_ext(null, out var handle, config, out var error) != 0)
            {
                var message = Text(error);
                duckdb_free(error);
                throw new DuckDbException(DuckDbErrorType.IO, message);
            }

            return new DuckDbDatabase(handle, spillFolder);
        }
        finally
        {
            duckdb_destroy_config(ref config);
        }

        void Set(string name, string value)
        {
            if (duckdb_set_config(config, name, value) != 0)
                throw new DuckDbException(DuckDbErrorType.InvalidInput, $"DuckDB {Version} does not take the setting {name}={value}.");
        }
    }

    /// <summary>The library's version, such as <c>v1.5.6</c>.</summary>
    public static string Version => Text(duckdb_library_version());

    /// <summary>Opens a connection: one statement at a time, settings and time zone of its own, tables shared.</summary>
    public DuckDbConnection Connect()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            Check(duckdb_connect(_handle, out var connection));
            return new DuckDbConnection(connection);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_handle == 0)
                return;
            duckdb_close(ref _handle);
            _handle = 0;
        }

        if (_spillFolder is not null && Directory.Exists(_spillFolder))
            Directory.Delete(_spillFolder, recursive: true);
    }

    private static void Check(int state)
    {
        if (state != 0)
            throw new DuckDbException(DuckDbErrorType.Internal, "DuckDB could not allocate an object.");
    }
}
