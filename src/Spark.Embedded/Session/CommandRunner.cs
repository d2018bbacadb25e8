using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Parse;
using Spark.Embedded.Parse.Statements;
using Spark.Embedded.Sources;
using SaveMode = Spark.Connect.WriteOperation.Types.SaveMode;

namespace Spark.Embedded.Session;

/// <summary>Runs the protocol's commands.</summary>
internal sealed class CommandRunner(RunningStatement statement)
{
    private readonly EmbeddedSession _session = statement.Session;

    /// <summary>Runs a command and returns what the protocol says of it; null for nothing.</summary>
    public ExecutePlanResponse? Run(Command command)
    {
        switch (command.CommandTypeCase)
        {
            case Command.CommandTypeOneofCase.WriteOperation:
                ConflictRetry.Run(statement, () => Write(command.WriteOperation));
                return null;
            case Command.CommandTypeOneofCase.WriteOperationV2:
                ConflictRetry.Run(statement, () => Write(command.WriteOperationV2));
                return null;
            case Command.CommandTypeOneofCase.CreateDataframeView:
                CreateView(command.CreateDataframeView);
                return null;
            case Command.CommandTypeOneofCase.SqlCommand:
                return new ExecutePlanResponse
                {
                    SqlCommandResult = new ExecutePlanResponse.Types.SqlCommandResult { Relation = RunSql(command.SqlCommand) },
                };
            case Command.CommandTypeOneofCase.CheckpointCommand:
                var id = _session.Kept.Checkpoint(command.CheckpointCommand.Relation, statement);
                return new ExecutePlanResponse
                {
                    CheckpointCommandResult = new CheckpointCommandResult { Relation = new CachedRemoteRelation { RelationId = id } },
                };
            case Command.CommandTypeOneofCase.RemoveCachedRemoteRelationCommand:
                _session.Kept.Remove(command.RemoveCachedRemoteRelationCommand.Relation.RelationId);
                return null;
            case Command.CommandTypeOneofCase.MergeIntoTableCommand:
                var merge = command.MergeIntoTableCommand;
                new StatementRunner(statement).Run(new MergeIntoStatement(_session.Parser.ParseName(merge.TargetTableName), null, merge));
                return null;
            case Command.CommandTypeOneofCase.GetResourcesCommand:
                return new ExecutePlanResponse { GetResourcesCommandResult = new GetResourcesCommandResult() };
            case Command.CommandTypeOneofCase.RegisterFunction:
                throw SparkErrors.Unsupported($"user-defined functions ({command.RegisterFunction.FunctionName})");
            default:
                throw SparkErrors.Unsupported($"the command {command.CommandTypeCase}");
        }
    }

    private void Write(WriteOperation write)
    {
        if (write.BucketBy is { NumBuckets: > 0 })
            throw SparkErrors.Unsupported("bucketBy");
        if (write.SaveTypeCase == WriteOperation.SaveTypeOneofCase.Table)
        {
            var name = _session.Parser.ParseName(write.Table.TableName);
            if (write.Table.SaveMethod == WriteOperation.Types.SaveTable.Types.TableSaveMethod.InsertInto)
                new InsertCommand(statement).Run(name, write.Input, write.Mode == SaveMode.Overwrite, options: write.Options);
            else
                new TableCommands(statement).Save(
                    name,
                    statement.Compile(write.Input),
                    write.HasSource ? write.Source : null,
                    write.Mode,
                    write.PartitioningColumns,
                    write.Options
                );
            return;
        }

        var options = new SourceOptions(write.Options);
        var source = _session.Application.Sources.Find(
            write is { HasSource: true, Source.Length: > 0 } ? write.Source : _session.Config["spark.sql.sources.default"]!
        );
        var path = write.SaveTypeCase == WriteOperation.SaveTypeOneofCase.Path ? write.Path : options["path"];
        if (path is null && source.HasPaths)
            throw SparkErrors.Runtime("INTERNAL_ERROR", [("message", "'path' is not specified.")]);
        source.Write(
            new WriteRequest(
                statement,
                statement.Compile(write.Input),
                path is null ? "" : FileListing.LocalPath(path),
                write.Mode,
                write.PartitioningColumns,
                options
            )
        );
    }

    private void Write(WriteOperationV2 write)
    {
        var name = _session.Parser.ParseName(write.TableName);
        var tables = new TableCommands(statement);
        var partitions = write
            .PartitioningColumns.Select(column =>
                column.ExprTypeCase == Expression.ExprTypeOneofCase.UnresolvedAttribute
                    ? _session.Parser.ParseName(column.UnresolvedAttribute.UnparsedIdentifier)[^1]
                    : throw SparkErrors.Unsupported("partition transforms")
            )
            .ToList();
        var provider = write.HasProvider ? write.Provider : null;
        switch (write.Mode)
        {
            case WriteOperationV2.Types.Mode.Create:
                tables.Save(
                    name,
                    statement.Compile(write.Input),
                    provider,
                    SaveMode.ErrorIfExists,
                    partitions,
                    write.Options,
                    write.TableProperties
                );
                break;
            case WriteOperationV2.Types.Mode.Replace:
                _session.Catalog.RequireTable(name);
                goto case WriteOperationV2.Types.Mode.CreateOrReplace;
            case WriteOperationV2.Types.Mode.CreateOrReplace:
                var options = new Dictionary<string, string>(write.Options) { ["overwriteSchema"] = "true" };
                tables.Save(name, statement.Compile(write.Input), provider, SaveMode.Overwrite, partitions, options, write.TableProperties);
                break;
            case WriteOperationV2.Types.Mode.Append:
                new InsertCommand(statement).Run(name, write.Input, false, byName: true, options: write.Options);
                break;
            case WriteOperationV2.Types.Mode.OverwritePartitions:
                new InsertCommand(statement).Run(
                    name,
                    write.Input,
                    true,
                    byName: true,
                    options: new Dictionary<string, string>(write.Options) { ["partitionOverwriteMode"] = "dynamic" }
                );
                break;
            case WriteOperationV2.Types.Mode.Overwrite:
                if (
                    write.OverwriteCondition is { ExprTypeCase: not Expression.ExprTypeOneofCase.None } condition
                    && condition.Literal is not { Boolean: true }
                )
                {
                    if (condition.ExprTypeCase != Expression.ExprTypeOneofCase.ExpressionString)
                        throw SparkErrors.Unsupported(
                            "overwrite() with a condition that is no SQL text",
                            "Write with option replaceWhere."
                        );
                    new InsertCommand(statement).Run(
                        name,
                        write.Input,
                        true,
                        byName: true,
                        options: new Dictionary<string, string>(write.Options) { ["replaceWhere"] = condition.ExpressionString.Expression }
                    );
                    break;
                }

                new InsertCommand(statement).Run(name, write.Input, true, byName: true, options: write.Options);
                break;
            default:
                throw SparkErrors.Unsupported($"the write mode {write.Mode}");
        }
    }

    private void CreateView(CreateDataFrameViewCommand command)
    {
        var name = _session.Parser.ParseName(command.Name);
        if (name.Count != 1 && !(command.IsGlobal && name.Count == 2))
            throw SparkErrors.Analysis("TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS", ("actualName", SparkErrors.Identifier(name)));
        _session.Catalog.CreateView(name[^1], command.Input, statement.Schema(command.Input), command.IsGlobal, command.Replace);
    }

    private Relation RunSql(SqlCommand command)
    {
        var input = command.Input;
        if (input is null)
        {
#pragma warning disable CS0612 // Clients before 4.0 send the text here.
            input = new Relation { Sql = new SQL { Query = command.Sql } };
#pragma warning restore CS0612
        }

        var sql = input.RelTypeCase == Relation.RelTypeOneofCase.WithRelations ? input.WithRelations.Root.Sql : input.Sql;
        var parameters = new ParameterValues(sql.NamedArguments, sql.PosArguments);
        var parsed = SqlParser.ParseStatement(sql.Query, _session.Parser.Options, parameters);
        if (parsed is QueryStatement)
        {
            // Its rows are made when somebody asks for them; what is wrong with it is told now.
            statement.Schema(input);
            return input;
        }

        var result = new StatementRunner(statement).Run(parsed);
        return result is null ? new Relation { LocalRelation = new LocalRelation() } : ResultRows.Hold(result, statement);
    }
}
