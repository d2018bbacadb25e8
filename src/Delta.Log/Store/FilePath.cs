using System.Text;

namespace Delta.Log;

/// <summary>
/// Paths of data files in actions: URIs, percent-encoded. A partition folder such as <c>time=00%3A00</c> has its percent sign encoded once more in
/// the action: <c>time=00%253A00</c>.
/// </summary>
public static class FilePath
{
    // What java.net.URI leaves alone in a path, beyond letters, digits and non-ASCII text.
    private const string Unescaped = "-_.!~*'():@&=+$,;/";

    /// <summary>The path of an action for a file's real path relative to the table, with forward slashes.</summary>
    public static string Encode(string path)
    {
        var clean = true;
        foreach (var c in path)
            clean &= c >= 128 || char.IsAsciiLetterOrDigit(c) || Unescaped.Contains(c, StringComparison.Ordinal);
        if (clean)
            return path;
        var text = new StringBuilder(path.Length + 16);
        foreach (var c in path)
        {
            if (c >= 128 || char.IsAsciiLetterOrDigit(c) || Unescaped.Contains(c, StringComparison.Ordinal))
                text.Append(c);
            else
                text.Append('%').Append(((int)c).ToString("X2", null));
        }

        return text.ToString();
    }

    /// <summary>The real path that an action's path names: relative to the table, or absolute.</summary>
    public static string Decode(string path)
    {
        var decoded = path.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(path) : path;
        return WithoutFileScheme(decoded);
    }

    /// <summary>Whether the path stands outside the table's folder.</summary>
    public static bool IsAbsolute(string path) => path.StartsWith('/') || path.Contains(":/", StringComparison.Ordinal);

    private static string WithoutFileScheme(string path) =>
        !path.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? path
        : path.StartsWith("file:///", StringComparison.OrdinalIgnoreCase) ? path[7..]
        : path[5..];
}
