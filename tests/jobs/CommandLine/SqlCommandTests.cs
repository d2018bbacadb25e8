using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.CommandLine;

/// <summary>A query opens the tables that it names, and no other.</summary>
public sealed class SqlCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SqlCommandTests()
    {
        Raw.Write(_folder, "raw/a.csv", Raw.SalesHeader, "O1,2024-01-25,CUST1,PROD1,Books,North,1,9.99,0,2024-01-25 10:00:00");
        Assert.Equal(0, Program("run", "sales", "--input", _folder["raw"], "--lake", _folder["lake"], "--json").ExitCode);
        Damage("processed/broken");
        Damage("processed/a`b");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_table_stands_in_the_way_of_no_other()
    {
        var outcome = Program("sql", "select order_id from processed.sales", "--lake", _folder["lake"], "--format", "csv");
        Assert.Equal((0, "order_id\nO1\n"), (outcome.ExitCode, outcome.Output.ReplaceLineEndings("\n")));

        outcome = Program("sql", "select * from processed.broken", "--lake", _folder["lake"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("processed.broken at", outcome.Error, StringComparison.Ordinal);

        outcome = Program("sql", "show tables in processed", "--lake", _folder["lake"], "--format", "csv");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("sales", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("processed.broken is left out", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_engine_can_be_limited()
    {
        var outcome = Program(
            "sql",
            "select count(*) as n from range(1000000)",
            "--lake",
            _folder["lake"],
            "--format",
            "csv",
            "--memory",
            "200MB",
            "--threads",
            "1"
        );
        Assert.Equal((0, "n\n1000000\n"), (outcome.ExitCode, outcome.Output.ReplaceLineEndings("\n")));
        Assert.Equal(2, Program("sql", "select 1", "--lake", _folder["lake"], "--memory", "much").ExitCode);
        Assert.Equal(2, Program("sql", "select 1", "--lake", _folder["lake"], "--threads", "0").ExitCode);
        Assert.Equal(2, Program("sql", "select 1", "--lake", _folder["lake"], "--engine", "sc://127.0.0.1:1", "--threads", "1").ExitCode);
    }

    [Fact]
    public void A_syntax_error_says_what_it_is()
    {
        var outcome = Program("sql", "selec 1", "--lake", _folder["lake"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("[PARSE_SYNTAX_ERROR]", outcome.Error, StringComparison.Ordinal);
    }

    private void Damage(string table)
    {
        Directory.CreateDirectory(_folder[$"lake/{table}/_delta_log"]);
        File.WriteAllText(_folder[$"lake/{table}/_delta_log/00000000000000000000.json"], "{\"protocol\":{\"minReaderVersion\":99,\n");
    }

    private JobsProgram.Outcome Program(params string[] args) => JobsProgram.RunHere(args);
}
