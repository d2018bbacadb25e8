namespace Spark.Jobs.Datasets;

/// <summary>How a dataset's raw CSV files are written: the custom property <c>rawFiles</c> of its contract.</summary>
public sealed record RawFormat
{
    /// <summary>UTF-8 with a header, separated by commas, one record a line.</summary>
    public static RawFormat Default { get; } = new();

    /// <summary>The encodings that Spark reads CSV files in.</summary>
    /// <remarks>https://spark.apache.org/docs/latest/sql-data-sources-csv.html, option <c>encoding</c>.</remarks>
    public static IReadOnlyList<string> Encodings { get; } =
    ["UTF-8", "ISO-8859-1", "US-ASCII", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"];

    /// <summary>The encoding of files without a byte order mark, by its IANA name. Default UTF-8.</summary>
    public string Encoding { get; init; } = "UTF-8";

    /// <summary>What stands between two fields. Default a comma.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Whether the first record names the columns. Without one, the columns are the contract's, in its order. Default true.</summary>
    public bool Header { get; init; } = true;

    /// <summary>Whether a quoted field may hold line breaks (RFC 4180); such files are read by one task each. Default false.</summary>
    public bool MultiLine { get; init; }
}
