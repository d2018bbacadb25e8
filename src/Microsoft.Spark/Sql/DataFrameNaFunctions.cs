using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Functions over missing values: null and, in columns of numbers, not-a-number.</summary>
public sealed class DataFrameNaFunctions
{
    private readonly DataFrame _df;

    internal DataFrameNaFunctions(DataFrame df) => _df = df;

    /// <summary>The rows without a missing value.</summary>
    public DataFrame Drop() => Drop("any");

    /// <summary>The rows without missing values: <c>any</c> drops those with one, <c>all</c> those with nothing else.</summary>
    public DataFrame Drop(string how) => Drop(how, []);

    /// <summary>The rows without a missing value in the columns.</summary>
    public DataFrame Drop(IEnumerable<string> columnNames) => Drop("any", columnNames);

    /// <inheritdoc cref="Drop(string)"/>
    /// <param name="columnNames">The columns to look at; all when none is named.</param>
    public DataFrame Drop(string how, IEnumerable<string> columnNames) =>
        Drop(
            how.ToLowerInvariant() switch
            {
                "any" => (int?)null,
                "all" => 1,
                _ => throw new ArgumentException($"Rows are dropped when 'any' or 'all' values are missing, not '{how}'.", nameof(how)),
            },
            columnNames
        );

    /// <summary>The rows with at least that many values that are not missing.</summary>
    public DataFrame Drop(int minNonNulls) => Drop(minNonNulls, []);

    /// <inheritdoc cref="Drop(int)"/>
    /// <param name="columnNames">The columns to look at; all when none is named.</param>
    public DataFrame Drop(int minNonNulls, IEnumerable<string> columnNames) => Drop((int?)minNonNulls, columnNames);

    /// <summary>The rows with missing numbers replaced, in all columns of numbers.</summary>
    public DataFrame Fill(long value) => Fill([], [value]);

    /// <inheritdoc cref="Fill(long)"/>
    public DataFrame Fill(double value) => Fill([], [value]);

    /// <summary>The rows with missing texts replaced, in all columns of text.</summary>
    public DataFrame Fill(string value) => Fill([], [value]);

    /// <summary>The rows with missing numbers replaced, in those of the columns that have numbers.</summary>
    public DataFrame Fill(long value, IEnumerable<string> columnNames) => Fill(columnNames, [value]);

    /// <inheritdoc cref="Fill(long, IEnumerable{string})"/>
    public DataFrame Fill(double value, IEnumerable<string> columnNames) => Fill(columnNames, [value]);

    /// <summary>The rows with missing texts replaced, in those of the columns that have text.</summary>
    public DataFrame Fill(string value, IEnumerable<string> columnNames) => Fill(columnNames, [value]);

    /// <summary>The rows with missing truth values replaced, in all columns of them.</summary>
    public DataFrame Fill(bool value) => Fill([], [value]);

    /// <summary>The rows with missing truth values replaced, in those of the columns that have them.</summary>
    public DataFrame Fill(bool value, IEnumerable<string> columnNames) => Fill(columnNames, [value]);

    /// <summary>The rows with missing values replaced, column by column.</summary>
    public DataFrame Fill(IDictionary<string, int> valueMap) => Fill(valueMap.Keys, valueMap.Values.Select(value => (object)(long)value));

    /// <inheritdoc cref="Fill(IDictionary{string, int})"/>
    public DataFrame Fill(IDictionary<string, long> valueMap) => Fill(valueMap.Keys, valueMap.Values.Cast<object>());

    /// <inheritdoc cref="Fill(IDictionary{string, int})"/>
    public DataFrame Fill(IDictionary<string, double> valueMap) => Fill(valueMap.Keys, valueMap.Values.Cast<object>());

    /// <inheritdoc cref="Fill(IDictionary{string, int})"/>
    public DataFrame Fill(IDictionary<string, string> valueMap) => Fill(valueMap.Keys, valueMap.Values);

    /// <inheritdoc cref="Fill(IDictionary{string, int})"/>
    public DataFrame Fill(IDictionary<string, bool> valueMap) => Fill(valueMap.Keys, valueMap.Values.Cast<object>());

    /// <summary>The rows with numbers of a column, or of all for <c>*</c>, replaced by others.</summary>
    public DataFrame Replace(string columnName, IDictionary<double, double> replacement) => Replace(Named(columnName), replacement);

    /// <summary>The rows with truth values of a column, or of all for <c>*</c>, replaced by others.</summary>
    public DataFrame Replace(string columnName, IDictionary<bool, bool> replacement) => Replace(Named(columnName), replacement);

    /// <summary>The rows with texts of a column, or of all for <c>*</c>, replaced by others.</summary>
    public DataFrame Replace(string columnName, IDictionary<string, string> replacement) => Replace(Named(columnName), replacement);

    /// <summary>The rows with numbers of the columns replaced by others.</summary>
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<double, double> replacement) =>
        Replace<double>(columnNames, replacement);

    /// <summary>The rows with truth values of the columns replaced by others.</summary>
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<bool, bool> replacement) =>
        Replace<bool>(columnNames, replacement);

    /// <summary>The rows with texts of the columns replaced by others.</summary>
    public DataFrame Replace(IEnumerable<string> columnNames, IDictionary<string, string> replacement) =>
        Replace<string>(columnNames, replacement);

    private static string[] Named(string columnName) => columnName == "*" ? [] : [columnName];

    private DataFrame Drop(int? minNonNulls, IEnumerable<string> columnNames)
    {
        var drop = new Proto.NADrop { Input = _df.Relation };
        if (minNonNulls is { } number)
            drop.MinNonNulls = number;
        drop.Cols.Add(columnNames);
        return _df.Derive(new() { DropNa = drop }, keepsSchema: true);
    }

    private DataFrame Fill(IEnumerable<string> columnNames, IEnumerable<object> values)
    {
        var fill = new Proto.NAFill { Input = _df.Relation };
        fill.Cols.Add(columnNames);
        fill.Values.Add(values.Select(Literals.Of));
        if (fill.Values.Count == 0)
            throw new ArgumentException("There is no value to fill in.", nameof(values));
        return _df.Derive(new() { FillNa = fill });
    }

    private DataFrame Replace<T>(IEnumerable<string> columnNames, IDictionary<T, T> replacement)
    {
        var replace = new Proto.NAReplace { Input = _df.Relation };
        replace.Cols.Add(columnNames);
        foreach (var (oldValue, newValue) in replacement)
            replace.Replacements.Add(
                new Proto.NAReplace.Types.Replacement { OldValue = Literals.Of(oldValue), NewValue = Literals.Of(newValue) }
            );
        return _df.Derive(new() { Replace = replace });
    }
}
