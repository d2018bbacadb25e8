namespace Microsoft.Spark.Sql;

/// <content>Aggregate functions.</content>
public static partial class Functions
{
    /// <summary>The number of rows in which the column is not null; of all rows for <c>*</c>.</summary>
    public static Column Count(Column column) =>
        Invoke("count", column.Expression.UnresolvedStar is { HasUnparsedTarget: false, HasPlanId: false } ? Lit(1) : column);

    /// <inheritdoc cref="Count(Column)"/>
    public static Column Count(string columnName) => Count(Col(columnName));

    /// <summary>The number of distinct values, or combinations of values, without nulls.</summary>
    public static Column CountDistinct(Column column, params Column[] columns) => InvokeDistinct("count", [column, .. columns]);

    /// <inheritdoc cref="CountDistinct(Column, Column[])"/>
    public static Column CountDistinct(string columnName, params string[] columnNames) =>
        InvokeDistinct("count", Columns(columnName, columnNames));

    /// <inheritdoc cref="CountDistinct(Column, Column[])"/>
    public static Column Count_Distinct(Column column, params Column[] columns) => CountDistinct(column, columns);

    /// <summary>The sum of the distinct values.</summary>
    public static Column SumDistinct(Column column) => InvokeDistinct("sum", column);

    /// <inheritdoc cref="SumDistinct(Column)"/>
    public static Column SumDistinct(string columnName) => SumDistinct(Col(columnName));

    /// <inheritdoc cref="SumDistinct(Column)"/>
    public static Column Sum_Distinct(Column column) => SumDistinct(column);

    /// <summary>The distinct values as one text.</summary>
    public static Column ListAggDistinct(Column column) => InvokeDistinct("listagg", column);

    /// <inheritdoc cref="ListAggDistinct(Column)"/>
    /// <param name="delimiter">What stands between the values.</param>
    public static Column ListAggDistinct(Column column, string delimiter) => InvokeDistinct("listagg", column, Lit(delimiter));

    /// <summary>The level of grouping as a number whose bits tell which of the grouping columns are aggregated.</summary>
    public static Column GroupingId(string columnName, params string[] columnNames) =>
        Invoke("grouping_id", Columns(columnName, columnNames));

    /// <summary>The value of the group's first row.</summary>
    /// <param name="ignoreNulls">Whether to take the first value that is not null.</param>
    public static Column First(Column column, bool ignoreNulls = false) => Invoke("first", column, Lit(ignoreNulls));

    /// <inheritdoc cref="First(Column, bool)"/>
    public static Column First(string columnName, bool ignoreNulls = false) => First(Col(columnName), ignoreNulls);

    /// <summary>The value of the group's last row.</summary>
    /// <param name="ignoreNulls">Whether to take the last value that is not null.</param>
    public static Column Last(Column column, bool ignoreNulls = false) => Invoke("last", column, Lit(ignoreNulls));

    /// <inheritdoc cref="Last(Column, bool)"/>
    public static Column Last(string columnName, bool ignoreNulls = false) => Last(Col(columnName), ignoreNulls);

    /// <summary>About how many distinct values there are, with a relative standard deviation of 0.05 or as given.</summary>
    public static Column ApproxCountDistinct(Column column) => Invoke("approx_count_distinct", column);

    /// <summary>About how many distinct values there are, with a relative standard deviation of 0.05 or as given.</summary>
    public static Column ApproxCountDistinct(string columnName) => Invoke("approx_count_distinct", Col(columnName));

    /// <summary>About how many distinct values there are, with a relative standard deviation of 0.05 or as given.</summary>
    public static Column ApproxCountDistinct(Column column, double rsd) => Invoke("approx_count_distinct", column, Lit(rsd));

    /// <summary>About how many distinct values there are, with a relative standard deviation of 0.05 or as given.</summary>
    public static Column ApproxCountDistinct(string columnName, double rsd) => Invoke("approx_count_distinct", Col(columnName), Lit(rsd));

    /// <summary>The mean.</summary>
    public static Column Avg(Column column) => Invoke("avg", column);

    /// <summary>The mean.</summary>
    public static Column Avg(string columnName) => Invoke("avg", Col(columnName));

    /// <summary>The mean.</summary>
    public static Column Mean(Column column) => Invoke("avg", column);

    /// <summary>The mean.</summary>
    public static Column Mean(string columnName) => Invoke("avg", Col(columnName));

    /// <summary>The values that are not null, as an array.</summary>
    public static Column CollectList(Column column) => Invoke("collect_list", column);

    /// <summary>The values that are not null, as an array.</summary>
    public static Column CollectList(string columnName) => Invoke("collect_list", Col(columnName));

    /// <summary>The distinct values that are not null, as an array.</summary>
    public static Column CollectSet(Column column) => Invoke("collect_set", column);

    /// <summary>The distinct values that are not null, as an array.</summary>
    public static Column CollectSet(string columnName) => Invoke("collect_set", Col(columnName));

    /// <summary>The values that are not null, as an array.</summary>
    public static Column ArrayAgg(Column column) => Invoke("array_agg", column);

    /// <summary>The values that are not null, as an array.</summary>
    public static Column ArrayAgg(string columnName) => Invoke("array_agg", Col(columnName));

    /// <summary>Pearson's correlation.</summary>
    public static Column Corr(Column column1, Column column2) => Invoke("corr", column1, column2);

    /// <summary>Pearson's correlation.</summary>
    public static Column Corr(string columnName1, string columnName2) => Invoke("corr", Col(columnName1), Col(columnName2));

    /// <summary>The covariance of the population.</summary>
    public static Column CovarPop(Column column1, Column column2) => Invoke("covar_pop", column1, column2);

    /// <summary>The covariance of the population.</summary>
    public static Column CovarPop(string columnName1, string columnName2) => Invoke("covar_pop", Col(columnName1), Col(columnName2));

    /// <summary>The covariance of the sample.</summary>
    public static Column CovarSamp(Column column1, Column column2) => Invoke("covar_samp", column1, column2);

    /// <summary>The covariance of the sample.</summary>
    public static Column CovarSamp(string columnName1, string columnName2) => Invoke("covar_samp", Col(columnName1), Col(columnName2));

    /// <summary>The number of rows in which the condition holds.</summary>
    public static Column CountIf(Column column) => Invoke("count_if", column);

    /// <summary>The number of rows in which the condition holds.</summary>
    public static Column CountIf(string columnName) => Invoke("count_if", Col(columnName));

    /// <summary>1 where the column is aggregated in this level of grouping, 0 where it is not.</summary>
    public static Column Grouping(Column column) => Invoke("grouping", column);

    /// <summary>1 where the column is aggregated in this level of grouping, 0 where it is not.</summary>
    public static Column Grouping(string columnName) => Invoke("grouping", Col(columnName));

    /// <summary>The level of grouping as a number whose bits tell which of the grouping columns are aggregated.</summary>
    public static Column GroupingId(params Column[] columns) => Invoke("grouping_id", columns);

    /// <summary>The excess kurtosis.</summary>
    public static Column Kurtosis(Column column) => Invoke("kurtosis", column);

    /// <summary>The excess kurtosis.</summary>
    public static Column Kurtosis(string columnName) => Invoke("kurtosis", Col(columnName));

    /// <summary>The skewness.</summary>
    public static Column Skewness(Column column) => Invoke("skewness", column);

    /// <summary>The skewness.</summary>
    public static Column Skewness(string columnName) => Invoke("skewness", Col(columnName));

    /// <summary>The greatest value.</summary>
    public static Column Max(Column column) => Invoke("max", column);

    /// <summary>The greatest value.</summary>
    public static Column Max(string columnName) => Invoke("max", Col(columnName));

    /// <summary>The least value.</summary>
    public static Column Min(Column column) => Invoke("min", column);

    /// <summary>The least value.</summary>
    public static Column Min(string columnName) => Invoke("min", Col(columnName));

    /// <summary>The value of the row whose ordering is greatest.</summary>
    public static Column MaxBy(Column column, Column ordering) => Invoke("max_by", column, ordering);

    /// <summary>The value of the row whose ordering is greatest.</summary>
    public static Column MaxBy(string columnName, string orderingName) => Invoke("max_by", Col(columnName), Col(orderingName));

    /// <summary>The value of the row whose ordering is least.</summary>
    public static Column MinBy(Column column, Column ordering) => Invoke("min_by", column, ordering);

    /// <summary>The value of the row whose ordering is least.</summary>
    public static Column MinBy(string columnName, string orderingName) => Invoke("min_by", Col(columnName), Col(orderingName));

    /// <summary>The median.</summary>
    public static Column Median(Column column) => Invoke("median", column);

    /// <summary>The median.</summary>
    public static Column Median(string columnName) => Invoke("median", Col(columnName));

    /// <summary>The most frequent value; of several, some one unless a deterministic choice is asked for.</summary>
    public static Column Mode(Column column) => Invoke("mode", column);

    /// <summary>The most frequent value; of several, some one unless a deterministic choice is asked for.</summary>
    public static Column Mode(string columnName) => Invoke("mode", Col(columnName));

    /// <summary>The most frequent value; of several, some one unless a deterministic choice is asked for.</summary>
    public static Column Mode(Column column, bool deterministic) => Invoke("mode", column, Lit(deterministic));

    /// <summary>The most frequent value; of several, some one unless a deterministic choice is asked for.</summary>
    public static Column Mode(string columnName, bool deterministic) => Invoke("mode", Col(columnName), Lit(deterministic));

    /// <summary>The exact percentile, or percentiles for an array of them.</summary>
    public static Column Percentile(Column column, Column percentage) => Invoke("percentile", column, percentage);

    /// <summary>The exact percentile, or percentiles for an array of them.</summary>
    public static Column Percentile(Column column, Column percentage, Column frequency) =>
        Invoke("percentile", column, percentage, frequency);

    /// <summary>About the percentile, or percentiles for an array of them; a larger accuracy is exacter.</summary>
    public static Column PercentileApprox(Column column, Column percentage, Column accuracy) =>
        Invoke("percentile_approx", column, percentage, accuracy);

    /// <summary>About the percentile, or percentiles for an array of them; a larger accuracy is exacter.</summary>
    public static Column ApproxPercentile(Column column, Column percentage, Column accuracy) =>
        Invoke("approx_percentile", column, percentage, accuracy);

    /// <summary>The product.</summary>
    public static Column Product(Column column) => Invoke("product", column);

    /// <summary>The product.</summary>
    public static Column Product(string columnName) => Invoke("product", Col(columnName));

    /// <summary>The sum.</summary>
    public static Column Sum(Column column) => Invoke("sum", column);

    /// <summary>The sum.</summary>
    public static Column Sum(string columnName) => Invoke("sum", Col(columnName));

    /// <summary>The sum; null when it overflows.</summary>
    public static Column TrySum(Column column) => Invoke("try_sum", column);

    /// <summary>The sum; null when it overflows.</summary>
    public static Column TrySum(string columnName) => Invoke("try_sum", Col(columnName));

    /// <summary>The mean; null when it overflows.</summary>
    public static Column TryAvg(Column column) => Invoke("try_avg", column);

    /// <summary>The mean; null when it overflows.</summary>
    public static Column TryAvg(string columnName) => Invoke("try_avg", Col(columnName));

    /// <summary>The standard deviation of the sample.</summary>
    public static Column Std(Column column) => Invoke("std", column);

    /// <summary>The standard deviation of the sample.</summary>
    public static Column Std(string columnName) => Invoke("std", Col(columnName));

    /// <summary>The standard deviation of the sample.</summary>
    public static Column Stddev(Column column) => Invoke("stddev", column);

    /// <summary>The standard deviation of the sample.</summary>
    public static Column Stddev(string columnName) => Invoke("stddev", Col(columnName));

    /// <summary>The standard deviation of the sample.</summary>
    public static Column StddevSamp(Column column) => Invoke("stddev_samp", column);

    /// <summary>The standard deviation of the sample.</summary>
    public static Column StddevSamp(string columnName) => Invoke("stddev_samp", Col(columnName));

    /// <summary>The standard deviation of the population.</summary>
    public static Column StddevPop(Column column) => Invoke("stddev_pop", column);

    /// <summary>The standard deviation of the population.</summary>
    public static Column StddevPop(string columnName) => Invoke("stddev_pop", Col(columnName));

    /// <summary>The variance of the sample.</summary>
    public static Column Variance(Column column) => Invoke("variance", column);

    /// <summary>The variance of the sample.</summary>
    public static Column Variance(string columnName) => Invoke("variance", Col(columnName));

    /// <summary>The variance of the sample.</summary>
    public static Column VarSamp(Column column) => Invoke("var_samp", column);

    /// <summary>The variance of the sample.</summary>
    public static Column VarSamp(string columnName) => Invoke("var_samp", Col(columnName));

    /// <summary>The variance of the population.</summary>
    public static Column VarPop(Column column) => Invoke("var_pop", column);

    /// <summary>The variance of the population.</summary>
    public static Column VarPop(string columnName) => Invoke("var_pop", Col(columnName));

    /// <summary>The value of some row.</summary>
    public static Column AnyValue(Column column) => Invoke("any_value", column);

    /// <summary>The value of some row.</summary>
    public static Column AnyValue(Column column, bool ignoreNulls) => Invoke("any_value", column, Lit(ignoreNulls));

    /// <summary>The value of the first row.</summary>
    public static Column FirstValue(Column column) => Invoke("first_value", column);

    /// <summary>The value of the first row.</summary>
    public static Column FirstValue(Column column, bool ignoreNulls) => Invoke("first_value", column, Lit(ignoreNulls));

    /// <summary>The value of the last row.</summary>
    public static Column LastValue(Column column) => Invoke("last_value", column);

    /// <summary>The value of the last row.</summary>
    public static Column LastValue(Column column, bool ignoreNulls) => Invoke("last_value", column, Lit(ignoreNulls));

    /// <summary>Whether the condition holds in all rows.</summary>
    public static Column Every(Column column) => Invoke("every", column);

    /// <summary>Whether the condition holds in all rows.</summary>
    public static Column Every(string columnName) => Invoke("every", Col(columnName));

    /// <summary>Whether the condition holds in all rows.</summary>
    public static Column BoolAnd(Column column) => Invoke("bool_and", column);

    /// <summary>Whether the condition holds in all rows.</summary>
    public static Column BoolAnd(string columnName) => Invoke("bool_and", Col(columnName));

    /// <summary>Whether the condition holds in a row.</summary>
    public static Column Some(Column column) => Invoke("some", column);

    /// <summary>Whether the condition holds in a row.</summary>
    public static Column Some(string columnName) => Invoke("some", Col(columnName));

    /// <summary>Whether the condition holds in a row.</summary>
    public static Column BoolOr(Column column) => Invoke("bool_or", column);

    /// <summary>Whether the condition holds in a row.</summary>
    public static Column BoolOr(string columnName) => Invoke("bool_or", Col(columnName));

    /// <summary>The bits that are set in all rows.</summary>
    public static Column BitAnd(Column column) => Invoke("bit_and", column);

    /// <summary>The bits that are set in all rows.</summary>
    public static Column BitAnd(string columnName) => Invoke("bit_and", Col(columnName));

    /// <summary>The bits that are set in a row.</summary>
    public static Column BitOr(Column column) => Invoke("bit_or", column);

    /// <summary>The bits that are set in a row.</summary>
    public static Column BitOr(string columnName) => Invoke("bit_or", Col(columnName));

    /// <summary>The bits that are set in an odd number of rows.</summary>
    public static Column BitXor(Column column) => Invoke("bit_xor", column);

    /// <summary>The bits that are set in an odd number of rows.</summary>
    public static Column BitXor(string columnName) => Invoke("bit_xor", Col(columnName));

    /// <summary>The values that are not null as one text.</summary>
    public static Column ListAgg(Column column) => Invoke("listagg", column);

    /// <summary>The values that are not null as one text.</summary>
    public static Column ListAgg(Column column, string delimiter) => Invoke("listagg", column, Lit(delimiter));

    /// <summary>The values that are not null as one text.</summary>
    public static Column StringAgg(Column column) => Invoke("string_agg", column);

    /// <summary>The values that are not null as one text.</summary>
    public static Column StringAgg(Column column, string delimiter) => Invoke("string_agg", column, Lit(delimiter));

    /// <summary>A histogram of that many bins, as an array of points.</summary>
    public static Column HistogramNumeric(Column column, Column numBins) => Invoke("histogram_numeric", column, numBins);

    /// <summary>The mean of x over the pairs without nulls.</summary>
    public static Column RegrAvgX(Column y, Column x) => Invoke("regr_avgx", y, x);

    /// <summary>The mean of y over the pairs without nulls.</summary>
    public static Column RegrAvgY(Column y, Column x) => Invoke("regr_avgy", y, x);

    /// <summary>The number of pairs without nulls.</summary>
    public static Column RegrCount(Column y, Column x) => Invoke("regr_count", y, x);

    /// <summary>Where the line of least squares meets the axis.</summary>
    public static Column RegrIntercept(Column y, Column x) => Invoke("regr_intercept", y, x);

    /// <summary>The coefficient of determination.</summary>
    public static Column RegrR2(Column y, Column x) => Invoke("regr_r2", y, x);

    /// <summary>The slope of the line of least squares.</summary>
    public static Column RegrSlope(Column y, Column x) => Invoke("regr_slope", y, x);

    /// <summary>The sum of squares of x about its mean.</summary>
    public static Column RegrSxx(Column y, Column x) => Invoke("regr_sxx", y, x);

    /// <summary>The sum of products of x and y about their means.</summary>
    public static Column RegrSxy(Column y, Column x) => Invoke("regr_sxy", y, x);

    /// <summary>The sum of squares of y about its mean.</summary>
    public static Column RegrSyy(Column y, Column x) => Invoke("regr_syy", y, x);
}
