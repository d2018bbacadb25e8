namespace Spark.Jobs.Quality;

/// <summary>Rules that no value repeats: <c>IsUnique</c>, <c>IsPrimaryKey</c>.</summary>
internal static class KeyRules
{
    public static Dictionary<string, Func<DqdlReader, DqdlRule>> Types { get; } =
        new()
        {
            ["IsUnique"] = reader =>
            {
                var column = reader.Column();
                var counted = AggregateRules.Only(reader.Where(), column);
                return NoRepeats(reader, $"count({counted})", counted);
            },
            ["IsPrimaryKey"] = reader =>
            {
                List<string> key = [reader.Column()];
                while (reader.Next.Kind == DqdlTokenKind.Text)
                    key.Add(reader.Column());
                return NoRepeats(reader, "count(*)", string.Join(", ", key));
            },
        };

    private static DqdlRule NoRepeats(DqdlReader reader, string rows, string values)
    {
        var repeats = $"{rows} - count(distinct {values})";
        return reader.OfTable(repeats, $"{repeats} = 0");
    }
}
