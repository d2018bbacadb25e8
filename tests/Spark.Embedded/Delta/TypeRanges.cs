namespace Spark.Embedded.Tests.Delta;

/// <summary>A column type and SQL literals over its whole range; what is easily lost is among them.</summary>
internal sealed record TypeRange(string Type, IReadOnlyList<string> Literals)
{
    private static readonly string A31 = new('a', 31);

    public static readonly IReadOnlyList<TypeRange> All =
    [
        new("tinyint", ["-128Y", "-1Y", "0Y", "127Y"]),
        new("smallint", ["-32768S", "0S", "7S", "32767S"]),
        new("int", ["-2147483648", "-1", "0", "5", "2147483647"]),
        new("bigint", ["bigint('-9223372036854775808')", "-1L", "9007199254740992L", "9007199254740993L", "9223372036854775807L"]),
        new(
            "float",
            [
                "float('nan')",
                "float('infinity')",
                "float('-infinity')",
                "float('-0.0')",
                "0.0F",
                "0.1F",
                "float('1.4E-45')",
                "float('3.4028235E38')",
                "float('-3.4028235E38')",
                "16777217F",
            ]
        ),
        new(
            "double",
            [
                "double('nan')",
                "double('infinity')",
                "double('-infinity')",
                "double('-0.0')",
                "0.0D",
                "0.1D",
                "1e10D",
                "4.9E-324D",
                "1.7976931348623157E308D",
                "-1.7976931348623157E308D",
            ]
        ),
        new("decimal(2,2)", ["0.05BD", "-0.05BD", "0.00BD", "0.99BD", "-0.99BD"]),
        new("decimal(18,5)", ["1234567890123.45678BD", "-1234567890123.45678BD", "0.00001BD", "0.00000BD"]),
        new(
            "decimal(38,10)",
            [
                "1234567890123456789012345678.0123456789BD",
                "-1234567890123456789012345678.0123456789BD",
                "0.0000000001BD",
                "-0.0000000001BD",
                "9999999999999999999999999999.9999999999BD",
            ]
        ),
        new(
            "string",
            [
                "''",
                "'a'",
                $"'{A31}a'",
                $"'{A31}ab'",
                $"'{A31}a\u007f'",
                $"'{A31}aé'",
                $"'{A31}😈'",
                $"'{A31}😈b'",
                $"'{A31}a\uE000'",
                $"'{A31}a\uFFFF'",
                $"'{A31}a\U0010FFFF\U0010FFFF'",
                "'\uFFFF'",
                "'😈'",
                "'é'",
                "'Z'",
                "' a/b%:=?#[]{}|^~ '",
                "'__HIVE_DEFAULT_PARTITION__'",
            ]
        ),
        new("date", Dates("date")),
        new(
            "timestamp",
            [
                .. Times("timestamp", "0001-01-01", "1500-03-01", "1683-12-31", "1969-12-31", "2024-02-29", "2262-04-12", "2999-12-31"),
                "timestamp'9999-12-31 23:59:59.999999'",
                "timestamp'+12000-01-01 00:00:00.000001'",
                "timestamp'-0044-03-15 00:00:00.5'",
            ]
        ),
        new(
            "timestamp_ntz",
            [
                .. Times("timestamp_ntz", "0001-01-01", "1500-03-01", "1969-12-31", "2024-02-29", "2262-04-12", "2999-12-31"),
                "timestamp_ntz'9999-12-31 23:59:59.999999'",
                "timestamp_ntz'+12000-01-01 00:00:00.000001'",
                "timestamp_ntz'-0044-03-15 00:00:00.5'",
            ]
        ),
        new("boolean", ["true", "false"]),
        new("binary", ["X'61'", "X'6162'", "X'C3A9'"]),
    ];

    private static IReadOnlyList<string> Dates(string type) =>
        [
            .. new[]
            {
                "0001-01-01",
                "1582-10-04",
                "1582-10-15",
                "1970-01-01",
                "2024-02-29",
                "9999-12-31",
                "+10000-01-01",
                "0000-02-29",
                "-0044-03-15",
            }.Select(text => $"{type}'{text}'"),
        ];

    private static IEnumerable<string> Times(string type, params string[] days) =>
        days.SelectMany(day =>
            new[] { "00:00:00", "00:00:00.000001", "23:59:59.999", "23:59:59.9995", "23:59:59.999999" }.Select(time =>
                $"{type}'{day} {time}'"
            )
        );
}
