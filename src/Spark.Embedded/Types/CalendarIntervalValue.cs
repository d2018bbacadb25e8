namespace Spark.Embedded.Types;

/// <summary>The value of a calendar interval.</summary>
public sealed record CalendarIntervalValue(int Months, int Days, long Microseconds);
