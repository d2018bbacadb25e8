using System.Globalization;

namespace Spark.Embedded.Functions;

/// <summary>
/// The capturing groups of a Java pattern. Java numbers them by their opening brackets, named ones too; .NET numbers the named ones behind the
/// others. Where a pattern names any, all its groups are given Java's numbers.
/// </summary>
internal sealed class JavaGroups
{
    private readonly Dictionary<string, int> _named = new(StringComparer.Ordinal);
    private int _opened;

    public JavaGroups(string pattern)
    {
        var number = 0;
        var inClass = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                // What \Q quotes has no groups.
                var quoteEnd =
                    i + 1 < pattern.Length && pattern[i + 1] == 'Q' ? pattern.IndexOf(@"\E", i + 2, StringComparison.Ordinal) : i;
                i = quoteEnd < 0 ? pattern.Length : quoteEnd + 1;
            }
            else if (pattern[i] == '[')
            {
                inClass++;
            }
            else if (pattern[i] == ']' && inClass > 0)
            {
                inClass--;
            }
            else if (pattern[i] == '(' && inClass == 0)
            {
                if (Name(pattern, i) is { } name)
                    _named[name] = ++number;
                else if (i + 1 >= pattern.Length || pattern[i + 1] != '?')
                    number++;
            }
        }
    }

    /// <summary>What opens the group at <paramref name="at"/>, which moves to the last character of its opening.</summary>
    public string Open(string pattern, ref int at)
    {
        var name = Name(pattern, at);
        if (_named.Count == 0 || (name is null && at + 1 < pattern.Length && pattern[at + 1] == '?'))
            return "(";
        at += name is null ? 0 : name.Length + 3;
        return string.Create(CultureInfo.InvariantCulture, $"(?<{++_opened}>");
    }

    /// <summary>The number of the group that <c>\k&lt;name&gt;</c> refers to; null when no such reference stands there.</summary>
    public string? Reference(string pattern, ref int at)
    {
        if (!pattern.AsSpan(at).StartsWith(@"\k<") || pattern.IndexOf('>', at) is var end && end < 0)
            return null;
        if (!_named.TryGetValue(pattern[(at + 3)..end], out var number))
            return null;
        at = end;
        return number.ToString(CultureInfo.InvariantCulture);
    }

    private static string? Name(string pattern, int at)
    {
        if (!pattern.AsSpan(at).StartsWith("(?<") || at + 3 >= pattern.Length || pattern[at + 3] is '=' or '!')
            return null;
        var end = pattern.IndexOf('>', at);
        return end < 0 ? null : pattern[(at + 3)..end];
    }
}
