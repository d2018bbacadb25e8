namespace Delta.Log;

/// <summary>Decides from partition values and statistics whether a file can hold a row that a predicate is true for.</summary>
/// <param name="metadata">The table's metadata.</param>
public sealed class FileSkipping(TableMetadata metadata)
{
    /// <summary>False only when no row of the file can satisfy the predicate.</summary>
    public bool MayMatch(AddFile file, FilePredicate predicate)
    {
        FileStatistics? statistics = null;
        var parsed = false;
        return MayMatch(predicate);

        bool MayMatch(FilePredicate part) =>
            part switch
            {
                FilePredicate.Constant constant => constant.Value,
                FilePredicate.And and => MayMatch(and.Left) && MayMatch(and.Right),
                FilePredicate.Or or => MayMatch(or.Left) || MayMatch(or.Right),
                FilePredicate.Comparison comparison => Column(comparison.Column) is not { } column
                    || Compare(column, comparison.Operator, comparison.Value),
                FilePredicate.In among => Column(among.Column) is not { } column
                    || among.Values.Any(value => Compare(column, ComparisonOperator.Equal, value)),
                FilePredicate.StartsWith starts => Column(starts.Column) is not { } column || StartsWith(column, starts.Prefix),
                FilePredicate.IsNull isNull => Column(isNull.Column) is not { } column || column.MayBeNull,
                FilePredicate.IsNotNull isNotNull => Column(isNotNull.Column) is not { } column || column.MayHaveValue,
                _ => true,
            };

        // What is known of a column in this file; null for nothing at all.
        ColumnBounds? Column(IReadOnlyList<string> names)
        {
            if (Resolve(names) is not var (path, type))
                return null;
            if (names.Count == 1 && metadata.PartitionColumns.Contains(names[0], StringComparer.OrdinalIgnoreCase))
            {
                // A value that is missing or empty is null.
                if (!file.PartitionValues.TryGetValue(path[0], out var text) || string.IsNullOrEmpty(text))
                    return new ColumnBounds(null, null, MayBeNull: true, MayHaveValue: false, MayHoldNaN: false);
                // A timestamp without a zone is in that of its writer, which nobody knows.
                return (!type.Equals(PrimitiveType.Timestamp) || text.EndsWith('Z')) && DeltaValue.TryParse(text, type, out var value)
                    ? new ColumnBounds(value, value, MayBeNull: false, MayHaveValue: true, MayHoldNaN: false)
                    : null;
            }

            if (!parsed)
            {
                statistics = FileStatistics.Parse(file.Stats);
                parsed = true;
            }

            if (statistics is null)
                return null;
            var nulls = statistics.NullCount(path);
            // With wide bounds a null count says something only when it is none or all.
            return new ColumnBounds(
                statistics.Min(path, type),
                statistics.Max(path, type),
                MayBeNull: nulls != 0 || statistics.NumRecords is null,
                MayHaveValue: nulls is null || statistics.NumRecords is not { } rows || nulls < rows,
                MayHoldNaN: type is PrimitiveType { Name: "float" or "double" }
            );
        }
    }

    private (IReadOnlyList<string> Path, DeltaType Type)? Resolve(IReadOnlyList<string> names)
    {
        var path = new string[names.Count];
        DeltaType type = metadata.Schema;
        for (var i = 0; i < names.Count; i++)
        {
            if (type is not StructType structure || structure.Find(names[i]) is not { } field)
                return null;
            path[i] = field.PhysicalName;
            type = field.Type;
        }

        return (path, type);
    }

    private static bool Compare(ColumnBounds column, ComparisonOperator comparison, IComparable value)
    {
        if (!column.MayHaveValue)
            return false; // A comparison with null is never true.
        var min = column.Min is null ? null : DeltaValue.Compare(column.Min, value);
        var max = column.Max is null ? null : DeltaValue.Compare(column.Max, value);
        return comparison switch
        {
            ComparisonOperator.Equal => min is not > 0 && max is not < 0,
            ComparisonOperator.NotEqual => !(min == 0 && max == 0) || column.Min is string || column.MayHoldNaN,
            ComparisonOperator.Less => min is not >= 0,
            ComparisonOperator.LessOrEqual => min is not > 0,
            // Spark's NaN is above every number.
            ComparisonOperator.Greater => max is not <= 0 || column.MayHoldNaN,
            ComparisonOperator.GreaterOrEqual => max is not < 0 || column.MayHoldNaN,
            _ => true,
        };
    }

    private static bool StartsWith(ColumnBounds column, string prefix)
    {
        if (!column.MayHaveValue)
            return false;
        if (column.Min is not string min || column.Max is not string max)
            return true;
        // Bounds may be cut off, so only their beginnings are compared.
        return DeltaValue.Compare(Cut(min), prefix) <= 0 && DeltaValue.Compare(Cut(max), Cut(prefix, max.Length)) >= 0;

        string Cut(string text, int? length = null) => text.Length > (length ?? prefix.Length) ? text[..(length ?? prefix.Length)] : text;
    }

    /// <param name="MayHoldNaN">Whether there may be a NaN, which the bounds do not tell of.</param>
    private readonly record struct ColumnBounds(IComparable? Min, IComparable? Max, bool MayBeNull, bool MayHaveValue, bool MayHoldNaN);
}
