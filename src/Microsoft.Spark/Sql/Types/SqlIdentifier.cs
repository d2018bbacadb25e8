namespace Microsoft.Spark.Sql.Types;

/// <summary>Names in SQL text.</summary>
internal static class SqlIdentifier
{
    /// <summary>The name in backquotes.</summary>
    public static string Quote(string name) => $"`{name.Replace("`", "``")}`";

    /// <summary>The name in backquotes, unless it is a plain one.</summary>
    public static string QuoteIfNeeded(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : Quote(name);
}
