using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Spark.Embedded.Run;

/// <summary>Named types as two native arrays, the form in which DuckDB takes the fields of a struct and the columns of a schema.</summary>
internal sealed unsafe class DuckDbColumns : IDisposable
{
    private readonly List<DuckDBLogicalType> _types = [];
    private readonly nint* _handles;
    private readonly nint* _names;

    /// <summary>Takes the type objects over.</summary>
    public DuckDbColumns(IEnumerable<(string Name, DuckDBLogicalType Type)> columns)
    {
        var list = columns.ToList();
        _handles = (nint*)NativeMemory.AllocZeroed((nuint)(list.Count + 1), (nuint)sizeof(nint));
        _names = (nint*)NativeMemory.AllocZeroed((nuint)(list.Count + 1), (nuint)sizeof(nint));
        foreach (var (name, type) in list)
        {
            _handles[_types.Count] = type.DangerousGetHandle();
            _names[_types.Count] = Marshal.StringToCoTaskMemUTF8(name);
            _types.Add(type);
        }
    }

    public ulong Count => (ulong)_types.Count;

    /// <summary><c>duckdb_logical_type*</c>.</summary>
    public nint* Types => _handles;

    /// <summary><c>const char **</c>.</summary>
    public nint* Names => _names;

    public void Dispose()
    {
        for (var i = 0; i < _types.Count; i++)
        {
            _types[i].Dispose();
            Marshal.FreeCoTaskMem(_names[i]);
        }

        NativeMemory.Free(_handles);
        NativeMemory.Free(_names);
    }
}
