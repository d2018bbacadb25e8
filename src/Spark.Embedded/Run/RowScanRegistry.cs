using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using Microsoft.Spark;
using Spark.Embedded.Errors;
using Spark.Embedded.Types;
using static DuckDB.NET.Native.NativeMethods.DataChunks;
using static DuckDB.NET.Native.NativeMethods.TableFunction;
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
        var function = DuckDBCreateTableFunction();
        using var parameter = DuckDbTypes.Create(SparkType.Long);
        try
        {
            DuckDBTableFunctionSetName(function, FunctionName);
            DuckDBTableFunctionAddParameter(function, parameter);
            DuckDBTableFunctionSetExtraInfo(function, Handle(this), &Forget);
            DuckDBTableFunctionSetBind(function, &Bind);
            DuckDBTableFunctionSetInit(function, &Init);
            duckdb_table_function_set_local_init(function, &InitLocal);
            DuckDBTableFunctionSetFunction(function, &Fill);
            DuckDBTableFunctionSupportsProjectionPushdown(function, true);
            if (!DuckDBRegisterTableFunction(connection.Handle, function).IsSuccess())
                throw new DuckDbException(DuckDBErrorType.Internal, $"DuckDB did not take the table function {FunctionName}.");
        }
        finally
        {
            DuckDBDestroyTableFunction(ref function);
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
            using var parameter = DuckDBBindGetParameter(info, 0);
            var number = NativeMethods.Value.DuckDBGetInt64(parameter);
            if (!Target<RowScanRegistry>(DuckDBBindGetExtraInfo(info))._scans.TryGetValue(number, out var scan))
                throw new InvalidOperationException($"There is no scan {number}.");
            for (var i = 0; i < scan.Columns.Count; i++)
            {
                using var type = DuckDbTypes.Create(scan.Columns[i].Type);
                DuckDBBindAddResultColumn(info, ColumnName(i), type);
            }

            if (scan.Columns.Count == 0)
            {
                // For counting rows; DuckDB takes no table without columns.
                using var type = DuckDbTypes.Create(SparkType.Boolean);
                DuckDBBindAddResultColumn(info, ColumnName(0), type);
            }

            if (scan.EstimatedRows is { } rows)
                DuckDBBindSetCardinality(info, (ulong)rows, false);
            DuckDBBindSetBindData(info, Handle(scan), &Forget);
        }
        catch (Exception exception)
        {
            DuckDBBindSetError(info, Envelope(exception));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        try
        {
            var scan = Target<RowScan>(DuckDBInitGetBindData(info));
            var run = scan.Start(Projection(info, scan));
            duckdb_init_set_max_threads(info, (ulong)Math.Max(1, run.MaxWorkers));
            DuckDBInitSetInitData(info, Handle(run), &Forget);
        }
        catch (Exception exception)
        {
            DuckDBInitSetError(info, Envelope(exception));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void InitLocal(nint info)
    {
        // The run is not to be had here; the worker is made at its first call.
        try
        {
            var scan = Target<RowScan>(DuckDBInitGetBindData(info));
            DuckDBInitSetInitData(info, Handle(new Local(Projection(info, scan), scan)), &Forget);
        }
        catch (Exception exception)
        {
            DuckDBInitSetError(info, Envelope(exception));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint output)
    {
        try
        {
            using var chunk = new DuckDBDataChunk(output);
            var local = Target<Local>(duckdb_function_get_local_init_data(info));
            local.Worker ??= Target<RowScanRun>(DuckDBFunctionGetInitData(info)).NewWorker();
            for (var i = 0; i < local.Columns.Length; i++)
            {
                if (local.Columns[i] >= 0)
                    local.Vectors[i] = new NativeVector(DuckDBDataChunkGetVector(chunk, i), local.Scan.Columns[local.Columns[i]].Type);
            }

            DuckDBDataChunkSetSize(chunk, (ulong)local.Worker.Fill(local.Vectors));
        }
        catch (Exception exception)
        {
            DuckDBFunctionSetError(info, Envelope(exception));
        }
    }

    /// <summary>The columns asked for; a count of rows asks for one that does not exist.</summary>
    private static int[] Projection(nint info, RowScan scan)
    {
        var columns = new int[DuckDBInitGetColumnCount(info)];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = DuckDBInitGetColumnIndex(info, (ulong)i) is var index && index < (ulong)scan.Columns.Count ? (int)index : -1;
        return columns;
    }

    internal static string ColumnName(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"c{ordinal}");

    private static string Envelope(Exception exception) =>
        RuntimeError.Envelope(
            exception as SparkException
                ?? exception switch
                {
                    IOException or UnauthorizedAccessException => new SparkException(
                        $"[FAILED_READ_FILE.NO_HINT] Encountered error while reading a file: {exception.Message} SQLSTATE: KD001"
                    )
                    {
                        ErrorClass = "FAILED_READ_FILE.NO_HINT",
                        SqlState = "KD001",
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
