using System.Globalization;
using Delta.Log;
using Spark.Connect;

namespace Spark.Embedded.Delta;

/// <summary>What a change of rows does to the files of a table.</summary>
/// <param name="Removed">Files that go.</param>
/// <param name="Added">Files that come: what stays of those that go, and changed rows.</param>
/// <param name="Changes">Files of the change data feed.</param>
/// <param name="Rows">Rows that were changed or deleted.</param>
/// <param name="Copied">Rows that were only copied.</param>
internal sealed record Rewrite(
    IReadOnlyList<AddFile> Removed,
    IReadOnlyList<AddFile> Added,
    IReadOnlyList<AddCdcFile> Changes,
    long Rows,
    long Copied
)
{
    public static readonly Rewrite Nothing = new([], [], [], 0, 0);
}

/// <summary>Deletes and updates rows by writing the files anew that hold them. Files whose rows all go are only removed.</summary>
internal sealed class RowRewriter(DeltaSession session, OptimisticTransaction txn, DataFileWriter writer)
{
    private const string Target = "__delta_target";

    private readonly Snapshot _snapshot = txn.Snapshot ?? throw new InvalidOperationException("There is no table to change.");

    /// <summary>Takes out the rows that a condition is true for.</summary>
    /// <param name="condition">The condition; null for all rows.</param>
    /// <param name="alias">The name by which the condition may call the table; null for none.</param>
    public Rewrite Delete(Expression? condition, string? alias)
    {
        if (condition is null)
        {
            var all = txn.ReadWholeTable();
            return new(all, [], Changes(all, null, alias, [("delete", Columns())]), all.Sum(Rows), 0);
        }

        var touched = Touched(condition, alias);
        var partly = touched.Where(file => file.Matching < file.Rows).Select(file => file.File).ToList();
        var kept =
            partly.Count == 0
                ? []
                : writer.Write(
                    session.Select(
                        Plans.Project(Plans.Filter(Table(alias), Plans.IsNotTrue(condition)), Columns()),
                        (Target, Source(partly))
                    )
                );
        var removed = touched.Select(file => file.File).ToList();
        return new(
            removed,
            kept,
            Changes(removed, condition, alias, [("delete", Columns())]),
            touched.Sum(file => file.Matching),
            kept.Sum(Rows)
        );
    }

    /// <summary>Changes the rows that a condition is true for.</summary>
    /// <param name="condition">The condition; null for all rows.</param>
    /// <param name="assignments">New values by column, in the column's type.</param>
    public Rewrite Update(Expression? condition, string? alias, IReadOnlyDictionary<string, Expression> assignments)
    {
        var applies = condition ?? Plans.Boolean(true);
        var touched = Touched(applies, alias);
        if (touched.Count == 0)
            return Rewrite.Nothing;
        var changed = _snapshot
            .Schema.Fields.Select(column =>
                assignments.TryGetValue(column.Name, out var value) ? value.As(column.Name) : Plans.Column(column.Name).As(column.Name)
            )
            .ToList();
        var written = _snapshot.Schema.Fields.Select(column =>
            assignments.TryGetValue(column.Name, out var value)
                ? (condition is null ? value : Plans.Call("when", Plans.IsTrue(condition), value, Plans.Column(column.Name))).As(
                    column.Name
                )
                : Plans.Column(column.Name).As(column.Name)
        );
        var removed = touched.Select(file => file.File).ToList();
        var added = writer.Write(session.Select(Plans.Project(Table(alias), written), (Target, Source(removed))));
        var rows = touched.Sum(file => file.Matching);
        return new(
            removed,
            added,
            Changes(removed, condition, alias, [("update_preimage", Columns()), ("update_postimage", changed)]),
            rows,
            added.Sum(Rows) - rows
        );
    }

    /// <summary>Rows of a file that are not deleted.</summary>
    public static long Rows(AddFile file) => (FileStatistics.Parse(file.Stats)?.NumRecords ?? 0) - (file.DeletionVector?.Cardinality ?? 0);

    /// <summary>The files with rows that the condition is true for, and how many of how many.</summary>
    private List<(AddFile File, long Matching, long Rows)> Touched(Expression condition, string? alias)
    {
        var source = new DeltaTableSource(
            _snapshot.Log.Store,
            _snapshot.Metadata,
            _snapshot.ColumnMappingMode,
            txn.ReadFiles,
            rowIds: true
        );
        var matching = session.Select(
            Plans.Project(Plans.Filter(Table(alias), condition), [Plans.Column(DeltaScan.FileNumber)]),
            (Target, source)
        );
        var counts = session.Numbers($"SELECT {DeltaScan.FileNumber}, count(*) FROM ({matching}) GROUP BY ALL");
        var files = source.ScannedFiles ?? [];
        var touched = new List<(AddFile, long, long)>(counts.Count);
        foreach (var count in counts)
        {
            var file = files[(int)count[0]];
            // Without a count in the statistics the file is taken to have more rows, and is written anew.
            var known = FileStatistics.Parse(file.Stats)?.NumRecords is not null;
            touched.Add((file, count[1], known ? Rows(file) : long.MaxValue));
        }

        return touched;
    }

    /// <summary>Writes the change data of files, when the table feeds it.</summary>
    private IReadOnlyList<AddCdcFile> Changes(
        IReadOnlyList<AddFile> files,
        Expression? condition,
        string? alias,
        IReadOnlyList<(string Type, IEnumerable<Expression> Columns)> kinds
    )
    {
        if (!ChangeDataFeed.IsOn(_snapshot) || files.Count == 0)
            return [];
        // A feed reads the rows of whole files that only go from their remove actions, but once there is one cdc file it reads no other.
        var table = condition is null ? Table(alias) : Plans.Filter(Table(alias), condition);
        return writer.WriteChanges(
            string.Join(
                " UNION ALL ",
                kinds.Select(kind =>
                    session.Select(
                        Plans.Project(table, kind.Columns.Append(Plans.Text(kind.Type).As(ChangeDataFeed.ChangeType))),
                        (Target, Source(files))
                    )
                )
            )
        );
    }

    private DeltaTableSource Source(IReadOnlyList<AddFile> files) =>
        new(_snapshot.Log.Store, _snapshot.Metadata, _snapshot.ColumnMappingMode, _ => files);

    private static Relation Table(string? alias) => alias is null ? Plans.Table(Target) : Plans.Alias(Plans.Table(Target), alias);

    private IEnumerable<Expression> Columns() => _snapshot.Schema.Fields.Select(column => Plans.Column(column.Name));

    /// <summary>A number for the history.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
