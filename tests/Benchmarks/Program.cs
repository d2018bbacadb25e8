using BenchmarkDotNet.Running;
using Spark.Embedded.Run;

// `duckdb SCRIPT [name=value ...]` runs a SQL script on the engine's own libduckdb, with ${name} replaced: what sales.sh compares the job with.
if (args is ["duckdb", var script, .. var variables])
{
    var sql = File.ReadAllText(script);
    foreach (var variable in variables)
    {
        var parts = variable.Split('=', 2);
        sql = sql.Replace($"${{{parts[0]}}}", parts[1], StringComparison.Ordinal);
    }

    using var database = DuckDbDatabase.Open();
    using var connection = database.Connect();
    connection.Execute(sql);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
