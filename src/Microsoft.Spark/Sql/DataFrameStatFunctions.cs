using System.Collections;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <summary>Functions of statistics.</summary>
public sealed class DataFrameStatFunctions
{
    private readonly DataFrame _df;

    internal DataFrameStatFunctions(DataFrame df) => _df = df;

    /// <summary>About the quantiles of a column of numbers.</summary>
    /// <param name="probabilities">Which: 0 for the least value, 0.5 for the median, 1 for the greatest.</param>
    /// <param name="relativeError">How far a quantile may be off; 0 for exact ones.</param>
    public double[] ApproxQuantile(string columnName, IEnumerable<double> probabilities, double relativeError) =>
        ApproxQuantile([columnName], probabilities, relativeError)[0];

    /// <inheritdoc cref="ApproxQuantile(string, IEnumerable{double}, double)"/>
    /// <returns>The quantiles of each column.</returns>
    public double[][] ApproxQuantile(IEnumerable<string> columnNames, IEnumerable<double> probabilities, double relativeError)
    {
        var quantile = new Proto.StatApproxQuantile { Input = _df.Relation, RelativeError = relativeError };
        quantile.Cols.Add(columnNames);
        quantile.Probabilities.Add(probabilities);
        var columns = (ArrayList)_df.Derive(new() { ApproxQuantile = quantile }).Collect().Single().Get(0)!;
        return [.. columns.Cast<ArrayList>().Select(values => values.Cast<double>().ToArray())];
    }

    /// <summary>The covariance of the sample.</summary>
    public double Cov(string colName1, string colName2) =>
        Value(
            new()
            {
                Cov = new()
                {
                    Input = _df.Relation,
                    Col1 = colName1,
                    Col2 = colName2,
                },
            }
        );

    /// <summary>The correlation; the only method is <c>pearson</c>.</summary>
    public double Corr(string colName1, string colName2, string method) =>
        Value(
            new()
            {
                Corr = new()
                {
                    Input = _df.Relation,
                    Col1 = colName1,
                    Col2 = colName2,
                    Method = method,
                },
            }
        );

    /// <summary>Pearson's correlation.</summary>
    public double Corr(string colName1, string colName2) => Corr(colName1, colName2, "pearson");

    /// <summary>How often the values of two columns come together: a row for each value of the first, a column for each of the second.</summary>
    public DataFrame Crosstab(string colName1, string colName2) =>
        _df.Derive(
            new()
            {
                Crosstab = new()
                {
                    Input = _df.Relation,
                    Col1 = colName1,
                    Col2 = colName2,
                },
            }
        );

    /// <summary>The frequent values of columns, perhaps with some that are not.</summary>
    /// <param name="support">How large a part of the rows a value needs.</param>
    public DataFrame FreqItems(IEnumerable<string> columnNames, double support)
    {
        var items = new Proto.StatFreqItems { Input = _df.Relation, Support = support };
        items.Cols.Add(columnNames);
        return _df.Derive(new() { FreqItems = items });
    }

    /// <summary>The values that are in at least a hundredth of the rows, perhaps with some that are not.</summary>
    public DataFrame FreqItems(IEnumerable<string> columnNames) => FreqItems(columnNames, 0.01);

    /// <summary>A random part of the rows of each value of a column.</summary>
    /// <param name="fractions">How large a part, by value; none of the rows of other values.</param>
    /// <param name="seed">Makes the choice repeatable.</param>
    public DataFrame SampleBy<T>(string columnName, IDictionary<T, double> fractions, long seed) =>
        SampleBy(Functions.Col(columnName), fractions, seed);

    /// <inheritdoc cref="SampleBy{T}(string, IDictionary{T, double}, long)"/>
    public DataFrame SampleBy<T>(Column column, IDictionary<T, double> fractions, long seed)
    {
        var sample = new Proto.StatSampleBy
        {
            Input = _df.Relation,
            Col = column.Expression,
            Seed = seed,
        };
        foreach (var (stratum, fraction) in fractions)
            sample.Fractions.Add(new Proto.StatSampleBy.Types.Fraction { Stratum = Literals.Of(stratum), Fraction_ = fraction });
        return _df.Derive(new() { SampleBy = sample }, [column], keepsSchema: true);
    }

    private double Value(Proto.Relation relation) => _df.Derive(relation).Collect().Single().GetAs<double>(0);
}
