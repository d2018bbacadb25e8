using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Spark;

namespace Spark.Embedded.Run;

/// <summary>Finds libduckdb, which the build puts beside the program (DuckDb.targets).</summary>
internal static class DuckDbLibrary
{
    /// <summary>Names a library to use instead of the one beside the program.</summary>
    public const string EnvironmentVariable = "DUCKDB_LIBRARY";

    internal static string FileName =>
        OperatingSystem.IsWindows() ? "duckdb.dll"
        : OperatingSystem.IsMacOS() ? "libduckdb.dylib"
        : "libduckdb.so";

    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != "duckdb")
            return 0;
        var named = Environment.GetEnvironmentVariable(EnvironmentVariable);
        var path = string.IsNullOrEmpty(named) ? Path.Combine(AppContext.BaseDirectory, FileName) : named;
        if (NativeLibrary.TryLoad(path, out var handle) || NativeLibrary.TryLoad(name, assembly, searchPath, out handle))
            return handle;
        throw new SparkException(
            $"The embedded engine needs DuckDB's library, and '{path}' {(File.Exists(path) ? "cannot be loaded on this machine" : "does not exist")}. "
                + $"Build or publish the program again for {RuntimeInformation.RuntimeIdentifier}, or name the library in the environment variable {EnvironmentVariable}."
        );
    }
}
