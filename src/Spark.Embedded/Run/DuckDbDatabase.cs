using System.Globalization;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using Microsoft.Spark;

namespace Spark.Embedded.Run;

/// <summary>One DuckDB instance in memory: its threads, its memory limit and its spill folder are shared by every connection.</summary>
internal sealed class DuckDbDatabase : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string? _spillFolder;
    private readonly DuckDBDatabase _handle;

    private DuckDbDatabase(DuckDBDatabase handle, string? spillFolder)
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
        using var config = NewConfiguration();
        Set("threads", (threads ?? Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture));
        Set("temp_directory", spillFolder);
        if (memoryLimit is not null)
            Set("memory_limit", memoryLimit);

        // What a query needs is in the library; nothing is ever downloaded or loaded from the user's home.
        Set("autoinstall_known_extensions", "false");
        Set("autoload_known_extensions", "false");
        Set("allow_community_extensions", "false");
        Set("allow_unsigned_extensions", "false");

        // The cache tells versions of a file by its time and length alone, and answers with old bytes for one that was replaced at once.
        Set("enable_external_file_cache", "false");

        // Spark promises no order without ORDER BY; the lowering asks for one where Spark's own plan keeps it.
        Set("default_null_order", "nulls_first_on_asc_last_on_desc");
        Set("ieee_floating_point_ops", "true");
        Set("scalar_subquery_error_on_multiple_rows", "true");
        return NativeMethods.Startup.DuckDBOpen(null, out var handle, config, out var error).IsSuccess()
            ? new DuckDbDatabase(handle, spillFolder)
            : throw new DuckDbException(DuckDBErrorType.Io, error);

        void Set(string name, string value)
        {
            if (!NativeMethods.Configuration.DuckDBSetConfig(config, name, value).IsSuccess())
                throw new DuckDbException(DuckDBErrorType.InvalidInput, $"DuckDB {Version} does not take the setting {name}={value}.");
        }
    }

    /// <summary>The library's version, such as <c>v1.5.6</c>.</summary>
    public static string Version => NativeMethods.Startup.DuckDBLibraryVersion();

    /// <summary>Opens a connection: one statement at a time, settings and time zone of its own, tables shared.</summary>
    public DuckDbConnection Connect()
    {
        lock (_lock)
        {
            Check(NativeMethods.Startup.DuckDBConnect(_handle, out var connection));
            return new DuckDbConnection(connection);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_handle.IsClosed)
                return;
            _handle.Dispose();
        }

        if (_spillFolder is not null && Directory.Exists(_spillFolder))
            Directory.Delete(_spillFolder, recursive: true);
    }

    /// <summary>The first call into the library, which fails when there is none for this platform.</summary>
    private static DuckDBConfig NewConfiguration()
    {
        try
        {
            Check(NativeMethods.Configuration.DuckDBCreateConfig(out var config));
            return config;
        }
        catch (DllNotFoundException missing)
        {
            throw new SparkException(
                $"The embedded engine needs DuckDB's library, which cannot be loaded on {RuntimeInformation.RuntimeIdentifier}. It comes for Linux (glibc) "
                    + "and Windows on x64 and arm64 and for macOS; a program that was published for one of them runs on that one alone.",
                missing
            );
        }
    }

    private static void Check(DuckDBState state)
    {
        if (!state.IsSuccess())
            throw new DuckDbException(DuckDBErrorType.Internal, "DuckDB could not allocate an object.");
    }
}
