using System.CommandLine.Parsing;
using System.Globalization;

namespace Spark.Emr.Commands;

/// <summary>Lengths of time as people write them: 45s, 90m, 2h, 1d; a bare number is seconds.</summary>
internal static class Durations
{
    public static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var (number, seconds) =
            text.Length > 0
                ? text[^1] switch
                {
                    's' => (text[..^1], 1),
                    'm' => (text[..^1], 60),
                    'h' => (text[..^1], 3600),
                    'd' => (text[..^1], 86_400),
                    _ => (text, 1),
                }
                : ("", 1);
        if (
            double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value > 0
            && value * seconds < 86_400 * 30
        )
            return TimeSpan.FromSeconds(value * seconds);
        result.AddError($"'{text}' is not a length of time such as 45s, 90m or 2h.");
        return null;
    }
}
