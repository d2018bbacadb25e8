using Microsoft.Spark.Sql;
using Spark.Jobs.Datasets;
using Spark.Jobs.Quality;
using Spark.Jobs.Raw;

namespace Spark.Jobs.Processed;

/// <summary>
/// The rows of raw CSV files, typed and judged by a contract. Every row comes out: with the columns of the processed table, and, when it is
/// rejected, with the row as it came and the reasons.
/// </summary>
public sealed class RawRows(DataContract contract)
{
    /// <summary>
    /// The row as it came, its file and the reasons, on a rejected row; null on a valid one. It is an array of one struct, so that in a
    /// columnar engine the many valid rows take no room for the struct's fields.
    /// </summary>
    public const string Rejected = "_rejected";

    private const string Malformed = "corrupt_record";
    private const string File = "file";

    /// <summary>Whether the processed table has <see cref="DataContract.SourceHash"/>.</summary>
    public bool HasSourceHash => contract.PrimaryKey.Count == 0;

    /// <summary>The columns of the processed table.</summary>
    public IEnumerable<string> ProcessedColumns =>
        HasSourceHash ? contract.Properties.Select(p => p.Name).Append(DataContract.SourceHash) : contract.Properties.Select(p => p.Name);

    /// <summary>Reads raw files; those of one layout by one reader.</summary>
    public DataFrame Read(SparkSession spark, IReadOnlyList<ReadableFile> files) =>
        files
            .GroupBy(file => file.Layout)
            .Select(group => Judge(Type(Text(spark, group.Key, [.. group.Select(file => file.File.Path)]), group.Key), group.Key))
            .Aggregate((all, rows) => all.Union(rows));

    /// <summary>The raw text of files of one layout: the contract's raw columns by name, null where the files have none.</summary>
    private DataFrame Text(SparkSession spark, RawLayout layout, string[] paths)
    {
        var schema = string.Join(", ", layout.Columns.Append(Malformed).Select(column => $"{Name(column)} string"));
        // Only a reader that takes a file as a whole finds the line ends of an encoding whose characters are longer than a byte.
        var whole =
            contract.RawFormat.MultiLine || layout.Encoding.StartsWith("UTF-16", StringComparison.Ordinal) || layout.Encoding == "UTF-32";
        return spark
            .Read()
            .Schema(schema)
            .Option("header", contract.RawFormat.Header ? "true" : "false")
            .Option("sep", contract.RawFormat.Delimiter)
            .Option("encoding", layout.Encoding)
            .Option("multiLine", whole ? "true" : "false")
            .Option("escape", "\"")
            .Option("mode", "PERMISSIVE")
            .Option("columnNameOfCorruptRecord", Malformed)
            .Csv(paths);
    }

    private DataFrame Type(DataFrame raw, RawLayout layout)
    {
        var missing = contract.SourceColumns.Except(layout.Columns).ToList();
        if (missing.Count > 0)
        {
            var there = layout.Columns.Append(Malformed).Select(Name);
            raw = raw.SelectExpr([.. there, .. missing.Select(column => $"cast(null as string) as {Name(column)}"), "_metadata"]);
        }

        var typed = contract.Properties.Where(p => p.Source is not null).Select(TypedSource);
        var came = contract.SourceColumns.Append(Malformed).Select(column => $"{Name(column)} as {Came(column)}");
        var rows = raw.SelectExpr([.. typed, .. came, $"_metadata.file_path as {Came(File)}"]);

        // A derived column may use the one before it, so each is added on its own.
        foreach (var property in contract.Properties.Where(p => p.Source is null))
            rows = rows.WithColumn(property.Name, Functions.Expr($"try_cast({property.TransformLogic} as {property.PhysicalType})"));
        return rows;
    }

    private static string TypedSource(ContractProperty property)
    {
        var value = property.TransformLogic ?? Name(property.Source!);
        return property.PhysicalType == "string"
            ? $"nullif({value}, '') as {Name(property.Name)}"
            : $"try_cast({value} as {property.PhysicalType}) as {Name(property.Name)}";
    }

    private DataFrame Judge(DataFrame typed, RawLayout layout)
    {
        var unreadable = contract.Properties.ToDictionary(p => p.Name, Unreadable);
        var reasons = contract
            .Properties.SelectMany(Reasons)
            .Concat(contract.QuarantineRules.Select(rule => Reason(Broken(rule, unreadable), rule.Text)));
        var malformed = $"{Came(Malformed)} is not null";
        // The reader puts U+FFFD where bytes are no text.
        var damaged = layout.DamagedText
            ? $"instr(concat_ws('', {string.Join(", ", contract.SourceColumns.Append(Malformed).Select(Came))}), '\uFFFD') > 0"
            : "false";
        var rejected = string.Join(
            " or ",
            unreadable
                .Values.Concat(contract.QuarantineRules.Select(rule => $"not ({rule.RowPredicate})"))
                .Prepend(damaged)
                .Prepend(malformed)
        );
        var wrongFieldCount = Text($"malformed line: {layout.Columns.Count} fields were expected");
        var noText = Text($"bytes that are no {layout.Encoding} text");
        var explained =
            $"case when {damaged} then array({noText}) when {malformed} then array({wrongFieldCount}) "
            + $"else array_compact(array({string.Join(", ", reasons)})) end";
        var columns = string.Join(
            ", ",
            contract.SourceColumns.Append(Malformed).Append(File).Select(c => $"{Text(QuarantineName(c))}, {Came(c)}")
        );
        var rejection = $"case when {rejected} then array(named_struct({columns}, 'reasons', {explained})) end as {Rejected}";

        var kept = contract.Properties.Select(p => Name(p.Name));
        if (HasSourceHash)
            kept = kept.Append($"{HashOfSource()} as {DataContract.SourceHash}");
        return typed.SelectExpr([.. kept, rejection]);
    }

    /// <summary>The condition under which a row has no usable value for a property: required and missing, or there and of the wrong type.</summary>
    private static string Unreadable(ContractProperty property)
    {
        var name = Name(property.Name);
        if (property.PhysicalType == "string" && property.Required)
            return Blank(name);
        if (property.Required)
            return $"{name} is null";
        return property.PhysicalType == "string" || property.Source is null ? "false" : $"({name} is null and not ({Missing(property)}))";
    }

    private static string Missing(ContractProperty property) => Blank(Came(property.Source!));

    /// <summary>Whether a text is null, empty or all blanks. Only a text that sorts before <c>!</c> can be, which spares nearly all the trimming.</summary>
    private static string Blank(string text) => $"({text} is null or ({text} < '!' and trim({text}) = ''))";

    private IEnumerable<string> Reasons(ContractProperty property)
    {
        var name = Name(property.Name);
        if (property.Source is not null)
        {
            if (property.Required)
                yield return Reason($"{Unreadable(property)} and {Missing(property)}", $"{property.Source} is missing");
            if (property.PhysicalType != "string")
                yield return Reason($"{name} is null and not ({Missing(property)})", $"{property.Source} is no {property.PhysicalType}");
        }
        else if (property.Required)
        {
            // A derived value is missing because of raw values that have reasons of their own, or else because it does not fit its type.
            var sources = contract.Properties.Where(p => p.Source is not null).Select(p => $"not ({Unreadable(p)})");
            yield return Reason($"{name} is null and {string.Join(" and ", sources)}", $"{property.Name} is no {property.PhysicalType}");
        }
    }

    /// <summary>The condition under which a rule is broken by values that are there, as opposed to one that has its own reason.</summary>
    private static string Broken(DqdlRule rule, Dictionary<string, string> unreadable)
    {
        var excused = rule.Columns.Where(unreadable.ContainsKey).Select(column => $"not ({unreadable[column]})");
        return string.Join(" and ", excused.Append($"not ({rule.RowPredicate})"));
    }

    private static string Reason(string condition, string reason) => $"case when {condition} then {Text(reason)} end";

    /// <summary>
    /// A digest of the raw text of all source columns. A separator and a mark for null, which no text file has, keep different rows apart.
    /// </summary>
    private string HashOfSource()
    {
        var texts = contract.SourceColumns.Select(column => $"coalesce({Came(column)}, '\u0001')");
        return $"md5(concat_ws('\u001f', {string.Join(", ", texts)}))";
    }

    /// <summary>A raw column's name in the quarantine table, where Delta takes none of <c> ,;{}()=</c> and white space.</summary>
    private static string QuarantineName(string column) =>
        string.Concat(column.Select(c => char.IsWhiteSpace(c) || " ,;{}()=".Contains(c, StringComparison.Ordinal) ? '_' : c));

    /// <summary>The column that holds the raw text of a source column, beside the typed ones.</summary>
    private static string Came(string column) => Name($"_raw_{column}");

    private static string Name(string column) => $"`{column.Replace("`", "``", StringComparison.Ordinal)}`";

    private static string Text(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
