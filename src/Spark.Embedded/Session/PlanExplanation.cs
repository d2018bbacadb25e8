using System.Text;
using System.Text.RegularExpressions;
using Spark.Connect;
using Spark.Embedded.Explain;
using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Session;

/// <summary>Plans as text: what <c>explain</c> shows, and what tells whether two plans mean the same.</summary>
internal sealed partial class PlanExplanation(RunningStatement statement)
{
    /// <summary>What EXPLAIN shows of a statement. Nothing is run.</summary>
    public string Of(Statement parsed, ExplainMode mode)
    {
        var write = ExplainedWrite.Of(parsed, Parser);
        return Of(write.Rows, mode, write.Command);
    }

    /// <summary>What explain shows of a query, under Spark's headings.</summary>
    /// <param name="command">What is done with its rows; null for a query on its own.</param>
    public string Of(Relation relation, ExplainMode mode, string? command = null)
    {
        var context = statement.Context(statement.Catalog);
        var plan = PlanCompiler.Resolve(statement.Session.Kept.Replace(relation, statement), context);
        var query = PlanCompiler.Lower(plan, context);
        statement.Register(query);
        var analyzed = new AnalyzedPlan(plan);
        var sql = SqlLayout.WithNames(query.Sql, analyzed);
        switch (mode)
        {
            case ExplainMode.Codegen:
                // As Spark says where it generates no code.
                return "Found 0 WholeStageCodegen subtrees.\n\n";
            case ExplainMode.Formatted:
                return $"== Physical Plan ==\n{Physical().ToFormatted()}\n";
            case ExplainMode.Cost:
                return $"== Optimized Logical Plan ==\n{Optimized(withRows: true)}\n== Physical Plan ==\n{Physical().ToTree()}\n";
            case ExplainMode.Extended:
                return new StringBuilder()
                    .Append($"== Parsed Logical Plan ==\n{Under(command is null ? null : $"'{command}", Parser.Tree(relation))}\n")
                    .Append(
                        $"== Analyzed Logical Plan ==\n{(command is null ? analyzed.Header + "\n" : "")}{Under(command, analyzed.Tree)}\n"
                    )
                    .Append($"== DuckDB SQL ==\n{SqlLayout.Indented(sql)}\n\n")
                    .Append($"== Optimized Logical Plan ==\n{Optimized()}\n")
                    .Append($"== Physical Plan ==\n{Physical().ToTree()}\n")
                    .ToString();
            default:
                return $"== Physical Plan ==\n{Physical().ToTree()}\n";
        }

        PlanTree Optimized(bool withRows = false) => Under(command, Engine("logical_opt", sql).ToTree(withRows));

        EnginePlan Physical()
        {
            var engine = Engine("physical_plan", sql);
            return command is null ? engine : new EnginePlan($"Execute {command}", [], null, [engine]);
        }
    }

    /// <summary>The SQL of a plan without the numbers that differ between two compilations of it.</summary>
    public string Canonical(Relation relation) => Numbers().Replace(statement.Compile(KeptRelations.Plain(relation)).Sql, "$1");

    private ParsedPlan Parser => new(statement.Session.Parser, statement.Session.TimeZone);

    private static PlanTree Under(string? command, PlanTree tree) => command is null ? tree : new PlanTree(command, [tree]);

    /// <summary>One of DuckDB's plans of a query.</summary>
    private EnginePlan Engine(string kind, string sql)
    {
        var connection = statement.Connection;
        connection.Execute("SET explain_output = 'all'");
        try
        {
            using var result = connection.Query($"EXPLAIN (FORMAT json) {sql}");
            while (result.Next() is { } batch)
            {
                using (batch)
                {
                    for (var row = 0; row < batch.RowCount; row++)
                    {
                        if (batch.Columns[0].GetString(row) == kind)
                            return EnginePlan.Parse(batch.Columns[1].GetString(row));
                    }
                }
            }
        }
        finally
        {
            connection.Execute("RESET explain_output");
        }

        throw new InvalidOperationException($"DuckDB explains no {kind}.");
    }

    [GeneratedRegex(@"\b(spark_scan|local|kept)[(_]\d+\)?")]
    private static partial Regex Numbers();
}
