using System.Globalization;
using Google.Protobuf;
using Spark.Connect;
using Spark.Connect.Arrow;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>Small results that the engine itself makes, such as a listing of tables.</summary>
internal static class ResultRows
{
    /// <summary>Rows of text, flags, whole numbers and lists of text as a source.</summary>
    public static ITableSource Source(StructType schema, IEnumerable<object?[]> rows) => new Values(schema, [.. rows]);

    /// <summary>The rows of a compiled query as a plan that holds them.</summary>
    public static Relation Hold(CompiledQuery query, RunningStatement statement)
    {
        var batches = statement.Batches(query).ToList();
        try
        {
            var fields = batches.Count > 0 ? batches[0].Fields : new ResultShape(query.Schema, statement.Session.TimeZone).Fields;
            return new Relation
            {
                LocalRelation = new LocalRelation
                {
                    Data = UnsafeByteOperations.UnsafeWrap(ArrowStreamWriter.WriteAll(fields, batches)),
                    Schema = query.Schema.Fields.Count == 0 ? "" : TypeText.Ddl(query.Schema),
                },
            };
        }
        finally
        {
            foreach (var batch in batches)
                batch.Dispose();
        }
    }

    /// <summary>Rows of constants as a compiled query.</summary>
    public static CompiledQuery Query(StructType schema, IEnumerable<object?[]> rows)
    {
        var source = new Values(schema, [.. rows]);
        var scan = source.ToSql(new ScanRequest("t", [.. Enumerable.Range(0, schema.Fields.Count)], []));
        return new CompiledQuery(
            schema.Fields.Count == 0 ? "SELECT 1 AS c WHERE false" : $"SELECT {string.Join(", ", scan.Columns)} FROM {scan.From}",
            schema
        )
        {
            ColumnNames = [.. schema.Fields.Select((_, i) => RowScanRegistry.ColumnName(i))],
        };
    }

    private sealed record Values(StructType Schema, IReadOnlyList<object?[]> Rows) : ITableSource
    {
        public IReadOnlyList<StructField> MetadataColumns => [];

        public ScanSql ToSql(ScanRequest request)
        {
            var alias = Sql.Name(request.Alias);
            if (Schema.Fields.Count == 0)
                return new ScanSql($"(SELECT 1 AS c WHERE false) AS {alias}", []);
            var names = string.Join(", ", Schema.Fields.Select((_, i) => RowScanRegistry.ColumnName(i)));
            var rows =
                Rows.Count > 0
                    ? Rows.Select(row =>
                        $"({string.Join(", ", row.Select((value, i) => $"{Constant(value)}::{Schema.Fields[i].Type.DuckDb}"))})"
                    )
                    : [$"({string.Join(", ", Schema.Fields.Select(field => $"NULL::{field.Type.DuckDb}"))})"];
            return new ScanSql(
                $"(SELECT * FROM (VALUES {string.Join(", ", rows)}) v({names}){(Rows.Count == 0 ? " WHERE false" : "")}) AS {alias}",
                [.. request.Columns.Select(column => $"{alias}.{RowScanRegistry.ColumnName(column)}")]
            );
        }

        private static string Constant(object? value) =>
            value switch
            {
                null => "NULL",
                bool flag => flag ? "true" : "false",
                string text => Sql.Text(text),
                object?[] items => $"[{string.Join(", ", items.Select(Constant))}]",
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => throw new InvalidOperationException($"No constant of {value.GetType().Name}."),
            };
    }
}
