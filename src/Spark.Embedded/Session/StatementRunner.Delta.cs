using System.Text;
using Delta.Log;
using Spark.Embedded.Delta;
using Spark.Embedded.Errors;
using Spark.Embedded.Parse.Statements;
using Spark.Embedded.Plan;
using Spark.Embedded.Sources;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>The statements that change or tell of Delta tables.</summary>
internal sealed partial class StatementRunner
{
    private CompiledQuery? DeltaStatement(Parse.Statements.Statement parsed)
    {
        switch (parsed)
        {
            case DeleteFromStatement delete:
                return new RowCommands(statement.Delta).Delete(
                    Log(delete.Table, "DELETE"),
                    delete.Condition?.Expression,
                    delete.Alias ?? delete.Table[^1],
                    delete.Condition?.Sql
                );
            case UpdateTableStatement update:
                return new RowCommands(statement.Delta).Update(
                    Log(update.Table, "UPDATE"),
                    [.. update.Assignments.Select(assignment => (assignment.Key.UnresolvedAttribute.UnparsedIdentifier, assignment.Value))],
                    update.Condition?.Expression,
                    update.Alias ?? update.Table[^1],
                    update.Condition?.Sql
                );
            case MergeIntoStatement merge:
                return new MergeCommand(statement.Delta).Run(
                    new Merge(Log(merge.Target, "MERGE"), merge.Command.SourceTablePlan, merge.Command.MergeCondition)
                    {
                        TargetAlias = merge.TargetAlias ?? merge.Target[^1],
                        Matched = [.. merge.Command.MatchActions.Select(action => action.MergeAction)],
                        NotMatched = [.. merge.Command.NotMatchedActions.Select(action => action.MergeAction)],
                        NotMatchedBySource = [.. merge.Command.NotMatchedBySourceActions.Select(action => action.MergeAction)],
                        WithSchemaEvolution = merge.Command.WithSchemaEvolution,
                    }
                );
            case OptimizeStatement optimize:
                return new OptimizeCommand(statement.Delta).Run(
                    Log(optimize.Table, "OPTIMIZE"),
                    optimize.Condition?.Expression,
                    [.. optimize.ZOrderBy.Select(column => string.Join(".", column))],
                    optimize.Condition?.Sql
                );
            case VacuumStatement vacuum:
                return new VacuumCommand(statement.Delta).Run(Log(vacuum.Table, "VACUUM"), vacuum.RetentionHours, vacuum.DryRun);
            case RestoreStatement restore:
                return new RestoreCommand(statement.Delta).Run(
                    Log(restore.Table, "RESTORE"),
                    restore.Version,
                    restore.Timestamp is { } time ? Milliseconds(time) : null
                );
            case DescribeHistoryStatement history:
                return DescribeCommands.History(Log(history.Table, "DESCRIBE HISTORY"), history.Limit);
            case DescribeDetailStatement detail:
                return DescribeCommands.Detail(Log(detail.Table, "DESCRIBE DETAIL"));
            case ConvertToDeltaStatement { Table: [var format, var folder] } convert
                when format.Equals("parquet", StringComparison.OrdinalIgnoreCase):
                return new ConvertCommand(statement.Delta).Run(
                    _session.Application.Tables.Open(folder),
                    convert.PartitionSchema is { } partitions
                        ? (Types.StructType)ProtocolTypes.FromProtocol(partitions, _session.Parser.ParseDataType)
                        : null
                );
            case TruncateTableStatement { Partition.Count: 0 } truncate:
                return new Delta.TableCommands(statement.Delta).Truncate(Log(truncate.Name, "TRUNCATE TABLE"));
            case SetTablePropertiesStatement { IsView: false } set:
                return new Delta.TableCommands(statement.Delta).SetProperties(Log(set.Name, "ALTER TABLE"), set.Properties);
            case UnsetTablePropertiesStatement { IsView: false } unset:
                return new Delta.TableCommands(statement.Delta).UnsetProperties(Log(unset.Name, "ALTER TABLE"), unset.Keys, unset.IfExists);
            case AddColumnsStatement add:
                return new Delta.TableCommands(statement.Delta).AddColumns(
                    Log(add.Name, "ALTER TABLE"),
                    [
                        .. add.Columns.Select(column =>
                            (
                                column.Name,
                                DeltaSchemas
                                    .ToDelta(
                                        new Types.StructType([
                                            new(
                                                column.Name[^1],
                                                ProtocolTypes.FromProtocol(column.Type, _session.Parser.ParseDataType),
                                                column.Nullable
                                            ),
                                        ])
                                    )
                                    .Fields[0],
                                column.Position is { } position ? position.After ?? "" : null
                            )
                        ),
                    ]
                );
            case RenameColumnStatement rename:
                return new Delta.TableCommands(statement.Delta).RenameColumn(
                    Log(rename.Name, "ALTER TABLE"),
                    rename.Column,
                    rename.NewName
                );
            case DropColumnsStatement drop:
                return new Delta.TableCommands(statement.Delta).DropColumns(Log(drop.Name, "ALTER TABLE"), drop.Columns, drop.IfExists);
            case AlterClusterByStatement cluster:
                return new Delta.TableCommands(statement.Delta).ClusterBy(Log(cluster.Name, "ALTER TABLE"), cluster.Columns);
            case AddConstraintStatement { Constraint: CheckConstraint { Name: { } name } check } add:
                return new Delta.TableCommands(statement.Delta).AddConstraint(Log(add.Name, "ALTER TABLE"), name, check.Condition.Sql);
            case DropConstraintStatement drop:
                return new Delta.TableCommands(statement.Delta).DropConstraint(
                    Log(drop.Name, "ALTER TABLE"),
                    drop.Constraint,
                    drop.IfExists
                );
            case CommentOnStatement { IsNamespace: false } comment:
                return new Delta.TableCommands(statement.Delta).SetComment(Log(comment.Name, "COMMENT ON TABLE"), comment.Comment);
            default:
                throw SparkErrors.Unsupported($"the statement {parsed.GetType().Name.Replace("Statement", "", StringComparison.Ordinal)}");
        }
    }

    /// <summary>The log of the Delta table that a name or <c>delta.`path`</c> means.</summary>
    private DeltaLog Log(IReadOnlyList<string> name, string operation)
    {
        if (name.Count == 2 && name[0].Equals("delta", StringComparison.OrdinalIgnoreCase))
            return Existing(name[1]);
        if (name.Count == 1 && name[0].Contains('/') && _catalog.FindTable(name) is null)
            return Existing(name[0]);
        if (_catalog.FindTable(name) is { } table)
        {
            return table.Provider == "delta"
                ? _session.Application.Tables.Open(table.Path!)
                : throw SparkErrors.Analysis(
                    "UNSUPPORTED_FEATURE.TABLE_OPERATION",
                    ("tableName", SparkErrors.Identifier(name)),
                    ("operation", operation)
                );
        }

        // A view of nothing but a Delta table means that table.
        if (
            statement.Catalog.Find(name, new Dictionary<string, string>()) is ViewRelation
            {
                Plan.Read.DataSource: { Format: "delta", Paths: [var path] }
            }
        )
            return Existing(path);
        throw _catalog.TableNotFound(name);

        DeltaLog Existing(string path)
        {
            var log = _session.Application.Tables.Open(path);
            return log.Exists ? log : throw DeltaErrors.Analysis("DELTA_MISSING_DELTA_TABLE", $"`{path}` is not a Delta table.", "42P01");
        }
    }

    private long Milliseconds(string text) =>
        DateTimeText.TryTimestamp(Encoding.UTF8.GetBytes(text), Zones.Find(_session.TimeZone), out var micros)
            ? Math.DivRem(micros, 1000).Quotient
            : throw SourceOptions.Wrong("TIMESTAMP AS OF", text, "a date or timestamp");
}
