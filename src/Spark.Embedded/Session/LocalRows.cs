using Spark.Connect.Arrow;
using Spark.Connect.Columnar;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>Rows that come with a plan, put into a table of DuckDB for the time of the statement.</summary>
internal static class LocalRows
{
    /// <param name="data">An Arrow stream; null for no rows.</param>
    /// <param name="schema">The schema; null to take the stream's.</param>
    public static StoredSource Open(byte[]? data, StructType? schema, RunningStatement statement)
    {
        IReadOnlyList<ColumnField> fields = [];
        var batches = data is { Length: > 0 } ? ArrowStreamReader.ReadAll(data, out fields) : [];
        schema ??= new StructType([
            .. fields.Select(field => new StructField(field.Name, ColumnTypes.ToSpark(field.Type), field.Nullable)),
        ]);
        return Store(schema, batches, statement);
    }

    /// <summary>Puts batches into a table.</summary>
    public static StoredSource Store(StructType schema, IReadOnlyList<ColumnBatch> batches, RunningStatement statement)
    {
        var table = statement.Session.Application.NewTable("local");
        var columns = schema.Fields.Select((field, i) => $"c{i} {field.Type.DuckDb}");
        statement.Connection.Execute($"CREATE TABLE {table} ({(schema.Fields.Count == 0 ? "c BOOLEAN" : string.Join(", ", columns))})");
        statement.Scope.OnDispose(() => statement.Connection.Execute($"DROP TABLE IF EXISTS {table}"));
        if (schema.Fields.Count == 0)
        {
            var rows = batches.Sum(batch => batch.RowCount);
            if (rows > 0)
                statement.Connection.Execute(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"INSERT INTO {table} SELECT true FROM range({rows})")
                );
        }
        else if (batches.Count > 0)
        {
            using var appender = new DuckDbAppender(statement.Connection, table);
            foreach (var batch in batches)
                appender.Append(batch);
            appender.Complete();
        }

        return new StoredSource(table, schema);
    }
}
