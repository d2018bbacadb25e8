namespace Spark.Jobs.Batches;

/// <summary>Conditions on a day column, in Spark SQL.</summary>
public static class DayCondition
{
    /// <summary>The day is one of the given ones.</summary>
    public static string In(string column, IEnumerable<DateOnly> days) =>
        $"{column} in ({string.Join(", ", days.Select(day => $"date'{day:O}'"))})";

    /// <summary>The day is one that the batch restates.</summary>
    public static string RestatedBy(string column, Batch batch) => $"{column} >= date'{batch.From:O}' and {column} <= date'{batch.To:O}'";
}
