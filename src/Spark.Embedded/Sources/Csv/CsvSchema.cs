using System.Text;
using Spark.Embedded.Errors;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources.Csv;

/// <summary>Finds the columns of CSV files: names from the header, types from the values when they are asked for.</summary>
internal static class CsvSchema
{
    public static StructType Infer(
        IReadOnlyList<DataFile> files,
        RawFiles raw,
        CsvOptions options,
        TimeZoneInfo zone,
        ISourceContext context
    )
    {
        if (files.Count == 0)
            throw SparkErrors.Analysis("UNABLE_TO_INFER_SCHEMA", ("format", "CSV"));

        // Spark looks at the largest file first.
        string?[]? first = null;
        foreach (var file in files.OrderByDescending(file => file.Size))
        {
            using var records = Records(file, raw, options).GetEnumerator();
            if (records.MoveNext())
            {
                first = records.Current;
                break;
            }
        }

        if (first is null)
            return new StructType([]);
        var names = Names(first, options, context);
        if (!options.InferSchema)
            return new StructType([.. names.Select(name => new StructField(name, SparkType.String))]);

        var types = new SparkType[names.Count];
        Array.Fill(types, SparkType.Null);
        var inference = new CsvTypeInference(options, zone);
        foreach (var file in files)
        {
            foreach (var record in Records(file, raw, options).Skip(options.Header ? 1 : 0))
            {
                for (var i = 0; i < Math.Min(types.Length, record.Length); i++)
                    types[i] = inference.Widen(types[i], record[i]);
            }
        }

        return new StructType([.. names.Select((name, i) => new StructField(name, types[i] is NullType ? SparkType.String : types[i]))]);
    }

    private static List<string> Names(string?[] first, CsvOptions options, ISourceContext context)
    {
        var nullValue = Encoding.UTF8.GetString(options.NullValue);
        if (!options.Header)
            return [.. first.Select((_, i) => $"_c{i}")];
        var repeated = first
            .Where(name => name is not null)
            .GroupBy(name => name!, context.Names)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .ToHashSet(context.Names);
        return
        [
            .. first.Select(
                (name, i) =>
                    string.IsNullOrEmpty(name) || name == nullValue ? $"_c{i}"
                    : repeated.Contains(name) ? $"{name}{i}"
                    : name
            ),
        ];
    }

    /// <summary>The records of a file as text; null where no value stands.</summary>
    private static IEnumerable<string?[]> Records(DataFile file, RawFiles raw, CsvOptions options) =>
        raw.Records(file, () => Records(raw.Open(file.Path), file.Path, options));

    private static IEnumerable<string?[]> Records(Stream stream, string path, CsvOptions options)
    {
        var tokenizer = new CsvTokenizer(options);
        if (options.MultiLine)
        {
            var text = WholeText.Read(stream, path, options.LineSeparator, out var failure);
            for (var at = 0; at < text.Length; )
            {
                var rest = text.AsSpan(at);
                if (rest[0] == options.LineEnd)
                {
                    at++;
                    continue;
                }

                var length =
                    rest[0] == options.Comment
                        ? rest.IndexOf(options.LineEnd) is var line && line < 0
                            ? rest.Length
                            : line
                        : tokenizer.Split(rest);
                at += length + 1;
                if (rest[0] != options.Comment)
                    yield return Values(tokenizer, rest[..length], options);
            }

            if (failure is not null)
                throw failure;
            yield break;
        }

        using var lines = new LineReader(stream, path, options.LineSeparator);
        while (NextLine(lines, tokenizer, options) is { } record)
            yield return record;
    }

    private static string?[]? NextLine(LineReader lines, CsvTokenizer tokenizer, CsvOptions options)
    {
        while (lines.Next(out var line))
        {
            if (line.Length == 0 || line[0] == options.Comment || !line.ContainsAnyExceptInRange((byte)0, (byte)' '))
                continue;
            tokenizer.Split(line);
            return Values(tokenizer, line, options);
        }

        return null;
    }

    private static string?[] Values(CsvTokenizer tokenizer, ReadOnlySpan<byte> record, CsvOptions options)
    {
        var values = new string?[tokenizer.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = tokenizer.IsAbsent(i)
                ? null
                : Encoding.UTF8.GetString(tokenizer.IsEmptyQuoted(i) ? options.EmptyValue : tokenizer.Value(record, i));
        return values;
    }
}
