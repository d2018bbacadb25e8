namespace Microsoft.Spark.Sql.Types;

/// <summary>A value of <see cref="CalendarIntervalType"/>; the three parts do not convert into each other.</summary>
/// <param name="Months">Months.</param>
/// <param name="Days">Days.</param>
/// <param name="Microseconds">Microseconds.</param>
public readonly record struct CalendarInterval(int Months, int Days, long Microseconds);
