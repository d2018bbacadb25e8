using System.Text;
using Spark.Jobs.Datasets;

namespace Spark.Jobs.Raw;

/// <summary>The first record of a raw CSV file, held against the columns that a contract names.</summary>
internal static class CsvHeader
{
    /// <summary>
    /// The contract's raw columns in the file's order. Names are compared without case and without blanks around them; the order is free; a
    /// column of a property that is not required may be missing.
    /// </summary>
    /// <returns>The columns, or why the file cannot be read by this contract.</returns>
    public static (IReadOnlyList<string> Columns, string? Reason) Match(string firstRecord, DataContract contract)
    {
        var names = Fields(firstRecord, contract.RawFormat.Delimiter).Select(name => name.Trim()).ToList();
        var known = contract.SourceColumns;
        var columns = names.Select(name => known.FirstOrDefault(column => SameName(column, name))).ToList();
        if (columns.All(column => column is null))
        {
            return (
                [],
                $"has no header: its first line names none of the columns {List(known)}. Add a header, or say 'header: false' in the contract's rawFiles."
            );
        }

        if (names.FindIndex(name => names.Count(other => SameName(other, name)) > 1) is var twice and >= 0)
            return ([], $"has a header that names the column '{names[twice]}' more than once");
        if (columns.IndexOf(null) is var unknown and >= 0)
            return ([], $"has a header with a column '{names[unknown]}' that the contract does not have; the contract has {List(known)}");
        var missing = contract
            .Properties.Where(property => property is { Required: true, Source: not null })
            .Select(property => property.Source!)
            .Where(source => !columns.Contains(source))
            .Distinct()
            .ToList();
        return missing.Count == 0
            ? ([.. columns.Select(column => column!)], null)
            : ([], $"has a header that lacks the required column{(missing.Count == 1 ? "" : "s")} {List(missing)}");
    }

    /// <summary>The fields of a record (RFC 4180): quotes around a field are taken off, a doubled quote in it stands for one.</summary>
    private static List<string> Fields(string record, string delimiter)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var at = 0;
        while (true)
        {
            if (at < record.Length && record[at] == '"' && field.Length == 0)
            {
                for (at++; at < record.Length; at++)
                {
                    if (record[at] != '"')
                        field.Append(record[at]);
                    else if (at + 1 < record.Length && record[at + 1] == '"')
                        field.Append(record[at++]);
                    else
                        break;
                }

                at++;
            }

            var end = at < record.Length ? record.IndexOf(delimiter, at, StringComparison.Ordinal) : -1;
            field.Append(record, Math.Min(at, record.Length), (end < 0 ? record.Length : end) - Math.Min(at, record.Length));
            fields.Add(field.ToString());
            field.Clear();
            if (end < 0)
                return fields;
            at = end + delimiter.Length;
        }
    }

    private static bool SameName(string a, string b) => string.Equals(a.Trim(), b, StringComparison.OrdinalIgnoreCase);

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
