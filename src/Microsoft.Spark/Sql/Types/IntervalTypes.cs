using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Types;

/// <summary>A number of years and months.</summary>
public sealed class YearMonthIntervalType : AtomicType
{
    private static readonly string[] Units = ["year", "month"];

    /// <summary>Makes the type.</summary>
    /// <param name="startField">The first unit: 0 for year, 1 for month.</param>
    /// <param name="endField">The last unit, the same or a smaller one.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such unit.</exception>
    public YearMonthIntervalType(int startField = 0, int endField = 1)
    {
        IntervalUnits.Check(startField, endField, Units);
        StartField = startField;
        EndField = endField;
    }

    /// <summary>The first unit.</summary>
    public int StartField { get; }

    /// <summary>The last unit.</summary>
    public int EndField { get; }

    public override string TypeName => IntervalUnits.Name(StartField, EndField, Units);

    internal override Proto.DataType ToProto() =>
        new()
        {
            YearMonthInterval = new() { StartField = StartField, EndField = EndField },
        };
}

/// <summary>A number of days, hours, minutes, seconds and microseconds.</summary>
public sealed class DayTimeIntervalType : AtomicType
{
    internal static readonly string[] Units = ["day", "hour", "minute", "second"];

    /// <summary>Makes the type.</summary>
    /// <param name="startField">The first unit: 0 for day, 1 hour, 2 minute, 3 second.</param>
    /// <param name="endField">The last unit, the same or a smaller one.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such unit.</exception>
    public DayTimeIntervalType(int startField = 0, int endField = 3)
    {
        IntervalUnits.Check(startField, endField, Units);
        StartField = startField;
        EndField = endField;
    }

    /// <summary>The first unit.</summary>
    public int StartField { get; }

    /// <summary>The last unit.</summary>
    public int EndField { get; }

    public override string TypeName => IntervalUnits.Name(StartField, EndField, Units);

    internal override Proto.DataType ToProto() =>
        new()
        {
            DayTimeInterval = new() { StartField = StartField, EndField = EndField },
        };
}

internal static class IntervalUnits
{
    public static void Check(int start, int end, string[] units)
    {
        if (start < 0 || start >= units.Length)
            throw new ArgumentOutOfRangeException(
                nameof(start),
                start,
                $"The first unit is 0 to {units.Length - 1}: {string.Join(", ", units)}."
            );
        if (end < start || end >= units.Length)
            throw new ArgumentOutOfRangeException(
                nameof(end),
                end,
                $"The last unit is {start} to {units.Length - 1}: {string.Join(", ", units)}."
            );
    }

    public static string Name(int start, int end, string[] units) =>
        start == end ? $"interval {units[start]}" : $"interval {units[start]} to {units[end]}";

    /// <summary>Reads <c>day to second</c>; null when the words are no interval's units.</summary>
    public static DataType? Parse(string first, string? last)
    {
        last ??= first;
        var year = (Array.IndexOf(["year", "month"], first), Array.IndexOf(["year", "month"], last));
        if (year is { Item1: >= 0, Item2: >= 0 } && year.Item1 <= year.Item2)
            return new YearMonthIntervalType(year.Item1, year.Item2);
        var day = (Array.IndexOf(DayTimeIntervalType.Units, first), Array.IndexOf(DayTimeIntervalType.Units, last));
        if (day is { Item1: >= 0, Item2: >= 0 } && day.Item1 <= day.Item2)
            return new DayTimeIntervalType(day.Item1, day.Item2);
        return null;
    }
}
