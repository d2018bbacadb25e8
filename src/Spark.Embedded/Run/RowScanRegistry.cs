using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Spark;
using Spark.Embedded.Errors;
using Spark.Embedded.Types;
using static Spark.Embedded.Run.DuckDbNative;

namespace Spark.Embedded.Run;

/// <summary>The scans of a database by number: SQL reads one as <c>spark_scan(17)</c>.</summary>
internal sealed unsafe class RowScanRegistry
{
    private const string FunctionName = "spark_scan";
    private readonly ConcurrentDictionary<long, RowScan> _scans = [];
    private long _last;

    /// <summary>Defines the table function; once for a database.</summary>
    public RowScanRegistry(DuckDbConnection connection)
    {
        var function = duckdb_create_table_function();
        var parameter = DuckDbTypes.Create(SparkType.Long);
        try
        {
            duckdb_table_function_set_name(function, FunctionName);
            duckdb_table_function_add_parameter(function, parameter);
            duckdb_table_function_set_extra_info(function, Handle(this), &Forget);
            duckdb_table_function_set_bind(function, &Bind);
            duckdb_table_function_set_init(function, &Init);
            duckdb_table_function_set_local_init(function, &InitLocal);
            duckdb_table_function_set_function(function, &Fill);
            duckdb_table_function_supports_projection_pushdown(function, true);
            if (duckdb_register_table_function(connection.Handle, function) != 0)
                throw new DuckDbException(DuckDbErrorType.Internal, $"DuckDB did not take the table function {FunctionName}.");
        }
        finally
        {
            duckdb_destroy_logical_type(ref parameter);
            duckdb_destroy_table_function(ref function);
        }
    }

    /// <summary>Makes a scan known and returns the SQL that reads it; its columns are named <c>c0</c>, <c>c1</c>, ...</summary>
    public string Add(RowScan scan, out long number)
    {
        number = Interlocked.Increment(ref _last);
        _scans[number] = scan;
        return string.Create(CultureInfo.InvariantCulture, $"{FunctionName}({number})");
    }

    /// <summary>Forgets a scan that no statement will read again.</summary>
    public void Remove(long number) => _scans.TryRemove(number, out _);

    private static nint Handle(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    private static T Target<T>(nint handle) => (T)GCHandle.FromIntPtr(handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Forget(nint handle)
    {
        var pinned = GCHandle.FromIntPtr(handle);
        (pinned.Target as IDisposable)?.Dispose();
        pinned.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        try
        {
            var value = duckdb_bind_get_parameter(info, 0);
            var number = duckdb_get_int64(value);
            duckdb_destroy_value(ref value);
            if (!Target<RowScanRegistry>(duckdb_bind_get_extra_info(info))._scans.TryGetValue(number, out var scan))
                throw new InvalidOperationException($"There is no scan {number}.");
            for (var i = 0; i < scan.Columns.Count; i++)
            {
                var type = DuckDbTypes.Create(scan.Columns[i].Type);
                duckdb_bind_add_result_column(info, ColumnName(i), type);
                duckdb_destroy_logical_type(ref type);
            }

            if (scan.Columns.Count == 0)
            {
                // For counting rows; DuckDB takes no table without columns.
                var type = DuckDbTypes.Create(SparkType.Boolean);
                duckdb_bind_add_result_column(info, ColumnName(0), type);
                duckdb_destroy_logical_type(ref type);
            }

            if (scan.EstimatedRows is { } rows)
                duckdb_bind_set_cardinality(info, (ulong)rows, false);
            duckdb_bind_set_bind_data(info, Handle(scan), &Forget);
        }
        catch (Exception exception)
        {
            duckdb_bind_set_error(info, Envelope(exception));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        try
        {
            var scan = Target<RowScan>(duckdb_init_get_bind_data(info));
            var run = scan.Start(Projection(info, scan));
            duckdb_init_set_max_threads(info, (ulong)Math.Max(1, run.MaxWorkers));
            duckdb_init_set_init_data(info, Handle(run), &Forget);
        }
        catch (Exception exception)
        {
            duckdb_init_set_error(info, Envelope(exception));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void InitLocal(nint info)
    {
        // The run is not to be had here; the worker is made at its first call.
        try
        {
            var scan = Target<RowScan>(duckdb_init_get_bind_data(info));
            duckdb_init_set_init_data(info, Handle(new Local(Projection(info, scan), scan)), &Forget);
        }
        catch (Exception exception)
        {
            duckdb_init_set_error(info, Envelope(exception));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        try
        {
            var local = Target<Local>(duckdb_function_get_local_init_data(info));
            local.Worker ??= Target<RowScanRun>(duckdb_function_get_init_data(info)).NewWorker();
            for (var i = 0; i < local.Columns.Length; i++)
            {
                if (local.Columns[i] >= 0)
                    local.Vectors[i] = new NativeVector(
                        duckdb_data_chunk_get_vector(chunk, (ulong)i),
                        local.Scan.Columns[local.Columns[i]].Type
                    );
            }

            duckdb_data_chunk_set_size(chunk, (ulong)local.Worker.Fill(local.Vectors));
        }
        catch (Exception exception)
        {
            duckdb_function_set_error(info, Envelope(exception));
        }
    }

    /// <summary>The columns asked for; a count of rows asks for one that does not exist.</summary>
    private static int[] Projection(nint info, RowScan scan)
    {
        var columns = new int[duckdb_init_get_column_count(info)];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = duckdb_init_get_column_index(info, (ulong)i) is var index && index < (ulong)scan.Columns.Count ? (int)index : -1;
        return columns;
    }

    internal static string ColumnName(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"c{ordinal}");

    private static string Envelope(Exception exception) =>
        RuntimeError.Envelope(
            exception as SparkException
                ?? exception switch
                {
                    IOException or UnauthorizedAccessException => new SparkException(exception.Message)
                    {
                        ErrorClass = "FAILED_READ_FILE.NO_HINT",
                        SqlState = "KD001",
                        MessageParameters = new Dictionary<string, string> { ["path"] = exception.Message },
                    },
                    _ => new SparkException(exception.Message)
                    {
                        ErrorClass = "INTERNAL_ERROR",
                        SqlState = "XX000",
                        MessageParameters = new Dictionary<string, string> { ["message"] = exception.ToString() },
                    },
                }
        );

    private sealed class Local(int[] columns, RowScan scan) : IDisposable
    {
        public int[] Columns => columns;

        public RowScan Scan => scan;

        public NativeVector[] Vectors { get; } = new NativeVector[columns.Length];

        public RowScanWorker? Worker { get; set; }

        public void Dispose() => Worker?.Dispose();
    }
}
