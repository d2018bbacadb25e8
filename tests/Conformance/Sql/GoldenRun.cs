using System.Text.RegularExpressions;
using Microsoft.Spark;
using Spark.Connect;
using Spark.Connect.Execution;
using Spark.Embedded.Parse;
using Spark.Embedded.Parse.Statements;

namespace Conformance.Tests.Sql;

/// <summary>Runs the statements of a golden file on one session of an engine and compares the answers.</summary>
public sealed partial class GoldenRun(IPlanExecutor session)
{
    private readonly Dictionary<string, string> _config = [];

    public async Task ConfigureAsync(IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (key, value) in settings)
            await RunAsync($"SET {key}={value}");
        foreach (var (key, value) in settings)
            _config[key] = value;
    }

    public async Task<Outcome> CheckAsync(GoldenCase golden, CancellationToken cancellationToken = default)
    {
        string schema;
        List<string> rows;
        try
        {
            (schema, rows) = await RunAsync(golden.Sql, cancellationToken);
        }
        catch (SparkUnsupportedOperationException refusal)
            when (refusal.ErrorClass is null || refusal.ErrorClass != golden.Error?.ErrorClass)
        {
            return new Outcome(Verdict.Refused, FirstLine(refusal.Message));
        }
        catch (SparkException error)
        {
            return Compare(error, golden);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new Outcome(Verdict.WrongError, $"{error.GetType().Name}: {FirstLine(error.Message)}");
        }

        if (golden.Error is { } expected)
            return new Outcome(Verdict.WrongAnswer, $"rows instead of the error {expected.ErrorClass ?? expected.ExceptionClass}");
        if (schema != golden.Schema)
            return new Outcome(Verdict.WrongAnswer, $"schema {schema} instead of {golden.Schema}");
        var order = IsSorted(golden.Sql) ? rows : [.. rows.Order(StringComparer.Ordinal)];
        var output = Normalize(string.Join('\n', order));
        var expectedOutput = Normalize(golden.Output);
        return output == expectedOutput ? new Outcome(Verdict.Right) : new Outcome(Verdict.WrongAnswer, Difference(output, expectedOutput));
    }

    /// <summary>The rows of a statement as the golden files show them.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql) => (await RunAsync(sql)).Rows;

    private static Outcome Compare(SparkException error, GoldenCase golden)
    {
        var name = error.ErrorClass ?? error.GetType().Name;
        if (golden.Error is not { } expected)
            return new Outcome(Verdict.WrongError, $"error {name} instead of an answer: {FirstLine(error.Message)}");
        if (
            expected is { ErrorClass: null, Message.Length: > 0 }
            && error.ErrorClass is null
            && error.Message.Contains(expected.Message, StringComparison.Ordinal)
        )
            return new Outcome(Verdict.Right);
        if (expected.ErrorClass is null || error.ErrorClass != expected.ErrorClass || error.SqlState != expected.SqlState)
            return new Outcome(Verdict.WrongError, $"error {name} instead of {expected.ErrorClass ?? expected.ExceptionClass}");
        foreach (var (parameter, value) in expected.Parameters)
        {
            if (!error.MessageParameters.TryGetValue(parameter, out var actual) || Normalize(actual) != Normalize(value))
                return new Outcome(Verdict.WrongError, $"another {parameter} in {name}");
        }
        return new Outcome(Verdict.Right);
    }

    /// <summary>Runs a statement as <c>spark.sql</c> does: at once when it is a command, and then the relation it gives.</summary>
    private async Task<(string Schema, List<string> Rows)> RunAsync(string sql, CancellationToken cancellationToken = default)
    {
        var statement = Parse(sql);
        Relation? relation = new() { Sql = new SQL { Query = sql } };
        if (statement is not QueryStatement)
            relation = await CommandAsync(relation, cancellationToken);
        if (relation is null)
            return ("struct<>", []);
        if (statement is SetConfigurationStatement { Key: { } key, Value: { } value })
            _config[key] = value;

        DataType? schema = null;
        var rows = new List<string>();
        var text = new HiveText(
            Spark.Embedded.Types.Zones.Find(_config.GetValueOrDefault("spark.sql.session.timeZone", "America/Los_Angeles")),
            _config.GetValueOrDefault("spark.sql.binaryOutputStyle", "UTF8")
        );
        await foreach (var answer in session.ExecuteAsync(new Plan { Root = relation }, cancellationToken: cancellationToken))
        {
            schema = answer.Response?.Schema ?? schema;
            if (answer.Batch is not { } batch)
                continue;
            rows.AddRange(text.Rows(batch, schema!.Struct).Select(row => Show(statement, row)));
            batch.Dispose();
        }
        return (CatalogText.Of(schema ?? new DataType { Struct = new() }), rows);
    }

    private async Task<Relation?> CommandAsync(Relation sql, CancellationToken cancellationToken)
    {
        Relation? relation = null;
        var command = new Plan { Command = new Command { SqlCommand = new SqlCommand { Input = sql } } };
        await foreach (var answer in session.ExecuteAsync(command, cancellationToken: cancellationToken))
        {
            relation = answer.Response?.SqlCommandResult?.Relation ?? relation;
            answer.Batch?.Dispose();
        }
        return relation;
    }

    /// <summary>A row as Hive's command line prints it, which for some statements is not the row itself.</summary>
    private static string Show(Statement? statement, string[] row) =>
        statement switch
        {
            DescribeTableStatement or DescribeQueryStatement or DescribeNamespaceStatement when row.Length == 3 => string.Join(
                '\t',
                row.Select(cell => (cell == "NULL" ? "" : cell).PadRight(20))
            ),
            ShowTablesStatement or ShowViewsStatement when row.Length == 3 => row[1],
            _ => string.Join('\t', row),
        };

    private Statement? Parse(string sql)
    {
        try
        {
            return SqlParser.ParseStatement(sql, ParserOptions.FromConfig(key => _config.GetValueOrDefault(key)));
        }
        catch (SparkException)
        {
            return null;
        }
    }

    /// <summary>Whether Spark's suite takes the rows in the order they come, because the plan sorts them; otherwise it sorts their text.</summary>
    private bool IsSorted(string sql) =>
        Parse(sql) switch
        {
            QueryStatement query => IsSorted(query.Query),
            DescribeTableStatement or DescribeQueryStatement or DescribeNamespaceStatement => true,
            _ => false,
        };

    private static bool IsSorted(Relation? relation) =>
        relation?.RelTypeCase switch
        {
            Relation.RelTypeOneofCase.Sort => relation.Sort.IsGlobal || IsSorted(relation.Sort.Input),
            Relation.RelTypeOneofCase.Project => IsSorted(relation.Project.Input),
            Relation.RelTypeOneofCase.Filter => IsSorted(relation.Filter.Input),
            Relation.RelTypeOneofCase.Limit => IsSorted(relation.Limit.Input),
            Relation.RelTypeOneofCase.Offset => IsSorted(relation.Offset.Input),
            Relation.RelTypeOneofCase.SubqueryAlias => IsSorted(relation.SubqueryAlias.Input),
            Relation.RelTypeOneofCase.Hint => IsSorted(relation.Hint.Input),
            Relation.RelTypeOneofCase.SetOp => relation.SetOp.IsAll
                && (IsSorted(relation.SetOp.LeftInput) || IsSorted(relation.SetOp.RightInput)),
            Relation.RelTypeOneofCase.Extension => IsSortedExtension(relation.Extension),
            _ => false,
        };

    private static bool IsSortedExtension(Google.Protobuf.WellKnownTypes.Any extension)
    {
        if (extension.TryUnpack<With>(out var with))
            return IsSorted(with.Input);
        if (extension.TryUnpack<LimitExpression>(out var limit))
            return IsSorted(limit.Input);
        if (extension.TryUnpack<OffsetExpression>(out var offset))
            return IsSorted(offset.Input);
        return extension.TryUnpack<ColumnAliases>(out var aliases) && IsSorted(aliases.Input);
    }

    private static string FirstLine(string message) => message.TrimStart('\n').Split('\n')[0].Replace('\t', ' ');

    /// <summary>The first row that is not Spark's.</summary>
    private static string Difference(string actual, string expected)
    {
        var (rows, expectedRows) = (actual.Split('\n'), expected.Split('\n'));
        if (rows.Length != expectedRows.Length)
            return $"{rows.Length} rows instead of {expectedRows.Length}";
        var (row, expectedRow) = rows.Zip(expectedRows).First(pair => pair.First != pair.Second);
        return $"row {OneLine(row)} instead of {OneLine(expectedRow)}";

        static string OneLine(string row) => row.Length == 0 ? "of nothing" : row.Replace("\t", " | ", StringComparison.Ordinal);
    }

    /// <summary>Takes out what differs between machines and runs, as Spark's suite does.</summary>
    private static string Normalize(string text)
    {
        text = ExpressionIds().Replace(text, "#x");
        text = PlanIds().Replace(text, "plan_id=x");
        text = CodegenStages().Replace(text, "*");
        text = LoopIds().Replace(text, "Loop id: xxxx");
        text = ObjectIds().Replace(text, "@xxxxxxxx,");
        text = DdlTimes().Replace(text, "transient_lastDdlTime=[not included in comparison]");
        text = Volatile().Replace(text, "$1 [not included in comparison]");
        return text.TrimEnd();
    }

    [GeneratedRegex(@"#\d+")]
    private static partial Regex ExpressionIds();

    [GeneratedRegex(@"plan_id=\d+")]
    private static partial Regex PlanIds();

    [GeneratedRegex(@"\*\(\d+\) ")]
    private static partial Regex CodegenStages();

    [GeneratedRegex(@"Loop id: \d+")]
    private static partial Regex LoopIds();

    [GeneratedRegex(@"@\w*,")]
    private static partial Regex ObjectIds();

    [GeneratedRegex(@"transient_lastDdlTime=\d+")]
    private static partial Regex DdlTimes();

    [GeneratedRegex(@"(Created By|Created Time|Last Access|Owner|Location|Partition Statistics):?[ \t].*")]
    private static partial Regex Volatile();
}
