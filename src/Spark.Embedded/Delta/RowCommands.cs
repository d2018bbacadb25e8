using Delta.Log;
using Spark.Connect;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using Log = global::Delta.Log;

namespace Spark.Embedded.Delta;

/// <summary>DELETE and UPDATE.</summary>
internal sealed class RowCommands(DeltaSession session)
{
    /// <summary><c>DELETE FROM table WHERE condition</c>.</summary>
    /// <param name="condition">The condition; null for all rows.</param>
    /// <param name="alias">The table's alias in the condition; null for none.</param>
    /// <param name="text">The condition as the history shows it.</param>
    /// <returns>One row: <c>num_affected_rows</c>.</returns>
    public CompiledQuery Delete(DeltaLog log, Expression? condition, string? alias = null, string? text = null) =>
        Run(log, "DELETE", text, (rewriter, _) => rewriter.Delete(condition, alias), "numDeletedRows");

    /// <summary><c>UPDATE table SET ... WHERE condition</c>.</summary>
    /// <param name="assignments">Columns by name, and their values.</param>
    /// <returns>One row: <c>num_affected_rows</c>.</returns>
    /// <exception cref="Microsoft.Spark.AnalysisException">A column is not in the table or is set twice.</exception>
    public CompiledQuery Update(
        DeltaLog log,
        IReadOnlyList<(string Column, Expression Value)> assignments,
        Expression? condition,
        string? alias = null,
        string? text = null
    ) =>
        Run(
            log,
            "UPDATE",
            text,
            (rewriter, snapshot) =>
                rewriter.Update(condition, alias, Assignments.Resolve(snapshot.Schema, alias, assignments, AssigningClause.Update)),
            "numUpdatedRows"
        );

    private CompiledQuery Run(
        DeltaLog log,
        string operation,
        string? text,
        Func<RowRewriter, Snapshot, Rewrite> change,
        string rowsMetric
    ) =>
        DeltaSession.Guard(() =>
        {
            var txn = session.Begin(log);
            var snapshot = txn.Snapshot ?? log.Current();
            snapshot.Protocol.CheckWritable(log.Store.Root, snapshot.Metadata);
            using var writer = new DataFileWriter(session.Connection, log.Store.Root, snapshot.Metadata, snapshot.Protocol);
            var started = System.Diagnostics.Stopwatch.StartNew();
            var rewrite = change(new RowRewriter(session, txn, writer), snapshot);
            if (rewrite.Removed.Count > 0)
            {
                new TableConstraints(session, log, snapshot.Metadata, snapshot.ColumnMappingMode).Check(
                    operation == "UPDATE" ? rewrite.Added : []
                );
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                session.Commit(
                    txn,
                    [.. rewrite.Removed.Select(file => file.Remove(now)), .. rewrite.Added, .. rewrite.Changes],
                    new Operation(operation)
                    {
                        Metrics = new Dictionary<string, string?>
                        {
                            ["numRemovedFiles"] = RowRewriter.Text(rewrite.Removed.Count),
                            ["numRemovedBytes"] = RowRewriter.Text(rewrite.Removed.Sum(file => file.Size)),
                            ["numAddedFiles"] = RowRewriter.Text(rewrite.Added.Count),
                            ["numAddedBytes"] = RowRewriter.Text(rewrite.Added.Sum(file => file.Size)),
                            ["numAddedChangeFiles"] = RowRewriter.Text(rewrite.Changes.Count),
                            [rowsMetric] = RowRewriter.Text(rewrite.Rows),
                            ["numCopiedRows"] = RowRewriter.Text(rewrite.Copied),
                            ["executionTimeMs"] = RowRewriter.Text(started.ElapsedMilliseconds),
                        },
                    }.WithList("predicate", text is null ? [] : [text])
                );
                writer.Keep();
            }

            return Results.Row(("num_affected_rows", SparkType.Long, rewrite.Rows));
        });
}

/// <summary>The clauses that assign to columns; each has errors of its own.</summary>
internal enum AssigningClause
{
    Update,
    MergeUpdate,
    MergeInsert,
}

/// <summary>Assignments of UPDATE and MERGE.</summary>
internal static class Assignments
{
    /// <summary>The values by the schema's own names, cast to the columns' types.</summary>
    /// <param name="qualifier">What may stand before the columns' names; null for nothing.</param>
    /// <param name="assignments">Columns as SQL writes them, and their values.</param>
    /// <exception cref="Microsoft.Spark.AnalysisException">A column is not in the table or is set twice.</exception>
    public static Dictionary<string, Expression> Resolve(
        Log.StructType schema,
        string? qualifier,
        IReadOnlyList<(string Column, Expression Value)> assignments,
        AssigningClause clause
    )
    {
        var values = new Dictionary<string, Expression>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in assignments)
        {
            var column = Column(schema, qualifier, name, clause);
            if (!values.TryAdd(column.Name, Plans.Cast(value, DeltaSchemas.ToSpark(column.Type))))
                throw clause == AssigningClause.MergeInsert
                    ? DeltaErrors.Analysis("DELTA_DUPLICATE_COLUMNS_ON_INSERT", "Duplicate column names in INSERT clause", "42701")
                    : DeltaErrors.Analysis(
                        "DELTA_CONFLICT_SET_COLUMN",
                        $"There is a conflict from these SET columns: [`{column.Name}`].",
                        "42701"
                    );
        }

        return values;
    }

    /// <summary>The column that a name of SQL means.</summary>
    private static Log.StructField Column(Log.StructType schema, string? qualifier, string name, AssigningClause clause)
    {
        var parts = Parts(name);
        if (parts.Count > 1 && parts[0].Equals(qualifier, StringComparison.OrdinalIgnoreCase) && schema.Find(parts[1]) is not null)
            parts.RemoveAt(0);
        if (schema.Find(parts[0]) is { } column)
            return parts.Count == 1
                ? column
                : throw Errors.SparkErrors.Unsupported($"assigning the field {name} of a struct", "Assign the whole struct.");
        // Without an alias the name of the table stands before the column, and that is not known here.
        return (qualifier is null && parts.Count > 1 ? schema.Find(parts[^1]) : null) ?? throw Unresolved(schema, qualifier, name, clause);
    }

    private static Microsoft.Spark.AnalysisException Unresolved(
        Log.StructType schema,
        string? qualifier,
        string name,
        AssigningClause clause
    )
    {
        if (clause == AssigningClause.Update)
            return NameProposals.Unresolved(Parts(name), [.. schema.Fields.Select(field => (IReadOnlyList<string>)[field.Name])]);
        var prefix = qualifier is null ? "" : qualifier + ".";
        return DeltaErrors.Analysis(
            "DELTA_MERGE_UNRESOLVED_EXPRESSION",
            $"Cannot resolve {name} in {(clause == AssigningClause.MergeInsert ? "INSERT" : "UPDATE")} clause given columns {string.Join(", ", schema.Fields.Select(field => prefix + field.Name))}.",
            "42601"
        );
    }

    /// <summary>The parts of a dotted name, backticks taken away.</summary>
    public static List<string> Parts(string name)
    {
        var parts = new List<string>();
        var part = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '`' && quoted && i + 1 < name.Length && name[i + 1] == '`')
            {
                part.Append(name[i++]);
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
        return parts;
    }
}
