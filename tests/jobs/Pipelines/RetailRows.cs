using FsCheck;
using FsCheck.Fluent;

namespace Spark.Jobs.Tests.Pipelines;

/// <summary>Random dirty rows of the retail source, and what the rules say about them, written a second time without Spark.</summary>
internal static class RetailRows
{
    /// <summary>Rows from few values, so that they repeat, collide and break every rule.</summary>
    public static Gen<string[]> Row { get; } =
        from invoice in Gen.Elements("536365", "536366", "C536367", "c536368", "", "536365")
        from stock in Gen.Elements("85123A", "71053", "")
        from description in Gen.Elements("LANTERN", "METAL, SIGN", "7\" FRAME ", "", "LANTERN")
        from quantity in Gen.Elements("6", "1", "-2", "0", "six", "", "6", "06")
        from date in Gen.Elements(
            "2010-12-01 08:26:00",
            "2010-12-01 09:00:00",
            "2010-12-02 23:59:59",
            "2011-01-04 10:00:00",
            "yesterday",
            ""
        )
        from price in Gen.Elements("2.55", "3.390", "0", "-1.5", "free", "", "2.55", "0.001")
        from customer in Gen.Elements("17850.0", "13047.0", "", "17850", "12.5", "n/a", "17850.0")
        from country in Gen.Elements("United Kingdom", "France", "", "United Kingdom")
        select new[] { invoice, stock, description, quantity, date, price, customer, country };

    /// <summary>Whether a row is valid.</summary>
    public static bool IsValid(string[] row)
    {
        var required =
            row[0].Length > 0 && row[1].Length > 0 && row[3].Length > 0 && row[4].Length > 0 && row[5].Length > 0 && row[7].Length > 0;
        if (!required || !int.TryParse(row[3], out var quantity) || !decimal.TryParse(row[5], out var price) || row[4] == "yesterday")
            return false;
        var customer = row[6] is "" or "17850.0" or "13047.0" or "17850";
        var cancellation = row[0].StartsWith('C');
        return customer && quantity != 0 && price > 0 && (quantity > 0 || cancellation);
    }

    /// <summary>The processed row of a valid one: invoice, stock, description, quantity, date, price, customer, country, cancellation, amount, day.</summary>
    public static string Processed(string[] row)
    {
        var quantity = int.Parse(row[3]);
        var price = decimal.Parse(row[5]);
        return string.Join(
            '|',
            row[0],
            row[1],
            row[2].Length == 0 ? "null" : row[2],
            quantity,
            row[4],
            price.ToString("0.000"),
            row[6].Length == 0 ? "null" : row[6].Replace(".0", "", StringComparison.Ordinal),
            row[7],
            row[0].StartsWith('C') ? "true" : "false",
            (quantity * price).ToString("0.000"),
            row[4][..10]
        );
    }

    /// <summary>The row as a line of CSV.</summary>
    public static string Line(string[] row) =>
        string.Join(
            ',',
            row.Select(value =>
                value.AsSpan().IndexOfAny(",\"") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            )
        );
}
