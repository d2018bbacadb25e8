using System.Text;
using System.Text.RegularExpressions;
using Spark.Connect;

namespace Spark.Embedded.Session;

/// <summary>Plans as text: what <c>explain</c> shows, and what tells whether two plans mean the same.</summary>
internal static partial class PlanExplanation
{
    /// <summary>DuckDB's plan of a query, under Spark's heading; with <paramref name="extended"/>, its SQL too.</summary>
    public static string Of(Relation relation, RunningStatement statement, bool extended = false)
    {
        var query = statement.Compile(relation);
        var text = new StringBuilder();
        if (extended)
            text.Append("== Analyzed Logical Plan ==\n")
                .AppendJoin(", ", query.Schema.Fields.Select(field => $"{field.Name}: {field.Type.Name}"))
                .Append("\n\n== DuckDB SQL ==\n")
                .Append(query.Sql)
                .Append("\n\n");
        text.Append("== Physical Plan ==\n");
        using var result = statement.Connection.Query($"EXPLAIN {query.Sql}");
        while (result.Next() is { } batch)
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++)
                    text.Append(batch.Columns[1].GetString(row));
            }
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The SQL of a plan without the numbers that differ between two compilations of it.</summary>
    public static string Canonical(Relation relation, RunningStatement statement) =>
        Numbers().Replace(statement.Compile(KeptRelations.Plain(relation)).Sql, "$1");

    [GeneratedRegex(@"\b(spark_scan|local|kept)[(_]\d+\)?")]
    private static partial Regex Numbers();
}
