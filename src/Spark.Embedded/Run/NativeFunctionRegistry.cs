using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Native;
using Microsoft.Spark;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static DuckDB.NET.Native.NativeMethods.DataChunks;
using static DuckDB.NET.Native.NativeMethods.ScalarFunction;

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
        var definition = DuckDBCreateScalarFunction();
        var types = function.Parameters.Append(function.Result).Select(DuckDbTypes.Create).ToArray();
        try
        {
            DuckDBScalarFunctionSetName(definition, function.Name);
            var fixedCount = function.Parameters.Count - (function.Variadic ? 1 : 0);
            for (var i = 0; i < fixedCount; i++)
                DuckDBScalarFunctionAddParameter(definition, types[i]);
            if (function.Variadic)
                DuckDBScalarFunctionSetVarargs(definition, types[fixedCount]);
            DuckDBScalarFunctionSetReturnType(definition, types[^1]);

            // The body looks at nulls itself: DuckDB's own handling would skip only constant ones.
            if (function.SeesNulls)
                DuckDBScalarFunctionSetSpecialHandling(definition);
            if (function.Volatile)
                DuckDBScalarFunctionSetVolatile(definition);
            DuckDBScalarFunctionSetExtraInfo(definition, GCHandle.ToIntPtr(GCHandle.Alloc(function)), &Forget);
            DuckDBScalarFunctionSetFunction(definition, &Run);
            if (!DuckDBRegisterScalarFunction(connection.Handle, definition).IsSuccess())
                throw new DuckDbException(DuckDBErrorType.Internal, $"DuckDB did not take the function {function.Name}.");
        }
        finally
        {
            foreach (var type in types)
                type.Dispose();
            DuckDBDestroyScalarFunction(ref definition);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Forget(nint info) => GCHandle.FromIntPtr(info).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Run(nint info, nint input, nint output)
    {
        try
        {
            using var chunk = new DuckDBDataChunk(input);
            var function = (NativeFunction)GCHandle.FromIntPtr(DuckDBScalarFunctionGetExtraInfo(info)).Target!;
            var arguments = new Arguments(function, chunk);
            var result = new Result(new NativeVector(output, function.Result), function.Result);
            var rows = (long)DuckDBDataChunkGetSize(chunk);
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
            DuckDBScalarFunctionSetError(info, RuntimeError.Envelope(exception));
        }
        catch (Exception exception)
        {
            // An exception must not cross into DuckDB.
            DuckDBScalarFunctionSetError(
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

        public Arguments(NativeFunction function, DuckDBDataChunk chunk)
        {
            _vectors = new NativeVector[DuckDBDataChunkGetColumnCount(chunk)];
            for (var i = 0; i < _vectors.Length; i++)
                _vectors[i] = new NativeVector(
                    DuckDBDataChunkGetVector(chunk, i),
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
