using Delta.Log;
using Spark.Connect;
using LogStruct = Delta.Log.StructType;
using SparkTypes = Spark.Embedded.Types;

namespace Spark.Embedded.Delta;

/// <summary>
/// What the source of a MERGE says of the target rows that can match: where the condition asks that a target column equals a source column, the values
/// of the latter. By it files are skipped, and merges of other keys are told apart.
/// </summary>
internal sealed class MergeKeys(DeltaSession session, LogStruct target, SparkTypes.StructType source)
{
    /// <summary>Up to so many values are told one by one; of more the least and the greatest.</summary>
    private const int MostValues = 200;

    /// <summary>The predicate that every target row satisfies which matches a source row.</summary>
    /// <param name="rows">The rows of the source.</param>
    public FilePredicate Read(Merge merge, MaterializedSource rows, string sourceAlias)
    {
        var predicate = FilePredicate.Always;
        foreach (var (left, right) in Equalities(merge.Condition))
        {
            var column = TargetColumn(left, merge.TargetAlias, sourceAlias) ?? TargetColumn(right, merge.TargetAlias, sourceAlias);
            var key = SourceColumn(left, merge.TargetAlias, sourceAlias) ?? SourceColumn(right, merge.TargetAlias, sourceAlias);
            // Of different types the two are compared after a cast, and of some types values have more than one form.
            if (
                column is not null
                && key is { } ordinal
                && Normal($"c{ordinal}", column.Type) is { } normal
                && DeltaSchemas.ToSpark(column.Type).Equals(source.Fields[ordinal].Type)
                && column.MetadataText("__CHAR_VARCHAR_TYPE_STRING") is null
            )
                predicate &= Values(column, normal, rows.Table);
        }

        return predicate;
    }

    private FilePredicate Values(StructField column, string value, string table)
    {
        string[] path = [column.Name];
        var texts = new List<IComparable>();
        using (
            var distinct = session.Connection.Query(
                $"SELECT DISTINCT CAST({value} AS VARCHAR) FROM {table} WHERE {value} IS NOT NULL LIMIT {MostValues + 1}"
            )
        )
        {
            while (distinct.Next() is { } batch)
            {
                using (batch)
                {
                    for (var i = 0; i < batch.RowCount; i++)
                        texts.Add(Parse(batch.Columns[0].GetString(i), column.Type));
                }
            }
        }

        if (texts.Count == 0)
            return FilePredicate.Never; // A null matches nothing.
        if (texts.Count <= MostValues)
            return new FilePredicate.In(path, texts);
        var bounds = session.FirstRow($"SELECT CAST(min({value}) AS VARCHAR), CAST(max({value}) AS VARCHAR) FROM {table}")!;
        return new FilePredicate.Comparison(path, ComparisonOperator.GreaterOrEqual, Parse(bounds[0]!, column.Type))
            & new FilePredicate.Comparison(path, ComparisonOperator.LessOrEqual, Parse(bounds[1]!, column.Type));
    }

    /// <summary>SQL of the normal form of a value, see <see cref="DeltaValue"/>; null for types that have none.</summary>
    private static string? Normal(string value, DeltaType type) =>
        (type as PrimitiveType)?.Name switch
        {
            "string" => value,
            "long" or "integer" or "short" or "byte" => value,
            "date" => $"({value} - DATE '1970-01-01')",
            "timestamp" or "timestamp_ntz" => $"epoch_us({value})",
            _ => null,
        };

    private static IComparable Parse(string text, DeltaType type) =>
        type.Equals(PrimitiveType.String) ? text : long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<(Expression Left, Expression Right)> Equalities(Expression condition)
    {
        if (condition.UnresolvedFunction is not { Arguments: [var left, var right] } call)
            return [];
        return call.FunctionName.ToUpperInvariant() switch
        {
            "AND" => Equalities(left).Concat(Equalities(right)),
            "==" or "=" => [(left, right)],
            _ => [],
        };
    }

    private StructField? TargetColumn(Expression expression, string? alias, string sourceAlias) =>
        Parts(expression) switch
        {
            [var qualifier, var name] when Same(qualifier, alias) && !Same(qualifier, sourceAlias) => target.Find(name),
            [var name] when SourceOrdinal(name) is null => target.Find(name),
            _ => null,
        };

    private int? SourceColumn(Expression expression, string? alias, string sourceAlias) =>
        Parts(expression) switch
        {
            [var qualifier, var name] when Same(qualifier, sourceAlias) && !Same(qualifier, alias) => SourceOrdinal(name),
            [var name] when target.Find(name) is null => SourceOrdinal(name),
            _ => null,
        };

    private int? SourceOrdinal(string name)
    {
        for (var i = 0; i < source.Fields.Count; i++)
        {
            if (Same(source.Fields[i].Name, name))
                return i;
        }

        return null;
    }

    private static List<string>? Parts(Expression expression) =>
        expression.UnresolvedAttribute is { HasPlanId: false } attribute ? Assignments.Parts(attribute.UnparsedIdentifier) : null;

    private static bool Same(string? left, string? right) => left is not null && left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
