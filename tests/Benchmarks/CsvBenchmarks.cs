using BenchmarkDotNet.Attributes;
using Spark.Connect;
using Spark.Embedded.Run;
using Spark.Embedded.Session;

namespace Spark.Embedded.Benchmarks;

/// <summary>A million typed rows of CSV: the engine's scan, with Spark's rules, against DuckDB's own reader.</summary>
public class CsvBenchmarks
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"benchmark-{Environment.ProcessId}.csv");
    private readonly EmbeddedExecutor _executor = new(new Dictionary<string, string>());
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();

    [GlobalSetup]
    public void Write() =>
        File.WriteAllLines(
            _file,
            Enumerable
                .Range(0, 1_000_000)
                .Select(i => $"ORD-{i:D8},2024-01-{1 + i % 28:D2},C{i % 5000},{1 + i % 9},{i % 100000 / 100}.{i % 100:D2}")
        );

    [GlobalCleanup]
    public async Task Delete()
    {
        await _executor.DisposeAsync();
        _database.Dispose();
        File.Delete(_file);
    }

    [Benchmark]
    public async Task Embedded()
    {
        var query = $"SELECT max(order), max(day), max(customer), sum(quantity), sum(price) FROM v";
        await Run(
            new Connect.Plan
            {
                Command = new Command
                {
                    CreateDataframeView = new CreateDataFrameViewCommand
                    {
                        Name = "v",
                        Replace = true,
                        Input = new Relation
                        {
                            Read = new Read
                            {
                                DataSource = new Read.Types.DataSource
                                {
                                    Format = "csv",
                                    Paths = { _file },
                                    Schema = "order STRING, day DATE, customer STRING, quantity INT, price DECIMAL(10,2)",
                                },
                            },
                        },
                    },
                },
            }
        );
        await Run(new Connect.Plan { Root = new Relation { Sql = new SQL { Query = query } } });
    }

    [Benchmark(Baseline = true)]
    public void DuckDb()
    {
        using var connection = _database.Connect();
        using var result = connection.Query(
            $"SELECT max(o), max(d), max(c), sum(q), sum(p) FROM read_csv({Sql.Text(_file)}, header = false, columns = {{'o': 'VARCHAR', 'd': 'DATE', 'c': 'VARCHAR', 'q': 'INTEGER', 'p': 'DECIMAL(10,2)'}})"
        );
        while (result.Next() is { } batch)
            batch.Dispose();
    }

    private async Task Run(Connect.Plan plan)
    {
        await foreach (var part in _executor.ExecuteAsync(plan))
            part.Batch?.Dispose();
    }
}
