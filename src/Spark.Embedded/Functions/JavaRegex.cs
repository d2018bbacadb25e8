using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Spark.Embedded.Errors;

namespace Spark.Embedded.Functions;

/// <summary>
/// Java's regular expressions on .NET's engine, which has their constructs but reads some differently: the classes \d \w \s and the POSIX
/// ones are ASCII, a dot stops at five line terminators and takes a whole code point, quantifiers may be possessive, classes may intersect.
/// </summary>
/// <remarks>https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html</remarks>
internal static class JavaRegex
{
    private const string LineTerminators = @"\n\r\u0085\u2028\u2029";

    /// <summary>Whose case does not matter.</summary>
    private enum Flags
    {
        None,
        AsciiCase,
        UnicodeCase,
    }

    private static readonly ConcurrentDictionary<string, Regex> Compiled = new();

    /// <summary>The compiled form of a Java pattern.</summary>
    /// <param name="function">The function that asks, for the error message.</param>
    public static Regex Compile(string pattern, string function)
    {
        if (Compiled.TryGetValue(pattern, out var found))
            return found;
        Regex regex;
        try
        {
            regex = new Regex(Translate(pattern), RegexOptions.CultureInvariant);
        }
        catch (RegexParseException)
        {
            throw SparkErrors.Runtime(
                "INVALID_PARAMETER_VALUE.PATTERN",
                [("parameter", "`regexp`"), ("functionName", $"`{function}`"), ("value", $"'{pattern}'")]
            );
        }

        // Patterns that come from a column may be many.
        if (Compiled.Count > 1000)
            Compiled.Clear();
        return Compiled[pattern] = regex;
    }

    /// <summary>The .NET pattern that matches what a Java pattern matches.</summary>
    internal static string Translate(string pattern)
    {
        var output = new StringBuilder(pattern.Length + 16);
        var atom = 0;
        var groups = new JavaGroups(pattern);
        var flags = Flags.None;
        var around = new Stack<Flags>();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            switch (c)
            {
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] == 'Q':
                    var end = pattern.IndexOf(@"\E", i + 2, StringComparison.Ordinal);
                    var quoted = end < 0 ? pattern[(i + 2)..] : pattern[(i + 2)..end];
                    foreach (var q in quoted)
                    {
                        atom = output.Length;
                        output.Append(Regex.Escape(q.ToString()));
                    }

                    i = end < 0 ? pattern.Length : end + 1;
                    break;
                case '\\' when groups.Reference(pattern, ref i) is { } number:
                    atom = output.Length;
                    output.Append(flags == Flags.None ? $@"(?:\{number})" : $@"(?i:\{number})");
                    break;
                case '\\':
                    atom = output.Length;
                    output.Append(Escape(pattern, ref i, false));
                    break;
                case '[':
                    atom = output.Length;
                    var members = Class(pattern, ref i);
                    output.Append(flags == Flags.AsciiCase ? $@"(?:(?=[\x00-\x7F])(?i:{members})|(?![\x00-\x7F]){members})" : members);
                    break;
                case '.':
                    atom = output.Length;
                    output.Append($@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^{LineTerminators}])");
                    break;
                case '$':
                    atom = output.Length;
                    output.Append($@"(?=(?:\r\n|(?<!\r)\n|[\r\u0085\u2028\u2029])?\z)");
                    break;
                case '(':
                    if (
                        pattern.AsSpan(i).StartsWith("(?")
                        && i + 2 < pattern.Length
                        && (char.IsAsciiLetter(pattern[i + 2]) || pattern[i + 2] == '-')
                    )
                    {
                        var ends = ReadFlags(pattern, i, flags, out var set);
                        var isGroup = pattern[ends] == ':';
                        if (isGroup)
                            around.Push(flags);
                        output.Append(set == Flags.UnicodeCase ? "(?i" : "(?-i").Append(pattern[ends]);
                        (flags, i) = (set, ends);
                        break;
                    }

                    around.Push(flags);
                    atom =
                        Group(pattern, i) is { } close && close + 2 <= pattern.Length && IsPossessive(pattern, close + 1)
                            ? output.Length
                            : atom;
                    output.Append(groups.Open(pattern, ref i));
                    break;
                case ')':
                    output.Append(c);
                    atom = OpeningOf(output);
                    around.TryPop(out flags);
                    break;
                case '*' or '+' or '?' or '{' when IsQuantifier(pattern, i, out var length):
                    var quantifier = pattern.Substring(i, length);
                    i += length - 1;
                    if (i + 1 < pattern.Length && pattern[i + 1] == '+')
                    {
                        i++;
                        output.Insert(atom, "(?>").Append(quantifier).Append(')');
                    }
                    else
                    {
                        output.Append(quantifier);
                    }

                    break;
                case var letter when flags == Flags.AsciiCase && char.IsAsciiLetter(letter):
                    atom = output.Length;
                    output.Append('[').Append(char.ToLowerInvariant(letter)).Append(char.ToUpperInvariant(letter)).Append(']');
                    break;
                default:
                    atom = output.Length;
                    output.Append(c);
                    if (char.IsHighSurrogate(c) && i + 1 < pattern.Length)
                    {
                        output.Insert(output.Length - 1, "(?:").Append(pattern[++i]).Append(')');
                    }

                    break;
            }
        }

        return output.ToString();
    }

    private static bool IsQuantifier(string pattern, int at, out int length)
    {
        length = 1;
        if (pattern[at] != '{')
            return true;
        var close = pattern.IndexOf('}', at);
        length = close < 0 ? 1 : close - at + 1;
        return close > 0;
    }

    private static bool IsPossessive(string pattern, int at) =>
        at + 1 < pattern.Length && pattern[at] is '*' or '+' or '?' && pattern[at + 1] == '+';

    private static int? Group(string pattern, int open)
    {
        var depth = 0;
        for (var i = open; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
                i++;
            else if (pattern[i] == '(')
                depth++;
            else if (pattern[i] == ')' && --depth == 0)
                return i;
        }

        return null;
    }

    /// <summary>Where the group begins that the last character closes.</summary>
    private static int OpeningOf(StringBuilder output)
    {
        var depth = 0;
        for (var i = output.Length - 1; i >= 0; i--)
        {
            var escaped = false;
            for (var j = i - 1; j >= 0 && output[j] == '\\'; j--)
                escaped = !escaped;
            if (escaped)
                continue;
            if (output[i] == ')')
                depth++;
            else if (output[i] == '(' && --depth == 0)
                return i;
        }

        return 0;
    }

    /// <summary>Reads <c>(?iu)</c> or <c>(?i:</c>, and tells where it ends. Without <c>u</c>, Java looks at the case of ASCII letters alone.</summary>
    private static int ReadFlags(string pattern, int at, Flags before, out Flags flags)
    {
        var end = pattern.IndexOfAny([')', ':'], at);
        var (ignoresCase, unicode, on) = (before != Flags.None, before == Flags.UnicodeCase, true);
        foreach (var flag in end < 0 ? "" : pattern[(at + 2)..end])
        {
            switch (flag)
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    ignoresCase = on;
                    break;
                case 'u':
                    unicode = on;
                    break;
                default:
                    throw SparkErrors.Unsupported($"the flag (?{flag}) in the regular expression '{pattern}'");
            }
        }

        flags =
            !ignoresCase ? Flags.None
            : unicode ? Flags.UnicodeCase
            : Flags.AsciiCase;
        return end < 0 ? pattern.Length - 1 : end;
    }

    private static string Escape(string pattern, ref int i, bool inClass)
    {
        if (++i >= pattern.Length)
            return @"\";
        var c = pattern[i];
        var members = c switch
        {
            'd' => "0-9",
            'w' => "a-zA-Z_0-9",
            's' => @" \t\n\x0B\f\r",
            'h' => @" \xA0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000",
            'v' => @"\n\x0B\f\r\x85\u2028\u2029",
            _ => null,
        };
        if (members is not null)
            return inClass ? members : $"[{members}]";
        switch (c)
        {
            case 'D' or 'W' or 'S' or 'H' or 'V':
                if (inClass)
                    return c switch
                    {
                        'D' => @"\x00-/:-\uFFFF",
                        'W' => @"\x00-/:-@\[-\^`{-\uFFFF",
                        'S' => @"\x00-\x08\x0E-\x1F!-\uFFFF",
                        _ => throw SparkErrors.Unsupported($@"\{c} inside a character class of a regular expression"),
                    };
                var lower = pattern[..i] + char.ToLowerInvariant(c);
                var at = i - 1;
                return "[^" + Escape(lower, ref at, true) + "]";
            case 'R':
                return @"(?:\r\n|[\n\x0B\f\r\u0085\u2028\u2029])";
            case 'p' or 'P':
                return Property(pattern, ref i, c == 'P', inClass);
            case 'x' when i + 1 < pattern.Length && pattern[i + 1] == '{':
            {
                var close = pattern.IndexOf('}', i);
                var point = Convert.ToInt32(pattern[(i + 2)..close], 16);
                i = close;
                return string.Concat(char.ConvertFromUtf32(point).Select(u => $@"\u{(int)u:X4}"));
            }

            case '0':
            {
                var digits = 0;
                while (digits < 3 && i + 1 + digits < pattern.Length && pattern[i + 1 + digits] is >= '0' and <= '7')
                    digits++;
                var value = Convert.ToInt32(pattern.Substring(i + 1, digits), 8);
                i += digits;
                return $@"\u{value:X4}";
            }

            case 'Z':
                return $@"(?=(?:\r\n|(?<!\r)\n|[\r\u0085\u2028\u2029])?\z)";
            case 'b' or 'B' when !inClass:
                // Java 17 takes letters and digits of all scripts for word characters here, as .NET does.
                return @"\" + c;
            case 'X' or 'N' or 'G' or 'K':
                throw SparkErrors.Unsupported($@"\{c} in the regular expression '{pattern}'");
            case var letter when char.IsAsciiLetterOrDigit(letter):
                return @"\" + letter;
            default:
                return c is '-' or ']' or '[' or '^' ? @"\" + c : Regex.Escape(c.ToString());
        }
    }

    private static string Property(string pattern, ref int i, bool negated, bool inClass)
    {
        string name;
        if (i + 1 < pattern.Length && pattern[i + 1] == '{')
        {
            var close = pattern.IndexOf('}', i);
            if (close < 0)
                return @"\p{";
            name = pattern[(i + 2)..close];
            i = close;
        }
        else
        {
            name = i + 1 < pattern.Length ? pattern[++i].ToString() : "";
        }

        var members = name switch
        {
            "Lower" => "a-z",
            "Upper" => "A-Z",
            "ASCII" => @"\x00-\x7F",
            "Alpha" => "a-zA-Z",
            "Digit" => "0-9",
            "Alnum" => "a-zA-Z0-9",
            "Punct" => @"!-/:-@\[-`{-~",
            "Graph" => "!-~",
            "Print" => " -~",
            "Blank" => @" \t",
            "Cntrl" => @"\x00-\x1F\x7F",
            "XDigit" => "0-9a-fA-F",
            "Space" => @" \t\n\x0B\f\r",
            _ => null,
        };
        if (members is not null)
        {
            if (inClass && negated)
                throw SparkErrors.Unsupported($@"\P{{{name}}} inside a character class of a regular expression");
            return inClass ? members : $"[{(negated ? "^" : "")}{members}]";
        }

        var category = name.StartsWith("Is", StringComparison.Ordinal) && name.Length <= 4 ? name[2..] : name;
        if (
            category
            is not (
                "L"
                or "Lu"
                or "Ll"
                or "Lt"
                or "Lm"
                or "Lo"
                or "M"
                or "Mn"
                or "Mc"
                or "Me"
                or "N"
                or "Nd"
                or "Nl"
                or "No"
                or "P"
                or "Pc"
                or "Pd"
                or "Ps"
                or "Pe"
                or "Pi"
                or "Pf"
                or "Po"
                or "S"
                or "Sm"
                or "Sc"
                or "Sk"
                or "So"
                or "Z"
                or "Zs"
                or "Zl"
                or "Zp"
                or "C"
                or "Cc"
                or "Cf"
                or "Cs"
                or "Co"
                or "Cn"
            )
        )
            throw SparkErrors.Unsupported($@"\p{{{name}}} in a regular expression");
        return $@"\{(negated ? 'P' : 'p')}{{{category}}}";
    }

    /// <summary>A character class. Unions and intersections of Java become .NET's one class or a lookahead before it.</summary>
    private static string Class(string pattern, ref int i)
    {
        var negated = i + 1 < pattern.Length && pattern[i + 1] == '^';
        if (negated)
            i++;
        var operands = new List<string>();
        var members = new StringBuilder();
        var first = true;
        for (i++; i < pattern.Length; i++, first = false)
        {
            var c = pattern[i];
            if (c == ']' && !first)
            {
                if (operands.Count == 0)
                    return $"[{(negated ? "^" : "")}{members}]";
                if (members.Length > 0)
                    operands.Add($"[{members}]");
                var all = string.Concat(operands.Take(operands.Count - 1).Select(o => $"(?={o})")) + operands[^1];
                return negated ? $@"(?:(?!{all})[\s\S])" : $"(?:{all})";
            }

            if (c == '&' && i + 1 < pattern.Length && pattern[i + 1] == '&')
            {
                if (members.Length > 0)
                    operands.Add($"[{members}]");
                members.Clear();
                i++;
            }
            else if (c == '[')
            {
                var nested = Class(pattern, ref i);
                if (nested.StartsWith("[^", StringComparison.Ordinal) || nested.StartsWith("(?", StringComparison.Ordinal))
                {
                    if (members.Length > 0)
                        throw SparkErrors.Unsupported($"the union of character classes in the regular expression '{pattern}'");
                    operands.Add(nested);
                }
                else
                {
                    members.Append(nested.AsSpan(1, nested.Length - 2));
                }
            }
            else if (c == '\\')
            {
                members.Append(Escape(pattern, ref i, true));
            }
            else
            {
                members.Append(c is ']' ? @"\]" : c.ToString());
            }
        }

        // Unclosed: let .NET refuse it.
        return "[" + members;
    }
}
