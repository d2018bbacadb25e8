using Delta.Log;
using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using ActionType = Spark.Connect.MergeAction.Types.ActionType;
using Join = Spark.Connect.Join;
using LogStruct = global::Delta.Log.StructType;

namespace Spark.Embedded.Delta;

/// <summary>A MERGE.</summary>
/// <param name="Target">The table's log.</param>
/// <param name="Source">The source; when it is an alias or a named table, columns may be qualified by that name.</param>
/// <param name="Condition">When a source row and a target row match.</param>
internal sealed record Merge(DeltaLog Target, Relation Source, Expression Condition)
{
    /// <summary>The target's alias; null for none.</summary>
    public string? TargetAlias { get; init; }

    public IReadOnlyList<MergeAction> Matched { get; init; } = [];

    public IReadOnlyList<MergeAction> NotMatched { get; init; } = [];

    public IReadOnlyList<MergeAction> NotMatchedBySource { get; init; } = [];

    /// <summary>Whether columns that only the source has become columns of the table.</summary>
    public bool WithSchemaEvolution { get; init; }

    /// <summary>The condition as the history shows it.</summary>
    public string? ConditionText { get; init; }
}

/// <summary>
/// <c>MERGE INTO</c>. The source is read once into a temporary table; a join finds which target rows match and which clause applies to each; the files
/// with changed rows are written anew, and rows without a match are added.
/// </summary>
/// <remarks>https://docs.delta.io/latest/delta-update.html#upsert-into-a-table-using-merge</remarks>
internal sealed class MergeCommand(DeltaSession session)
{
    private const string Target = "__delta_target";
    private const string Source = "__delta_source";
    private const string Matches = "__delta_matches";
    private const string SourceRow = "__delta_source_row";
    private const string Action = "__delta_action";

    /// <summary>Runs a merge.</summary>
    /// <returns>One row: <c>num_affected_rows</c>, <c>num_updated_rows</c>, <c>num_deleted_rows</c>, <c>num_inserted_rows</c>.</returns>
    public CompiledQuery Run(Merge merge) =>
        DeltaSession.Guard(() =>
        {
            var txn = session.Begin(merge.Target);
            var before = txn.Snapshot ?? merge.Target.Current();
            var compiled = session.Compile(merge.Source, new Dictionary<string, ITableSource>());
            // Into an empty table the source is read once, so nothing need be kept of it.
            using var source =
                before.FileCount == 0 ? null : new MaterializedSource(session, session.Select(compiled), compiled.Schema, SourceRow);
            txn.SetMetadata(Evolve(merge, before, compiled.Schema));
            txn.Protocol.CheckWritable(merge.Target.Store.Root, txn.Metadata);
            using var writer = new DataFileWriter(session.Connection, merge.Target.Store.Root, txn.Metadata, txn.Protocol);
            return new Execution(session, merge, txn, source, compiled.Schema, writer).Run();
        });

    private TableMetadata Evolve(Merge merge, Snapshot before, Types.StructType source)
    {
        var evolves = merge.WithSchemaEvolution || session.Flag("spark.databricks.delta.schema.autoMerge.enabled", false);
        var star = merge
            .Matched.Concat(merge.NotMatched)
            .Any(action => action.ActionType is ActionType.UpdateStar or ActionType.InsertStar);
        if (!evolves || !star)
            return before.Metadata;
        var added = DeltaSchemas
            .ToDelta(source)
            .Fields.Where(field => before.Schema.Find(field.Name) is null)
            .Select(field => field with { Nullable = true, Type = SchemaEvolution.AsNullable(field.Type) })
            .ToList();
        return added.Count == 0
            ? before.Metadata
            : ColumnMappings.Assign(before.Metadata.WithSchema(new LogStruct([.. before.Schema.Fields, .. added])), before.Metadata);
    }

    /// <summary>One run.</summary>
    private sealed class Execution(
        DeltaSession session,
        Merge merge,
        OptimisticTransaction txn,
        MaterializedSource? source,
        Types.StructType sourceSchema,
        DataFileWriter writer
    )
    {
        private readonly Snapshot _before = txn.Snapshot!;
        private readonly TableMetadata _metadata = txn.Metadata;
        private readonly ColumnMappingMode _mapping = txn.Protocol.SupportsColumnMapping
            ? txn.Metadata.Properties.ColumnMappingMode
            : ColumnMappingMode.None;
        private readonly string _sourceAlias = NameOf(merge.Source);
        private readonly string _targetAlias = merge.TargetAlias ?? Target;

        public CompiledQuery Run()
        {
            var timer = System.Diagnostics.Stopwatch.StartNew();
            if (source is null)
            {
                txn.ReadWholeTable();
                var first = merge.NotMatched.Count == 0 ? [] : writer.Write(Inserted(null));
                new TableConstraints(session, merge.Target, _metadata, _mapping).Check(first);
                return Commit(null, null, [], new Dictionary<string, int>(), [], first, timer);
            }

            using var matches = FindMatches(out var candidates, out var numbers);
            CheckUnambiguous(matches);
            var actions = session
                .Numbers($"SELECT c3, count(*) FROM (SELECT DISTINCT c0, c1, c3 FROM {matches.Table}) WHERE c3 > 0 GROUP BY ALL")
                .ToDictionary(row => (int)row[0], row => row[1]);
            var touched = session
                .Numbers($"SELECT DISTINCT c0 FROM {matches.Table} WHERE c3 > 0")
                .Select(row => candidates[(int)row[0]])
                .ToList();
            if (merge.NotMatchedBySource.Count > 0)
                AddUnmatched(matches, candidates, numbers, actions, touched);

            // One match for each row: with a lone unconditional DELETE there may be several.
            using var applied = new MaterializedSource(
                session,
                $"SELECT c0, c1, any_value(c2), c3 FROM {matches.Table} WHERE c3 > 0 GROUP BY c0, c1, c3",
                MatchSchema
            );
            var selects = new List<string>();
            if (touched.Count > 0)
                selects.Add(Changed(applied, touched, numbers, rows: null, values: true));
            if (merge.NotMatched.Count > 0)
                selects.Add(Inserted(matches));
            var written = selects.Count == 0 ? [] : writer.Write(string.Join(" UNION ALL ", selects));
            new TableConstraints(session, merge.Target, _metadata, _mapping).Check(written);
            return Commit(matches, applied, touched, numbers, actions, written, timer);
        }

        private CompiledQuery Commit(
            MaterializedSource? matches,
            MaterializedSource? applied,
            List<AddFile> touched,
            IReadOnlyDictionary<string, int> numbers,
            Dictionary<int, long> actions,
            IReadOnlyList<AddFile> written,
            System.Diagnostics.Stopwatch timer
        )
        {
            var updated = actions.Where(pair => !IsDelete(pair.Key)).Sum(pair => pair.Value);
            var deleted = actions.Where(pair => IsDelete(pair.Key)).Sum(pair => pair.Value);
            var touchedRows = touched.Sum(RowRewriter.Rows);
            var outputRows = written.Sum(RowRewriter.Rows);
            var inserted = outputRows - (touchedRows - deleted);
            if (touched.Count > 0 || written.Count > 0)
            {
                var changes = ChangeDataFeed.IsOn(_before) && touched.Count > 0 ? WriteChanges(matches!, applied!, touched, numbers) : [];
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                var operation = new Operation("MERGE")
                {
                    Metrics = new Dictionary<string, string?>
                    {
                        ["numSourceRows"] = RowRewriter.Text(
                            source is null ? outputRows : session.Numbers($"SELECT count(*) FROM {source.Table}")[0][0]
                        ),
                        ["numOutputRows"] = RowRewriter.Text(outputRows),
                        ["numTargetRowsInserted"] = RowRewriter.Text(inserted),
                        ["numTargetRowsUpdated"] = RowRewriter.Text(updated),
                        ["numTargetRowsDeleted"] = RowRewriter.Text(deleted),
                        ["numTargetRowsCopied"] = RowRewriter.Text(touchedRows - updated - deleted),
                        ["numTargetFilesAdded"] = RowRewriter.Text(written.Count),
                        ["numTargetFilesRemoved"] = RowRewriter.Text(touched.Count),
                        ["numTargetBytesAdded"] = RowRewriter.Text(written.Sum(file => file.Size)),
                        ["numTargetBytesRemoved"] = RowRewriter.Text(touched.Sum(file => file.Size)),
                        ["numTargetChangeFilesAdded"] = RowRewriter.Text(changes.Count),
                        ["executionTimeMs"] = RowRewriter.Text(timer.ElapsedMilliseconds),
                    },
                }.WithList("predicate", merge.ConditionText is null ? [] : [merge.ConditionText]);
                operation
                    .With("matchedPredicates", Describe(merge.Matched))
                    .With("notMatchedPredicates", Describe(merge.NotMatched))
                    .With("notMatchedBySourcePredicates", Describe(merge.NotMatchedBySource));
                session.Commit(txn, [.. touched.Select(file => file.Remove(now)), .. written, .. changes], operation);
                writer.Keep();
            }

            return Results.Row(
                ("num_affected_rows", SparkType.Long, updated + deleted + inserted),
                ("num_updated_rows", SparkType.Long, updated),
                ("num_deleted_rows", SparkType.Long, deleted),
                ("num_inserted_rows", SparkType.Long, inserted)
            );
        }

        /// <summary>Joins source and target: file, row, source row and the clause that applies (from 1; 0 for none).</summary>
        private MaterializedSource FindMatches(out IReadOnlyList<AddFile> candidates, out IReadOnlyDictionary<string, int> numbers)
        {
            var target = new DeltaTableSource(_before.Log.Store, _metadata, _mapping, ReadFiles, rowIds: true);
            var plan = Plans.Project(
                new Relation
                {
                    Join = new Join
                    {
                        Left = TargetPlan(),
                        Right = SourcePlan(),
                        JoinType = Join.Types.JoinType.Inner,
                        JoinCondition = merge.Condition,
                    },
                },
                [
                    Plans.Column(DeltaScan.FileNumber),
                    Plans.Column(DeltaScan.RowNumber),
                    Plans.Column(SourceRow),
                    Plans.Cast(FirstThatApplies(merge.Matched, 1), SparkType.Long).As(Action),
                ]
            );
            var matches = new MaterializedSource(session, session.Select(plan, (Target, target), (Source, source!)), MatchSchema);
            candidates = target.ScannedFiles ?? [];
            numbers = candidates.Select((file, i) => (file.Key, i)).ToDictionary(pair => pair.Key, pair => pair.i);
            return matches;
        }

        // Rows that no source row matches may be changed anywhere in the table.
        private IReadOnlyList<AddFile> ReadFiles(FilePredicate predicate) =>
            merge.NotMatchedBySource.Count > 0
                ? txn.ReadWholeTable()
                : txn.ReadFiles(predicate & new MergeKeys(session, _before.Schema, sourceSchema).Read(merge, source!, _sourceAlias));

        private static Types.StructType MatchSchema =>
            new([
                new(DeltaScan.FileNumber, SparkType.Long),
                new(DeltaScan.RowNumber, SparkType.Long),
                new(SourceRow, SparkType.Long),
                new(Action, SparkType.Long),
            ]);

        private void CheckUnambiguous(MaterializedSource matches)
        {
            // Deleting a row twice is the same as deleting it once. Else every match counts, whether or not a clause applies to it: so does Delta.
            if (merge.Matched is [] or [{ ActionType: ActionType.Delete, Condition: null }])
                return;
            if (session.FirstRow($"SELECT 'x' FROM {matches.Table} GROUP BY c0, c1 HAVING count(*) > 1 LIMIT 1") is not null)
            {
                throw new Microsoft.Spark.SparkUnsupportedOperationException(
                    "[DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE] Cannot perform Merge as multiple source rows matched and attempted to modify the same\n"
                        + "target row in the Delta table in possibly conflicting ways. By SQL semantics of Merge,\nwhen multiple source rows match on the same target row, the result may be ambiguous\n"
                        + "as it is unclear which source row should be used to update or delete the matching\ntarget row. You can preprocess the source table to eliminate the possibility of\n"
                        + "multiple matches. Please refer to\nhttps://docs.delta.io/latest/delta-update.html#upsert-into-a-table-using-merge"
                )
                {
                    ErrorClass = "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE",
                    SqlState = "21506",
                };
            }
        }

        /// <summary>Adds to the matches the rows without a source row that a clause applies to.</summary>
        private void AddUnmatched(
            MaterializedSource matches,
            IReadOnlyList<AddFile> candidates,
            IReadOnlyDictionary<string, int> numbers,
            Dictionary<int, long> actions,
            List<AddFile> touched
        )
        {
            var target = new DeltaTableSource(_before.Log.Store, _metadata, _mapping, _ => candidates, rowIds: true, numbers);
            var unmatched = new Relation
            {
                Join = new Join
                {
                    Left = TargetPlan(),
                    Right = Plans.Alias(Plans.Table(Matches), Matches),
                    JoinType = Join.Types.JoinType.LeftAnti,
                    JoinCondition = SameRow(),
                },
            };
            var first = merge.Matched.Count + 1;
            var plan = Plans.Project(
                unmatched,
                [
                    Plans.Column(_targetAlias, DeltaScan.FileNumber),
                    Plans.Column(_targetAlias, DeltaScan.RowNumber),
                    Plans.Cast(FirstThatApplies(merge.NotMatchedBySource, first), SparkType.Long).As(Action),
                ]
            );
            session.Connection.Execute(
                $"INSERT INTO {matches.Table} SELECT {DeltaScan.FileNumber}, {DeltaScan.RowNumber}, NULL, {Action} FROM ({session.Select(plan, (Target, target), (Matches, matches))}) WHERE {Action} > 0"
            );
            var known = touched.Select(file => file.Key).ToHashSet();
            foreach (var row in session.Numbers($"SELECT DISTINCT c0 FROM {matches.Table} WHERE c3 >= {first}"))
            {
                if (known.Add(candidates[(int)row[0]].Key))
                    touched.Add(candidates[(int)row[0]]);
            }

            foreach (var row in session.Numbers($"SELECT c3, count(*) FROM {matches.Table} WHERE c3 >= {first} GROUP BY ALL"))
                actions[(int)row[0]] = row[1];
        }

        /// <summary>The rows of the touched files after the merge, or some of them.</summary>
        /// <param name="rows">Which actions' rows; null for all rows that stay.</param>
        /// <param name="values">The new values; false for those before.</param>
        private string Changed(
            MaterializedSource applied,
            List<AddFile> touched,
            IReadOnlyDictionary<string, int> numbers,
            IReadOnlyList<int>? rows,
            bool values,
            string? changeType = null
        )
        {
            var target = new DeltaTableSource(_before.Log.Store, _metadata, _mapping, _ => touched, rowIds: true, numbers);
            var joined = new Relation
            {
                Join = new Join
                {
                    Left = TargetPlan(),
                    Right = Plans.Alias(Plans.Table(Matches), Matches),
                    JoinType = Join.Types.JoinType.LeftOuter,
                    JoinCondition = SameRow(),
                },
            };
            var withSource = new Relation
            {
                Join = new Join
                {
                    Left = joined,
                    Right = SourcePlan(),
                    JoinType = Join.Types.JoinType.LeftOuter,
                    JoinCondition = Plans.Call("==", Plans.Column(Matches, SourceRow), Plans.Column(_sourceAlias, SourceRow)),
                },
            };
            var action = Plans.Call("coalesce", Plans.Column(Matches, Action), Plans.Cast(Plans.Number(0), SparkType.Long));
            var all = merge.Matched.Concat(merge.NotMatchedBySource).ToList();
            var kept = rows is null
                ? Enumerable
                    .Range(1, all.Count)
                    .Where(IsDelete)
                    .Select(number => Plans.Call("!=", action, Number(number)))
                    .Aggregate(Plans.Boolean(true), (left, right) => Plans.Call("and", left, right))
                : rows.Select(number => Plans.Call("==", action, Number(number)))
                    .Aggregate(Plans.Boolean(false), (left, right) => Plans.Call("or", left, right));
            var resolved = all.Select(one => one.ActionType == ActionType.Delete ? null : Values(one, isInsert: false)).ToList();
            var columns = _metadata.Schema.Fields.Select(column =>
            {
                var old = Plans.Column(_targetAlias, column.Name);
                var cases = new List<Expression>();
                for (var i = 0; values && i < all.Count; i++)
                {
                    if (resolved[i] is { } assigned && assigned.TryGetValue(column.Name, out var value))
                        cases.AddRange([Plans.Call("==", action, Number(i + 1)), value]);
                }

                return (cases.Count == 0 ? old : Plans.Call("when", cases.Append(old))).As(column.Name);
            });
            if (changeType is not null)
                columns = columns.Append(Plans.Text(changeType).As(ChangeDataFeed.ChangeType));
            return session.Select(
                Plans.Project(Plans.Filter(withSource, kept), columns),
                (Target, target),
                (Source, source!),
                (Matches, applied)
            );
        }

        /// <summary>The source rows without a match that a clause inserts.</summary>
        /// <param name="matches">The matches; null when there can be none.</param>
        private string Inserted(MaterializedSource? matches, string? changeType = null)
        {
            var unmatched = matches is null
                ? SourcePlan()
                : new Relation
                {
                    Join = new Join
                    {
                        Left = SourcePlan(),
                        Right = Plans.Alias(Plans.Table(Matches), Matches),
                        JoinType = Join.Types.JoinType.LeftAnti,
                        JoinCondition = Plans.Call("==", Plans.Column(_sourceAlias, SourceRow), Plans.Column(Matches, SourceRow)),
                    },
                };
            var choice = FirstThatApplies(merge.NotMatched, 1);
            var resolved = merge.NotMatched.Select(action => Values(action, isInsert: true)).ToList();
            var columns = _metadata.Schema.Fields.Select(column =>
            {
                var type = DeltaSchemas.ToSpark(column.Type);
                Expression Value(int i) =>
                    resolved[i].TryGetValue(column.Name, out var value) ? value
                    : column.DefaultExpression is { } text ? Plans.Cast(session.ParseExpression(text), type)
                    : Plans.Cast(Plans.Null, type);
                return (
                    resolved.Count == 1
                        ? Value(0)
                        : Plans.Call(
                            "when",
                            Enumerable
                                .Range(0, resolved.Count)
                                .SelectMany(i => new[] { Plans.Call("==", choice, Plans.Number(i + 1)), Value(i) })
                        )
                ).As(column.Name);
            });
            if (changeType is not null)
                columns = columns.Append(Plans.Text(changeType).As(ChangeDataFeed.ChangeType));
            var plan = Plans.Project(Plans.Filter(unmatched, Plans.Call(">", choice, Plans.Number(0))), columns);
            return matches is null ? session.Select(plan) : session.Select(plan, (Source, source!), (Matches, matches));
        }

        private IReadOnlyList<AddCdcFile> WriteChanges(
            MaterializedSource matches,
            MaterializedSource applied,
            List<AddFile> touched,
            IReadOnlyDictionary<string, int> numbers
        )
        {
            var all = Enumerable.Range(1, merge.Matched.Count + merge.NotMatchedBySource.Count).ToList();
            var (deletes, updates) = (all.FindAll(IsDelete), all.FindAll(number => !IsDelete(number)));
            var selects = new List<string>();
            if (deletes.Count > 0)
                selects.Add(Changed(applied, touched, numbers, deletes, values: false, "delete"));
            if (updates.Count > 0)
            {
                selects.Add(Changed(applied, touched, numbers, updates, values: false, "update_preimage"));
                selects.Add(Changed(applied, touched, numbers, updates, values: true, "update_postimage"));
            }

            if (merge.NotMatched.Count > 0)
                selects.Add(Inserted(matches, "insert"));
            return writer.WriteChanges(string.Join(" UNION ALL ", selects));
        }

        /// <summary>The values that a clause gives, by column.</summary>
        private Dictionary<string, Expression> Values(MergeAction action, bool isInsert)
        {
            if (action.ActionType is not (ActionType.UpdateStar or ActionType.InsertStar))
                return Assignments.Resolve(
                    _metadata.Schema,
                    merge.TargetAlias,
                    [.. action.Assignments.Select(one => (NameOf(one.Key), one.Value))],
                    isInsert ? AssigningClause.MergeInsert : AssigningClause.MergeUpdate
                );
            var values = new List<(string, Expression)>();
            foreach (var column in _metadata.Schema.Fields)
            {
                if (
                    sourceSchema.Fields.FirstOrDefault(field => field.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)) is
                    { } given
                )
                    values.Add(($"`{column.Name.Replace("`", "``", StringComparison.Ordinal)}`", Plans.Column(_sourceAlias, given.Name)));
                else if (!merge.WithSchemaEvolution && !session.Flag("spark.databricks.delta.schema.autoMerge.enabled", false))
                    throw DeltaErrors.Analysis(
                        "DELTA_MERGE_UNRESOLVED_EXPRESSION",
                        $"Cannot resolve {column.Name} in {(isInsert ? "INSERT" : "UPDATE")} clause given columns {string.Join(", ", sourceSchema.Fields.Select(field => field.Name))}.",
                        "42601"
                    );
            }

            return Assignments.Resolve(_metadata.Schema, null, values, AssigningClause.MergeUpdate);
        }

        /// <summary>The number of the first clause whose condition is true, or 0.</summary>
        private static Expression FirstThatApplies(IReadOnlyList<MergeAction> actions, int first)
        {
            var cases = actions
                .SelectMany(
                    (action, i) =>
                        new[] { action.Condition is { } condition ? Plans.IsTrue(condition) : Plans.Boolean(true), Plans.Number(first + i) }
                )
                .ToList();
            return cases.Count == 0 ? Plans.Number(0) : Plans.Call("when", cases.Append(Plans.Number(0)));
        }

        private bool IsDelete(int number) =>
            (
                number <= merge.Matched.Count ? merge.Matched[number - 1] : merge.NotMatchedBySource[number - merge.Matched.Count - 1]
            ).ActionType == ActionType.Delete;

        private Relation TargetPlan() => Plans.Alias(Plans.Table(Target), _targetAlias);

        private Relation SourcePlan()
        {
            if (source is null)
                return merge.Source.RelTypeCase is Relation.RelTypeOneofCase.SubqueryAlias or Relation.RelTypeOneofCase.Read
                    ? merge.Source
                    : Plans.Alias(merge.Source, _sourceAlias);
            var plan = Plans.Alias(Plans.Table(Source), _sourceAlias);
            if (merge.Source.Common is { } common)
                plan.Common = common; // Columns may refer to the source by its plan id.
            return plan;
        }

        private Expression SameRow() =>
            Plans.Call(
                "and",
                Plans.Call("==", Plans.Column(_targetAlias, DeltaScan.FileNumber), Plans.Column(Matches, DeltaScan.FileNumber)),
                Plans.Call("==", Plans.Column(_targetAlias, DeltaScan.RowNumber), Plans.Column(Matches, DeltaScan.RowNumber))
            );

        private static Expression Number(int value) => Plans.Cast(Plans.Number(value), SparkType.Long);

        private static string NameOf(Relation relation) =>
            relation.RelTypeCase switch
            {
                Relation.RelTypeOneofCase.SubqueryAlias => relation.SubqueryAlias.Alias,
                Relation.RelTypeOneofCase.Read when relation.Read.NamedTable is { } table => table
                    .UnparsedIdentifier.Split('.')[^1]
                    .Trim('`'),
                _ => Source,
            };

        private static string NameOf(Expression key) =>
            key.UnresolvedAttribute?.UnparsedIdentifier
            ?? throw SparkErrors.Unsupported("a MERGE that assigns something other than a column");

        private static string Describe(IReadOnlyList<MergeAction> actions) =>
            "["
            + string.Join(
                ",",
                actions.Select(action =>
                    action.ActionType switch
                    {
                        ActionType.Delete => "{\"actionType\":\"delete\"}",
                        ActionType.Insert or ActionType.InsertStar => "{\"actionType\":\"insert\"}",
                        _ => "{\"actionType\":\"update\"}",
                    }
                )
            )
            + "]";
    }
}
