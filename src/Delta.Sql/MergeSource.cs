using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;
using Proto = global::Spark.Connect;
using RelationCase = global::Spark.Connect.Relation.RelTypeOneofCase;

namespace Delta.Sql;

/// <summary>The rows that a merge brings, and how the statement names them.</summary>
internal sealed class MergeSource
{
    private readonly DataFrame _df;
    private readonly string _alias;
    private HashSet<long>? _planIds;

    public MergeSource(DataFrame df)
    {
        ArgumentNullException.ThrowIfNull(df);
        _df = df;
        _alias = FindAlias(df.Relation) ?? "source";
    }

    /// <summary>The name that qualifies the source's columns, in SQL.</summary>
    public string Alias => SqlIdentifier.QuoteIfNeeded(_alias);

    /// <summary>The name, for columns of the source or of a DataFrame that it is made from; null for others.</summary>
    public string? Owns(long planId)
    {
        if (_planIds is null)
        {
            _planIds = [];
            CollectPlanIds(_df.Relation, _planIds);
        }

        return _planIds.Contains(planId) ? _alias : null;
    }

    /// <summary>Makes the rows a view of the session until the result is disposed.</summary>
    public View CreateView() => new(_df);

    /// <summary>The alias that the rows still have: what keeps columns keeps the names that qualify them.</summary>
    private static string? FindAlias(Proto.Relation relation) =>
        relation.RelTypeCase switch
        {
            RelationCase.SubqueryAlias => relation.SubqueryAlias.Alias,
            RelationCase.Filter => FindAlias(relation.Filter.Input),
            RelationCase.Sort => FindAlias(relation.Sort.Input),
            RelationCase.Limit => FindAlias(relation.Limit.Input),
            RelationCase.Offset => FindAlias(relation.Offset.Input),
            RelationCase.Hint => FindAlias(relation.Hint.Input),
            RelationCase.Sample => FindAlias(relation.Sample.Input),
            RelationCase.Deduplicate => FindAlias(relation.Deduplicate.Input),
            RelationCase.Repartition => FindAlias(relation.Repartition.Input),
            RelationCase.RepartitionByExpression => FindAlias(relation.RepartitionByExpression.Input),
            RelationCase.CollectMetrics => FindAlias(relation.CollectMetrics.Input),
            RelationCase.WithRelations => FindAlias(relation.WithRelations.Root),
            _ => null,
        };

    private static void CollectPlanIds(IMessage message, HashSet<long> planIds)
    {
        if (message is Proto.Relation { Common.HasPlanId: true } relation)
            planIds.Add(relation.Common.PlanId);
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.FieldType != FieldType.Message)
                continue;
            var value = field.Accessor.GetValue(message);
            foreach (var nested in value as IEnumerable ?? new[] { value })
            {
                if (nested is IMessage child)
                    CollectPlanIds(child, planIds);
            }
        }
    }

    /// <summary>A view of the session that goes when it is disposed.</summary>
    internal sealed class View : IDisposable
    {
        private readonly DataFrame _df;

        public View(DataFrame df)
        {
            _df = df;
            df.CreateOrReplaceTempView(Name);
        }

        public string Name { get; } = $"merge_source_{Guid.NewGuid():N}";

        public void Dispose() => _df.SparkSession.Catalog.DropTempView(Name);
    }
}
