using System.Text;
using Microsoft.Spark.Sql.Types;

namespace Delta.Sql;

/// <summary>Columns and their new values, as SQL writes them.</summary>
internal static class Assignments
{
    /// <summary><c>`a` = 1, `s`.`b` = x + 1</c>.</summary>
    public static string Render(IEnumerable<KeyValuePair<string, string>> set) =>
        string.Join(", ", set.Select(item => $"{QuoteName(item.Key)} = {item.Value}"));

    /// <summary>A column's name with each of its parts in backquotes: dots part it except within backquotes.</summary>
    public static string QuoteName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var parts = new List<string>();
        var part = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '`' && quoted && i + 1 < name.Length && name[i + 1] == '`')
            {
                part.Append('`');
                i++;
            }
            else if (name[i] == '`')
            {
                quoted = !quoted;
            }
            else if (name[i] == '.' && !quoted)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(name[i]);
            }
        }

        parts.Add(part.ToString());
        return quoted || parts.Contains("")
            ? throw new ArgumentException($"This is not the name of a column: {name}", nameof(name))
            : string.Join(".", parts.Select(SqlIdentifier.Quote));
    }
}
