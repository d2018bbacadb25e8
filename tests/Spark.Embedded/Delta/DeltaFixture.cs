using Spark.Embedded.Delta;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;

namespace Spark.Embedded.Tests.Delta;

/// <summary>A database with Delta tables in temporary folders.</summary>
internal sealed class DeltaFixture : IDisposable
{
    public DeltaFixture()
    {
        Database = DuckDbDatabase.Open(threads: 2);
        Connection = Database.Connect();
        Connection.Execute("SET TimeZone = 'UTC'");
        Tables = new DeltaTables(Database);
    }

    public DuckDbDatabase Database { get; }

    public DuckDbConnection Connection { get; }

    public DeltaTables Tables { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("delta-").FullName;

    /// <summary>The acceptance tables, next to the checkout; null when the machine has none.</summary>
    public static string? AcceptanceTables
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Spark.sln")))
                    return Path.Combine(folder.FullName, "..", "shared", "delta-dat") is var path && Directory.Exists(path)
                        ? Path.GetFullPath(path)
                        : null;
            }

            return null;
        }
    }

    public string PathOf(string table) => Path.Combine(Folder, table);

    /// <summary>A query over every column of a source.</summary>
    public static string Select(ITableSource source, params IReadOnlyList<ScanPredicate> predicates)
    {
        var scan = source.ToSql(new ScanRequest("t", [.. Enumerable.Range(0, source.Schema.Fields.Count)], predicates));
        return $"SELECT {string.Join(", ", scan.Columns.Select((column, i) => $"{column} AS \"{source.Schema.Fields[i].Name}\""))} FROM {scan.From}";
    }

    public string Select(string table, long? version = null)
    {
        var log = Tables.Open(PathOf(table));
        return Select(new DeltaTableSource(version is { } number ? log.At(number) : log.Current()));
    }

    /// <summary>The rows of a query as text, each value as DuckDB writes it.</summary>
    public List<string> Rows(string sql)
    {
        var names = Connection
            .Describe(sql)
            .Select(field => "\"" + field.Name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"")
            .ToList();
        using var result = Connection.Query(
            $"SELECT concat_ws('|', {string.Join(", ", names.Select(name => $"coalesce({name}::VARCHAR, 'NULL')"))}) FROM ({sql})"
        );
        var rows = new List<string>();
        while (result.Next() is { } batch)
        {
            for (var i = 0; i < batch.RowCount; i++)
                rows.Add(batch.Columns[0].GetString(i));
            batch.Dispose();
        }

        return rows;
    }

    public void Dispose()
    {
        Connection.Dispose();
        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
