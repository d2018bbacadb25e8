using Microsoft.Spark;
using Spark.Connect;
using Spark.Connect.Columnar;
using Spark.Connect.Execution;
using Spark.Embedded.Types;

namespace Spark.Embedded.Tests.Functions;

/// <summary>What an engine answers to a query: names and types of the columns and the rows, or the class of the error.</summary>
internal static class Answers
{
    private static long _plans;

    public static async Task<string> Of(IPlanExecutor executor, string sql)
    {
        try
        {
            // Spark wants a plan id in every relation.
            var relation = new Relation
            {
                Common = new RelationCommon { PlanId = Interlocked.Increment(ref _plans) },
                Sql = new SQL { Query = sql },
            };
            var batches = new List<ColumnBatch>();
            var schema = "";
            await foreach (var part in executor.ExecuteAsync(new Connect.Plan { Root = relation }))
            {
                if (part.Batch is not null)
                    batches.Add(part.Batch);
                if (part.Response?.Schema is { } type)
                    schema = ProtocolTypes.FromProtocol(type).Name;
            }

            return $"{schema}\n{string.Join("\n", BatchText.Rows(batches))}";
        }
        catch (SparkUnsupportedOperationException e) when (e.ErrorClass?.EndsWith("EMBEDDED_ENGINE", StringComparison.Ordinal) == true)
        {
            return "unsupported";
        }
        catch (SparkException e)
        {
            return $"error {e.ErrorClass}";
        }
    }
}
