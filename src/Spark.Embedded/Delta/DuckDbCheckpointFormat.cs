using System.Buffers;
using Delta.Log;
using Spark.Embedded.Run;

namespace Spark.Embedded.Delta;

/// <summary>Delta checkpoints through DuckDB: rows go to and fro as the JSON of the log.</summary>
internal sealed class DuckDbCheckpointFormat(DuckDbDatabase database, string root) : ICheckpointFormat
{
    /// <inheritdoc/>
    public void Read(IReadOnlyList<string> paths, CheckpointRow row)
    {
        using var connection = database.Connect();
        // Times in statistics are written in the connection's zone.
        connection.Execute("SET TimeZone = 'UTC'");
        var files = $"read_parquet([{Sql.List(paths.Select(path => Sql.FilePath(Path.Combine(root, path))))}], union_by_name = true)";
        try
        {
            using var result = connection.Query($"SELECT to_json(c) AS json FROM {files} AS c");
            while (result.Next() is { } batch)
            {
                using (batch)
                {
                    for (var i = 0; i < batch.RowCount; i++)
                        row(Quoted(batch.Columns[0].GetBytes(i)));
                }
            }
        }
        catch (DuckDbException e)
        {
            throw new DeltaLogException(
                "DELTA_INVALID_LOG",
                $"The checkpoint {string.Join(", ", paths)} of the Delta table {root} cannot be read: {e.Message}",
                e
            );
        }
    }

    /// <summary>The row with quotes around NaN and the infinities, which DuckDB writes without.</summary>
    private static ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("NaN"u8) < 0 && json.IndexOf("Infinity"u8) < 0)
            return json;
        var quoted = new ArrayBufferWriter<byte>(json.Length + 64);
        var inText = false;
        for (var i = 0; i < json.Length; i++)
        {
            var word =
                inText ? 0
                : json[i..].StartsWith("NaN"u8) ? "NaN".Length
                : json[i..].StartsWith("Infinity"u8) ? "Infinity".Length
                : json[i..].StartsWith("-Infinity"u8) ? "-Infinity".Length
                : 0;
            if (word > 0)
            {
                quoted.Write("\""u8);
                quoted.Write(json.Slice(i, word));
                quoted.Write("\""u8);
                i += word - 1;
                continue;
            }

            if (json[i] == '"')
                inText = !inText;
            var length = inText && json[i] == '\\' ? 2 : 1; // What is escaped ends no text.
            quoted.Write(json.Slice(i, length));
            i += length - 1;
        }

        return quoted.WrittenSpan;
    }

    /// <inheritdoc/>
    public long Write(string path, IEnumerable<LogAction> actions, TableMetadata metadata)
    {
        var target = Path.Combine(root, path);
        var name = $".{Path.GetFileName(target)}.{Guid.NewGuid():N}";
        var json = Path.Combine(Path.GetDirectoryName(target)!, name + ".json.tmp");
        var parquet = Path.Combine(Path.GetDirectoryName(target)!, name + ".parquet.tmp");
        try
        {
            File.WriteAllBytes(json, ActionWriter.WriteAll(actions).Span);
            using var connection = database.Connect();
            connection.Execute("SET TimeZone = 'UTC'");
            connection.Execute(
                $"COPY (SELECT {Sql.List(CheckpointSchema.For(metadata).Fields.Select(column => Select(column, metadata)))} FROM read_json({Sql.FilePath(json)}, format = 'newline_delimited', "
                    + $"maximum_object_size = 268435456, columns = {{{Sql.List(CheckpointSchema.Actions.Fields.Select(column => $"{Sql.Name(column.Name)}: {Sql.Text(DeltaSchemas.PhysicalDuckDb(column.Type))}"))}}})) "
                    + $"TO {Sql.Text(parquet)} (FORMAT parquet)"
            );
            var size = new FileInfo(parquet).Length;
            File.Delete(Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.crc"));
            File.Move(parquet, target, overwrite: true);
            return size;
        }
        catch (DuckDbException e)
        {
            throw new IOException($"The checkpoint {path} of the Delta table {root} could not be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(json);
            File.Delete(parquet);
        }
    }

    /// <summary>A column of the checkpoint: as it came, but for what is kept as columns instead of text.</summary>
    private static string Select(StructField column, TableMetadata metadata)
    {
        var name = Sql.Name(column.Name);
        if (CheckpointSchema.Actions.Fields.Contains(column))
            return name;
        var fields = ((StructType)column.Type).Fields.Select(field =>
            $"{Sql.Name(field.Name)} := "
            + field.Name switch
            {
                "stats_parsed" => $"TRY_CAST(TRY_CAST({name}.\"stats\" AS JSON) AS {DeltaSchemas.PhysicalDuckDb(field.Type)})",
                "partitionValues_parsed" => "struct_pack("
                    + Sql.List(
                        metadata.PartitionSchema.Fields.Select(partition =>
                            $"{Sql.Name(partition.PhysicalName)} := {PartitionSql.Parse($"{name}.partitionValues[{Sql.Text(partition.PhysicalName)}]", partition.Type)}"
                        )
                    )
                    + ")",
                _ => $"{name}.{Sql.Name(field.Name)}",
            }
        );
        return $"CASE WHEN {name} IS NULL THEN NULL ELSE struct_pack({Sql.List(fields)}) END AS {name}";
    }
}
