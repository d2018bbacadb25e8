using System.IO.Compression;
using System.Text;
using Microsoft.Spark;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Sources;

/// <summary>Writes the rows of a query as files of a text format, one file for each partition.</summary>
internal abstract class RowFileWriter
{
    /// <summary>What the files' names end with: <c>csv</c>.</summary>
    protected abstract string Extension { get; }

    /// <summary>The name of the files' character set; null for UTF-8. Whatever it is, the rows are written as UTF-8.</summary>
    protected string? Charset { get; init; }

    /// <summary>Writes what stands before the first row.</summary>
    protected virtual void WriteHeader(Stream output, IReadOnlyList<StructField> columns) { }

    /// <summary>Whether columns of one name are refused.</summary>
    protected virtual bool RefusesRepeatedNames => true;

    /// <summary>Writes one row.</summary>
    protected abstract void WriteRow(Stream output, IReadOnlyList<StructField> columns, object?[] values);

    /// <summary>Refuses columns that the format cannot hold.</summary>
    protected abstract void Check(IReadOnlyList<StructField> columns);

    public void Write(WriteRequest request)
    {
        var schema = request.Query.Schema;
        var names = request.Context.Names;
        var partitions = request
            .PartitionColumns.Select(column =>
                schema.Fields.ToList().FindIndex(field => names.Equals(field.Name, column)) is var index and >= 0
                    ? index
                    : throw SparkErrors.Analysis(
                        "COLUMN_NOT_FOUND",
                        ("colName", SparkErrors.Identifier(column)),
                        ("caseSensitiveConfig", "\"spark.sql.caseSensitive\"")
                    )
            )
            .ToList();
        var data = Enumerable.Range(0, schema.Fields.Count).Except(partitions).ToList();
        var columns = data.Select(i => schema.Fields[i]).ToList();
        Check(columns);
        if (RefusesRepeatedNames)
            ColumnNames.CheckUnique(schema, names);
        var charset = Charset is null ? null : Charsets.ForWriting(Charset, $"{Extension.ToUpperInvariant()}Options");
        using var commit = FileCommit.Begin(request.Path, request.Mode);
        if (commit is null)
            return;
        var codec = request.Options.First("compression", "codec")?.ToLowerInvariant() switch
        {
            null or "none" or "uncompressed" => "",
            "gzip" or "gz" => ".gz",
            "deflate" => ".deflate",
            "bzip2" or "snappy" or "lz4" => throw SparkErrors.Unsupported(
                $"the compression {request.Options.First("compression", "codec")} of {Extension} files",
                "Use gzip."
            ),
            var other => throw UnknownCodec(other),
        };
        var job = Guid.NewGuid();
        var outputs = new Dictionary<string, Stream>(StringComparer.Ordinal);
        try
        {
            var zone = Zones.Find(request.Context.TimeZone);
            if (partitions.Count == 0)
                Open("");
            foreach (var row in request.Context.Rows(request.Query))
            {
                var folder =
                    partitions.Count == 0
                        ? ""
                        : string.Join(
                            '/',
                            partitions.Select(i =>
                                PartitionDiscovery.FolderName(
                                    schema.Fields[i].Name,
                                    row[i] is null ? null : ShowText.Plain(row[i], schema.Fields[i].Type, zone)
                                )
                            )
                        );
                if (!outputs.TryGetValue(folder, out var output))
                    output = Open(folder);
                WriteRow(output, columns, partitions.Count == 0 ? row : [.. data.Select(i => row[i])]);
            }
        }
        finally
        {
            foreach (var output in outputs.Values)
                output.Dispose();
        }

        commit.Complete();

        Stream Open(string folder)
        {
            var path = Path.Combine(
                commit.Folder,
                folder,
                $"part-00000-{job}{(partitions.Count > 0 ? ".c000" : "-c000")}.{Extension}{codec}"
            );
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Stream output = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
            output = codec switch
            {
                ".gz" => new BufferedStream(new GZipStream(output, CompressionLevel.Optimal), 1 << 16),
                ".deflate" => new BufferedStream(new ZLibStream(output, CompressionLevel.Optimal), 1 << 16),
                _ => output,
            };
            if (charset is not null)
            {
                output.Write(charset.Preamble);
                output = Encoding.CreateTranscodingStream(output, charset, Encoding.UTF8);
            }

            WriteHeader(output, columns);
            return outputs[folder] = output;
        }
    }

    private static SparkIllegalArgumentException UnknownCodec(string name)
    {
        const string known = "bzip2, deflate, uncompressed, snappy, none, lz4, gzip";
        return new SparkIllegalArgumentException(
            $"[CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION] The codec {name} is not available. Available codecs are {known}. SQLSTATE: 56038"
        )
        {
            ErrorClass = "CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION",
            SqlState = "56038",
            MessageParameters = new Dictionary<string, string> { ["codecName"] = name, ["availableCodecs"] = known },
        };
    }
}
