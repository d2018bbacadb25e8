using System.Globalization;

namespace Microsoft.Spark.Sql;

/// <summary>Values of options and settings as Spark writes them.</summary>
internal static class OptionText
{
    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAnyExcept("-0123456789") ? text : text + ".0";
    }
}
