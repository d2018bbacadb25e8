using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Spark.Jobs.Quality;

/// <summary>Evaluates table rules: all of them in one pass over the table, <c>CustomSql</c> rules in a query each.</summary>
public static class QualityGate
{
    /// <summary>The columns of <c>ops.quality</c>.</summary>
    public static StructType Schema { get; } =
        new([
            new StructField("run_id", new StringType()),
            new StructField("batch_id", new LongType()),
            new StructField("pipeline", new StringType()),
            new StructField("rule_set", new StringType()),
            new StructField("severity", new StringType()),
            new StructField("rule", new StringType()),
            new StructField("passed", new BooleanType()),
            new StructField("observed", new StringType()),
        ]);

    /// <summary>Evaluates the rules of severity error and warning.</summary>
    public static IReadOnlyList<QualityResult> Evaluate(SparkSession spark, DataFrame table, IEnumerable<RuleSet> ruleSets)
    {
        var rules = ruleSets
            .Where(set => set.Severity != RuleSeverity.Quarantine)
            .SelectMany(set => set.Rules.Select(rule => (Set: set, Rule: rule)))
            .ToList();
        var aggregated = rules.Where(r => r.Rule.CustomSql is null).ToList();
        var results = new List<QualityResult>();
        if (aggregated.Count > 0)
        {
            var measures = aggregated
                .SelectMany(
                    (r, i) =>
                        new[]
                        {
                            Functions.Expr($"cast({r.Rule.Observed} as string)").As($"observed_{i}"),
                            Functions.Expr(r.Rule.Passes!).As($"passed_{i}"),
                        }
                )
                .ToArray();
            var row = table.Agg(measures[0], measures[1..]).Collect().Single();
            results.AddRange(aggregated.Select((r, i) => Result(r.Set, r.Rule, row.GetAs<bool>((2 * i) + 1), row.GetAs<string?>(2 * i))));
        }

        var custom = rules.Where(r => r.Rule.CustomSql is not null).ToList();
        if (custom.Count > 0)
            table.CreateOrReplaceTempView("primary");
        foreach (var (set, rule) in custom)
        {
            var row = spark
                .Sql(rule.CustomSql!)
                .ToDF("value")
                .SelectExpr("cast(value as string)", $"coalesce({rule.CustomSqlPasses}, false)")
                .Collect()
                .Single();
            results.Add(Result(set, rule, row.GetAs<bool>(1), row.GetAs<string?>(0)));
        }

        return results;
    }

    /// <summary>The results as rows of <c>ops.quality</c>.</summary>
    public static DataFrame Rows(SparkSession spark, IEnumerable<QualityResult> results, string pipeline, long batchId, string runId) =>
        spark.CreateDataFrame(
            results.Select(r => new GenericRow([
                runId,
                batchId,
                pipeline,
                r.RuleSet,
                r.Severity.ToString().ToLowerInvariant(),
                r.Rule,
                r.Passed,
                r.Observed,
            ])),
            Schema
        );

    private static QualityResult Result(RuleSet set, DqdlRule rule, bool passed, string? observed) =>
        new(set.Name, set.Severity, rule.Text, passed, observed);
}
