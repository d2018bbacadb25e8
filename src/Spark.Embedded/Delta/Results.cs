using System.Globalization;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Delta;

/// <summary>What commands answer, as queries of constants: they run like any other query.</summary>
internal static class Results
{
    /// <summary>One row.</summary>
    public static CompiledQuery Row(params IReadOnlyList<(string Name, SparkType Type, object? Value)> columns) =>
        Rows(
            new StructType([.. columns.Select(column => new StructField(column.Name, column.Type))]),
            [
                [.. columns.Select(column => column.Value)],
            ]
        );

    /// <summary>Rows of constants: null, bool, numbers, text, lists of text and maps of text to text; timestamps as milliseconds since the epoch.</summary>
    public static CompiledQuery Rows(StructType schema, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var names = schema.Fields.Select((_, i) => $"c{i}").ToList();
        var selects = rows.Select(row =>
                $"({Sql.List(row.Select((value, i) => $"CAST({Constant(value, schema.Fields[i].Type)} AS {schema.Fields[i].Type.DuckDb})"))})"
            )
            .ToList();
        var empty = $"SELECT {Sql.List(schema.Fields.Select((field, i) => $"CAST(NULL AS {field.Type.DuckDb}) AS c{i}"))} WHERE false";
        var sql = selects.Count == 0 ? empty : $"SELECT * FROM (VALUES {Sql.List(selects)}) AS t({Sql.List(names)})";
        return new CompiledQuery(schema.Fields.Count == 0 ? "SELECT 1 WHERE false" : sql, schema) { ColumnNames = names };
    }

    /// <summary>No rows of no columns.</summary>
    public static CompiledQuery None => new("SELECT 1 AS c0 WHERE false", new StructType([])) { ColumnNames = [] };

    private static string Constant(object? value, SparkType type) =>
        value switch
        {
            null => "NULL",
            bool flag => flag ? "true" : "false",
            long time when type == SparkType.Timestamp => $"make_timestamptz({(time * 1000).ToString(CultureInfo.InvariantCulture)})",
            int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            string text => Sql.Text(text),
            IEnumerable<string> list => $"[{Sql.List(list.Select(Sql.Text))}]",
            IEnumerable<KeyValuePair<string, string?>> map =>
                $"MAP {{{Sql.List(map.Select(pair => $"{Sql.Text(pair.Key)}: {Sql.Text(pair.Value)}"))}}}",
            IReadOnlyList<object?> fields when type is StructType structure =>
                $"{{{Sql.List(fields.Select((field, i) => $"{Sql.Text(structure.Fields[i].Name)}: {Constant(field, structure.Fields[i].Type)}"))}}}",
            _ => throw new ArgumentException($"A constant of {value.GetType().Name} has no SQL.", nameof(value)),
        };
}
