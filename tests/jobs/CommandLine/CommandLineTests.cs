using System.Text.Json;
using Spark.Testing;
using Xunit;

namespace Spark.Jobs.Tests.CommandLine;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("There is no pipeline 'retial'; did you mean retail?", "run", "retial", "--input", ".")]
    [InlineData("There is no pipeline 'weather'; there are retail, sales.", "run", "weather", "--input", ".")]
    [InlineData("There is no folder", "run", "retail", "--input", "nowhere")]
    [InlineData("There is no engine 'sprak'; did you mean spark?", "run", "retail", "--input", ".", "--engine", "sprak")]
    [InlineData("There is no engine 'sc://'; use embedded, spark or sc://host:port.", "run", "retail", "--input", ".", "--engine", "sc://")]
    [InlineData("There is no option --inptu; did you mean --input?", "run", "retail", "--inptu", ".")]
    [InlineData("'rum' is not understood; did you mean run?", "rum")]
    [InlineData("Required argument 'pipeline' missing", "run")]
    [InlineData("--from and --to go together.", "run", "retail", "--input", ".", "--from", "2011-01-01")]
    [InlineData(
        "--from must be a day such as 2011-01-31, not 'January'.",
        "run",
        "retail",
        "--input",
        ".",
        "--from",
        "January",
        "--to",
        "2011-01-02"
    )]
    [InlineData(
        "--from 2011-01-02 is after --to 2011-01-01.",
        "run",
        "retail",
        "--input",
        ".",
        "--from",
        "2011-01-02",
        "--to",
        "2011-01-01"
    )]
    [InlineData(
        "The embedded engine works on folders, not on s3://bucket/lake",
        "run",
        "retail",
        "--input",
        ".",
        "--lake",
        "s3://bucket/lake"
    )]
    [InlineData("There is no lake at", "sql", "select 1", "--lake", "nowhere")]
    [InlineData("There is no format 'xml'; use table, csv or json.", "sql", "select 1", "--lake", ".", "--format", "xml")]
    [InlineData("Option '--output' is required.", "generate", "sales", "--rows", "5")]
    [InlineData("--rows must be 1 or more, not 0.", "generate", "sales", "--rows", "0", "--output", "x")]
    [InlineData("Raw files are generated for the pipeline sales, not for 'retail'.", "generate", "retail", "--output", "x")]
    public void A_mistake_is_one_clear_line_on_standard_error_and_exit_code_2(string message, params string[] args)
    {
        var outcome = JobsProgram.RunHere(args);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_exits_with_the_code_of_its_command_line()
    {
        var outcome = JobsProgram.Run(_folder.Path, "rum");

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Equal("spark-jobs: 'rum' is not understood; did you mean run? See --help.", outcome.Error.TrimEnd());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("list", "--help")]
    [InlineData("sql", "--help")]
    [InlineData("generate", "--help")]
    public void Every_command_has_help(params string[] args)
    {
        var outcome = JobsProgram.RunHere(args);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Usage:", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("", outcome.Error);
    }

    [Fact]
    public void List_names_the_pipelines_and_their_tables()
    {
        var outcome = JobsProgram.RunHere("list");

        Assert.Equal(0, outcome.ExitCode);
        foreach (
            var name in new[]
            {
                "retail",
                "sales",
                "processed.retail",
                "quarantine.sales",
                "curated.retail_daily_sales",
                "curated.sales_monthly_kpis",
            }
        )
            Assert.Contains(name, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_arguments_a_sample_runs_and_running_again_changes_nothing()
    {
        var first = JobsProgram.Run(_folder.Path);
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains("10,000", first.Output, StringComparison.Ordinal);
        Assert.Contains("lake/curated/sales_customer_insights", first.Output, StringComparison.Ordinal);
        Assert.Contains("Try next:", first.Output, StringComparison.Ordinal);
        Assert.Equal("", first.Error);
        var files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order().ToList();

        var second = JobsProgram.Run(_folder.Path);

        Assert.Equal(0, second.ExitCode);
        Assert.Contains("no new raw files", second.Output, StringComparison.Ordinal);
        Assert.Equal(files, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order());

        Raw.Write(
            _folder,
            "lake/raw/sales/dropped-in.csv",
            Raw.SalesHeader,
            "O9,2024-01-25,C1,P1,Toys,North,1,10.00,0.00,2024-01-25 10:00:00"
        );
        var third = JobsProgram.RunHere("run", "sales", "--lake", _folder["lake"]);
        Assert.Contains("1 raw file", third.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_object_on_the_last_line_with_exactly_the_promised_fields()
    {
        Raw.Write(
            _folder,
            "raw/day.csv",
            Raw.RetailHeader,
            "536365,85123A,LANTERN,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
            "broken"
        );

        var outcome = JobsProgram.RunHere("run", "retail", "--input", _folder["raw"], "--lake", _folder["lake"], "--json");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Equal("", outcome.Error);
        var json = outcome.Json;
        Assert.Equal(
            ["pipeline", "engine", "runId", "rowsRead", "rowsProcessed", "rowsQuarantined", "rowsDuplicate", "tables", "elapsedSeconds"],
            json.EnumerateObject().Select(field => field.Name)
        );
        Assert.Equal(("retail", "embedded"), (json.GetProperty("pipeline").GetString(), json.GetProperty("engine").GetString()));
        Assert.Equal((2, 1, 1, 0), (Number("rowsRead"), Number("rowsProcessed"), Number("rowsQuarantined"), Number("rowsDuplicate")));
        var tables = json.GetProperty("tables").EnumerateArray().ToList();
        Assert.All(tables, table => Assert.Equal(["name", "path", "version", "rows"], table.EnumerateObject().Select(field => field.Name)));
        Assert.Equal(
            [
                "processed.retail",
                "quarantine.retail",
                "curated.retail_daily_sales",
                "curated.retail_product_performance",
                "curated.retail_customer_insights",
                "curated.retail_monthly_kpis",
            ],
            tables.Select(table => table.GetProperty("name").GetString())
        );
        Assert.All(tables, table => Assert.True(Directory.Exists(Path.Combine(table.GetProperty("path").GetString()!, "_delta_log"))));

        int Number(string field) => json.GetProperty(field).GetInt32();
    }

    [Fact]
    public void Sql_reads_the_tables_by_layer_and_name_in_every_format()
    {
        Raw.Write(
            _folder,
            "raw/day.csv",
            Raw.RetailHeader,
            "536365,85123A,\"SIGN, \"\"METAL\"\"\",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom"
        );
        Assert.Equal(0, JobsProgram.RunHere("run", "retail", "--input", _folder["raw"], "--lake", _folder["lake"]).ExitCode);
        const string query = "select description, amount, customer_id, invoice_day from processed.retail";

        var json = JobsProgram.RunHere("sql", query, "--lake", _folder["lake"], "--format", "json");
        Assert.True(json.ExitCode == 0, json.Error);
        var row = JsonDocument.Parse(json.Output).RootElement[0];
        Assert.Equal("SIGN, \"METAL\"", row.GetProperty("description").GetString());
        Assert.Equal("15.300", row.GetProperty("amount").GetRawText());
        Assert.Equal("2010-12-01", row.GetProperty("invoice_day").GetString());

        var csv = JobsProgram.RunHere("sql", query, "--lake", _folder["lake"], "--format", "csv");
        Assert.Equal("description,amount,customer_id,invoice_day\n\"SIGN, \"\"METAL\"\"\",15.300,17850,2010-12-01\n", csv.Output);

        var table = JobsProgram.RunHere("sql", "select net from curated.retail_daily_sales", "--lake", _folder["lake"]);
        Assert.Contains("15.300", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_that_fails_is_one_line_and_exit_code_1()
    {
        Directory.CreateDirectory(_folder["lake"]);

        var outcome = JobsProgram.RunHere("sql", "select * from processed.nothing", "--lake", _folder["lake"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Contains("nothing", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_writes_what_the_sales_pipeline_reads()
    {
        var outcome = JobsProgram.RunHere("generate", "sales", "--rows", "1000", "--output", _folder["made"], "--seed", "9");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("1,000 rows in 14 files", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(
            1_000,
            JobsProgram
                .RunHere("run", "sales", "--input", _folder["made"], "--lake", _folder["lake"], "--json")
                .Json.GetProperty("rowsRead")
                .GetInt32()
        );
    }
}
