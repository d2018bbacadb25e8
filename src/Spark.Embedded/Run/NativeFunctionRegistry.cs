using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Spark;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Run.DuckDbNative;

namespace Spark.Embedded.Run;

/// <summary>Registers functions written in C# with a database, each once.</summary>
/// <remarks>
/// On a connection of its own: where rows were streamed and not read to the end, a registration would join the transaction that the next statement
/// rolls back.
/// </remarks>
internal sealed unsafe class NativeFunctionRegistry(DuckDbDatabase database) : IDisposable
{
    private readonly HashSet<string> _registered = [];
    private DuckDbConnection? _connection;

    /// <summary>Makes the functions known to every connection of the database.</summary>
    public void Register(IEnumerable<NativeFunction> functions)
    {
        lock (_registered)
        {
            foreach (var function in functions)
            {
                if (!_registered.Contains(function.Name))
                {
                    Define(_connection ??= database.Connect(), function);
                    _registered.Add(function.Name);
                }
            }
        }
    }

    public void Dispose() => _connection?.Dispose();

    private static void Define(DuckDbConnection connection, NativeFunction function)
    {
        var definition = duckdb_create_scalar_function();
        var types = function.Parameters.Append(function.Result).Select(DuckDbTypes.Create).ToArray();
        try
        {
            duckdb_scalar_function_set_name(definition, function.Name);
            var fixedCount = function.Parameters.Count - (function.Variadic ? 1 : 0);
            for (var i = 0; i < fixedCount; i++)
                duckdb_scalar_function_add_parameter(definition, types[i]);
            if (function.Variadic)
                duckdb_scalar_function_set_varargs(definition, types[fixedCount]);
            duckdb_scalar_function_set_return_type(definition, types[^1]);

            // The body looks at nulls itself: DuckDB's own handling would skip only constant ones.
            if (function.SeesNulls)
                duckdb_scalar_function_set_special_handling(definition);
            if (function.Volatile)
                duckdb_scalar_function_set_volatile(definition);
            duckdb_scalar_function_set_extra_info(definition, GCHandle.ToIntPtr(GCHandle.Alloc(function)), &Forget);
            duckdb_scalar_function_set_function(definition, &Run);
            if (duckdb_register_scalar_function(connection.Handle, definition) != 0)
                throw new DuckDbException(DuckDbErrorType.Internal, $"DuckDB did not take the function {function.Name}.");
        }
        finally
        {
            foreach (ref var type in types.AsSpan())
                duckdb_destroy_logical_type(ref type);
            duckdb_destroy_scalar_function(ref definition);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Forget(nint info) => GCHandle.FromIntPtr(info).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Run(nint info, nint chunk, nint output)
    {
        try
        {
            var function = (NativeFunction)GCHandle.FromIntPtr(duckdb_scalar_function_get_extra_info(info)).Target!;
            var arguments = new Arguments(function, chunk);
            var result = new Result(new NativeVector(output, function.Result), function.Result);
            var rows = (long)duckdb_data_chunk_get_size(chunk);
            for (long row = 0; row < rows; row++)
            {
                arguments.Row = row;
                result.Row = row;
                result.IsSet = false;
                if (function.SeesNulls || !arguments.AnyNull())
                    function.Body(arguments, result);
                if (!result.IsSet)
                    result.Vector.SetNull(row);
            }
        }
        catch (SparkException exception)
        {
            duckdb_scalar_function_set_error(info, RuntimeError.Envelope(exception));
        }
        catch (Exception exception)
        {
            // An exception must not cross into DuckDB.
            duckdb_scalar_function_set_error(
                info,
                RuntimeError.Envelope(
                    new SparkException(exception.Message)
                    {
                        ErrorClass = "INTERNAL_ERROR",
                        SqlState = "XX000",
                        MessageParameters = new Dictionary<string, string> { ["message"] = exception.ToString() },
                    }
                )
            );
        }
    }

    private sealed class Arguments : NativeArguments
    {
        private readonly NativeVector[] _vectors;

        public Arguments(NativeFunction function, nint chunk)
        {
            _vectors = new NativeVector[duckdb_data_chunk_get_column_count(chunk)];
            for (var i = 0; i < _vectors.Length; i++)
                _vectors[i] = new NativeVector(
                    duckdb_data_chunk_get_vector(chunk, (ulong)i),
                    function.Parameters[Math.Min(i, function.Parameters.Count - 1)]
                );
        }

        public long Row { get; set; }

        public override int Count => _vectors.Length;

        public bool AnyNull()
        {
            foreach (var vector in _vectors)
            {
                if (vector.IsNull(Row))
                    return true;
            }

            return false;
        }

        public override bool IsNull(int argument) => _vectors[argument].IsNull(Row);

        public override bool Boolean(int argument) => _vectors[argument].Boolean(Row);

        public override int Int(int argument) => _vectors[argument].Int(Row);

        public override long Long(int argument) => _vectors[argument].Get<long>(Row);

        public override double Double(int argument) => _vectors[argument].Double(Row);

        public override Int128 Unscaled(int argument) => _vectors[argument].Unscaled(Row);

        public override ReadOnlySpan<byte> Bytes(int argument) => _vectors[argument].Bytes(Row);

        public override string Text(int argument) => Encoding.UTF8.GetString(Bytes(argument));

        public override object? Value(int argument) => _vectors[argument].Value(Row);
    }

    private sealed class Result(NativeVector vector, SparkType type) : NativeResult
    {
        private readonly int _precision = type is DecimalType number ? number.Precision : 0;

        public NativeVector Vector => vector;

        public long Row { get; set; }

        public bool IsSet { get; set; }

        public override void Set(bool value)
        {
            vector.Set(Row, value ? (byte)1 : (byte)0);
            IsSet = true;
        }

        public override void Set(int value)
        {
            vector.SetInt(Row, value);
            IsSet = true;
        }

        public override void Set(long value)
        {
            vector.Set(Row, value);
            IsSet = true;
        }

        public override void Set(double value)
        {
            vector.SetDouble(Row, value);
            IsSet = true;
        }

        public override void SetUnscaled(Int128 value)
        {
            vector.SetUnscaled(Row, value, _precision);
            IsSet = true;
        }

        public override void Set(string? value)
        {
            if (value is null)
                return;
            vector.SetBytes(Row, Encoding.UTF8.GetBytes(value));
            IsSet = true;
        }

        public override void Set(ReadOnlySpan<byte> value)
        {
            vector.SetBytes(Row, value);
            IsSet = true;
        }

        public override void SetValue(object? value)
        {
            if (value is null)
                return;
            vector.SetValue(Row, value);
            IsSet = true;
        }
    }
}
