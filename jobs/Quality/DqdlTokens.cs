namespace Spark.Jobs.Quality;

internal enum DqdlTokenKind
{
    Word,
    Text,
    Number,
    Symbol,
    End,
}

/// <summary>A token; <paramref name="Start"/> and <paramref name="End"/> are its place in the source.</summary>
internal readonly record struct DqdlToken(DqdlTokenKind Kind, string Value, int Line, int Start, int End)
{
    public override string ToString() =>
        Kind switch
        {
            DqdlTokenKind.End => "the end",
            DqdlTokenKind.Text => $"\"{Value}\"",
            _ => Value,
        };
}

/// <summary>Splits DQDL into tokens: words, "quoted text", numbers and symbols. A <c>#</c> starts a comment.</summary>
internal static class DqdlTokens
{
    public static List<DqdlToken> Of(string source)
    {
        var tokens = new List<DqdlToken>();
        var line = 1;
        var at = 0;
        while (at < source.Length)
        {
            var c = source[at];
            if (c == '\n')
                line++;
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }

            if (c == '#')
            {
                while (at < source.Length && source[at] != '\n')
                    at++;
                continue;
            }

            var start = at;
            DqdlTokenKind kind;
            string value;
            if (c == '"')
            {
                (value, at) = QuotedText(source, at, line);
                kind = DqdlTokenKind.Text;
            }
            else
            {
                kind = KindOf(source, at);
                at += LengthOf(kind, source, at);
                value = source[start..at];
            }

            tokens.Add(new DqdlToken(kind, value, line, start, at));
        }

        tokens.Add(new DqdlToken(DqdlTokenKind.End, "", line, source.Length, source.Length));
        return tokens;
    }

    private static (string Value, int End) QuotedText(string source, int start, int line)
    {
        var value = new System.Text.StringBuilder();
        var at = start + 1;
        while (at < source.Length && source[at] != '"')
        {
            // A backslash keeps a quotation mark or another backslash; before anything else it stands for itself, as regular expressions need.
            if (source[at] == '\\' && at + 1 < source.Length && source[at + 1] is '"' or '\\')
                at++;
            value.Append(source[at++]);
        }

        return at < source.Length ? (value.ToString(), at + 1) : throw new DqdlException(line, "a quotation mark is not closed.");
    }

    private static DqdlTokenKind KindOf(string source, int at)
    {
        var c = source[at];
        if (char.IsAsciiLetter(c) || c == '_')
            return DqdlTokenKind.Word;
        var signed = c is '-' && at + 1 < source.Length && char.IsAsciiDigit(source[at + 1]);
        return char.IsAsciiDigit(c) || signed ? DqdlTokenKind.Number : DqdlTokenKind.Symbol;
    }

    private static int LengthOf(DqdlTokenKind kind, string source, int at)
    {
        var end = at + 1;
        switch (kind)
        {
            case DqdlTokenKind.Word:
                while (end < source.Length && (char.IsAsciiLetterOrDigit(source[end]) || source[end] == '_'))
                    end++;
                break;
            case DqdlTokenKind.Number:
                while (end < source.Length && (char.IsAsciiDigit(source[end]) || source[end] == '.'))
                    end++;
                break;
            default:
                if (end < source.Length && source[at] is '!' or '<' or '>' && source[end] == '=')
                    end++;
                break;
        }

        return end - at;
    }
}
