using System.Globalization;
using Spark.Connect;
using Spark.Embedded.Delta;
using Spark.Embedded.Errors;
using Spark.Embedded.Parse.Statements;
using Spark.Embedded.Plan;
using Spark.Embedded.Sources;
using Spark.Embedded.Types;
using SaveMode = Spark.Connect.WriteOperation.Types.SaveMode;
using StructField = Spark.Embedded.Types.StructField;
using StructType = Spark.Embedded.Types.StructType;

namespace Spark.Embedded.Session;

/// <summary>INSERT: writes rows to a table that is there, each value cast to its column.</summary>
internal sealed class InsertCommand(RunningStatement statement)
{
    private readonly SessionCatalog _catalog = statement.Session.Catalog;

    /// <summary>Inserts.</summary>
    /// <param name="byName">Columns are matched by name and not by place.</param>
    /// <param name="columns">The columns that the rows fill, in their order; null or empty for all.</param>
    /// <param name="partition">The PARTITION clause: columns that get one value in every row, and columns of the rows.</param>
    /// <exception cref="Microsoft.Spark.AnalysisException">A name is not that of a column, or the rows have too many or too few columns.</exception>
    public void Run(
        IReadOnlyList<string> name,
        Relation input,
        bool overwrite,
        bool byName = false,
        IReadOnlyList<string>? columns = null,
        IReadOnlyDictionary<string, string>? options = null,
        IReadOnlyList<PartitionValue>? partition = null
    )
    {
        var found = statement.Catalog.Find(name, new Dictionary<string, string>());
        if (found is ViewRelation)
            throw SparkErrors.Analysis("UNSUPPORTED_INSERT.NOT_ALLOWED", ("relationId", SparkErrors.Identifier(name)));
        if (found is not TableRelation table)
            throw _catalog.TableNotFound(name);
        var entry =
            _catalog.FindTable(name) ?? new TableEntry(name[0], name[1], name[0].ToLowerInvariant(), FileListing.LocalPath(name[1]));
        var isDelta = entry.Provider == "delta";
        var schema = table.Source.Schema;
        var partitionColumns = isDelta
            ? statement.Session.Application.Tables.Open(entry.Path!).Current().Metadata.PartitionColumns
            : entry.PartitionColumns;
        var constants = Constants(partition ?? [], schema, partitionColumns);
        var given = statement.Schema(input);
        var rest = schema.Fields.Where(field => !constants.ContainsKey(field.Name)).Select(field => field.Name).ToList();
        if (!byName)
        {
            var targets = columns is { Count: > 0 } ? Named(columns, schema, constants) : rest;
            if (given.Fields.Count != targets.Count)
                throw WrongNumber(name, targets, given);
            var renamed = new ToDF { Input = input };
            renamed.ColumnNames.AddRange(targets);
            input = new Relation { ToDf = renamed };
            given = new StructType([.. given.Fields.Select((field, i) => field with { Name = targets[i] })]);
        }
        else if (!isDelta && given.Fields.Any(field => Find(schema, field.Name) is null))
        {
            throw WrongNumber(name, rest, given);
        }

        var project = new Connect.Project { Input = input };
        foreach (var field in schema.Fields)
        {
            var value =
                constants.TryGetValue(field.Name, out var constant) ? constant
                : Find(given, field.Name) is not null ? Plans.Column(field.Name)
                : null;
            // A Delta table knows the defaults of the columns that the rows lack.
            if (value is not null || !isDelta)
                project.Expressions.Add(Plans.Cast(value ?? Plans.Null, field.Type).As(field.Name));
        }

        // Whether the table takes columns that it does not have is for its schema to say.
        foreach (var field in given.Fields.Where(field => Find(schema, field.Name) is null))
            project.Expressions.Add(Plans.Column(field.Name));
        var all = new Dictionary<string, string>(options ?? new Dictionary<string, string>());
        var replaces = overwrite && constants.Count > 0 && !all.ContainsKey("partitionOverwriteMode");
        if (replaces && isDelta)
            all["replaceWhere"] = string.Join(
                " AND ",
                constants.Select(pair =>
                    $"{SparkErrors.Identifier(pair.Key)} <=> CAST({Text(pair.Value)} AS {Find(schema, pair.Key)!.Type.Name})"
                )
            );
        if (replaces && !isDelta)
        {
            ReplaceFolder(entry, project, constants, partitionColumns, all);
            return;
        }

        new TableCommands(statement).Write(
            entry,
            statement.Compile(new Relation { Project = project }),
            overwrite ? SaveMode.Overwrite : SaveMode.Append,
            isDelta ? [] : partitionColumns,
            all
        );
    }

    /// <summary>Writes the files of one partition anew.</summary>
    private void ReplaceFolder(
        TableEntry table,
        Connect.Project rows,
        Dictionary<string, Expression> constants,
        IReadOnlyList<string> partitionColumns,
        Dictionary<string, string> options
    )
    {
        var leading = partitionColumns.Take(constants.Count).ToList();
        if (!leading.TrueForAll(constants.ContainsKey))
            throw SparkErrors.Unsupported("INSERT OVERWRITE of a partition whose outer partition columns have no value");
        var folder = table.Path!;
        foreach (var column in leading)
            folder = Path.Combine(
                folder,
                PartitionDiscovery.FolderName(column, Shown(constants[column], Find(table.Schema!, column)!.Type))
            );
        var project = new Connect.Project { Input = rows.Input };
        project.Expressions.AddRange(rows.Expressions.Where(column => !constants.ContainsKey(column.Alias.Name[0])));
        new TableCommands(statement).Write(
            table with
            {
                Path = folder,
            },
            statement.Compile(new Relation { Project = project }),
            SaveMode.Overwrite,
            [.. partitionColumns.Skip(leading.Count)],
            options
        );
    }

    /// <summary>The values of the PARTITION clause by the table's own names.</summary>
    private static Dictionary<string, Expression> Constants(
        IReadOnlyList<PartitionValue> partition,
        StructType schema,
        IReadOnlyList<string> partitionColumns
    )
    {
        var constants = new Dictionary<string, Expression>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in partition)
        {
            if (!partitionColumns.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw SparkErrors.Analysis("NON_PARTITION_COLUMN", ("columnName", SparkErrors.Identifier(key)));
            if (value is not null)
                constants[Find(schema, key)!.Name] = value;
        }

        return constants;
    }

    /// <summary>The columns of the list by the table's own names.</summary>
    private static List<string> Named(IReadOnlyList<string> columns, StructType schema, Dictionary<string, Expression> constants)
    {
        ColumnNames.CheckUnique(columns.Concat(constants.Keys));
        return
        [
            .. columns.Select(column =>
                Find(schema, column)?.Name
                ?? throw NameProposals.Unresolved([column], [.. schema.Fields.Select(field => (IReadOnlyList<string>)[field.Name])])
            ),
        ];
    }

    private static Microsoft.Spark.AnalysisException WrongNumber(
        IReadOnlyList<string> table,
        IReadOnlyList<string> targets,
        StructType given
    ) =>
        SparkErrors.Analysis(
            given.Fields.Count < targets.Count
                ? "INSERT_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS"
                : "INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS",
            ("tableName", SparkErrors.Identifier(table)),
            ("tableColumns", string.Join(", ", targets.Select(column => SparkErrors.Identifier(column)))),
            ("dataColumns", string.Join(", ", given.Fields.Select(field => SparkErrors.Identifier(field.Name))))
        );

    private static StructField? Find(StructType schema, string name) =>
        schema.Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A constant as SQL.</summary>
    private static string Text(Expression constant) =>
        Value(constant) switch
        {
            null => "NULL",
            string text => "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString()!,
        };

    /// <summary>A constant as a column of a type shows it; null for null.</summary>
    private string? Shown(Expression constant, SparkType type)
    {
        var one = new Relation
        {
            Range = new Connect.Range
            {
                Start = 0,
                End = 1,
                Step = 1,
            },
        };
        var text = Plans.Cast(Plans.Cast(constant, type), SparkType.String).As("text");
        return statement.Rows(statement.Compile(Plans.Project(one, [text]))).Single()[0] as string;
    }

    private static object? Value(Expression constant) =>
        constant.Literal?.LiteralTypeCase switch
        {
            Expression.Types.Literal.LiteralTypeOneofCase.Null => null,
            Expression.Types.Literal.LiteralTypeOneofCase.String => constant.Literal.String,
            Expression.Types.Literal.LiteralTypeOneofCase.Integer => constant.Literal.Integer,
            Expression.Types.Literal.LiteralTypeOneofCase.Long => constant.Literal.Long,
            Expression.Types.Literal.LiteralTypeOneofCase.Short => constant.Literal.Short,
            Expression.Types.Literal.LiteralTypeOneofCase.Byte => constant.Literal.Byte,
            Expression.Types.Literal.LiteralTypeOneofCase.Boolean => constant.Literal.Boolean ? "true" : "false",
            Expression.Types.Literal.LiteralTypeOneofCase.Decimal => constant.Literal.Decimal.Value,
            Expression.Types.Literal.LiteralTypeOneofCase.Date => ValueText.Date(constant.Literal.Date),
            _ => throw SparkErrors.Unsupported("a value of a PARTITION clause that is no text, number, boolean or date"),
        };
}
