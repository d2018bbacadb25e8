using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Spark.Embedded.Explain;
using Spark.Embedded.Plan;
using Spark.Embedded.Tests.Resolve;
using Spark.Embedded.Tests.Session;
using Spark.Embedded.Types;
using Spark.Testing;
using Xunit;
using ExplainMode = Spark.Connect.AnalyzePlanRequest.Types.Explain.Types.ExplainMode;

namespace Spark.Embedded.Tests.Lower;

/// <summary>
/// The SQL that queries become, so that a change of the lowering is seen in review. A file of <c>Snapshots</c> holds queries as comments,
/// each followed by its SQL as <c>EXPLAIN EXTENDED</c> shows it. With the environment variable <c>UPDATE_SNAPSHOTS</c> set, the tests write
/// the files anew: that is also how a query is added.
/// </summary>
public sealed partial class SnapshotTests
{
    private const string Update = "UPDATE_SNAPSHOTS";
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Spark.Embedded", "Lower", "Snapshots");

    public static TheoryData<string> Families =>
        new(Directory.EnumerateFiles(Folder, "*.sql").Select(file => Path.GetFileNameWithoutExtension(file)).Order());

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Queries_become_the_SQL_that_they_became(string family)
    {
        var file = Path.Combine(Folder, family + ".sql");
        var before = await File.ReadAllTextAsync(file);
        var blocks = new List<string>();
        using var compiler = new CompilerFixture();
        compiler.Tables.Relations["people"] = new TableRelation(["people"], People);
        compiler.Tables.Relations["orders"] = new TableRelation(["orders"], Orders);
        await using var lake = family == "delta" ? await DeltaLake.CreateAsync() : null;
        foreach (var query in Queries(before))
        {
            var sql = lake is null ? Sql(compiler, query) : await lake.SqlAsync(query);
            blocks.Add($"-- {query.ReplaceLineEndings("\n-- ")}\n{sql}\n");
        }

        var after = string.Join('\n', blocks);
        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 })
            await File.WriteAllTextAsync(file, after);
        else
            Assert.True(
                before == after,
                $"{family}.sql differs; when the change is meant, run the tests with {Update}=1.\n{Difference(before, after)}"
            );
    }

    private static IEnumerable<string> Queries(string text)
    {
        var query = new StringBuilder();
        foreach (var line in text.Split('\n').Append(""))
        {
            if (line.StartsWith("-- ", StringComparison.Ordinal))
            {
                query.Append(query.Length == 0 ? "" : "\n").Append(line.AsSpan(3));
            }
            else if (query.Length > 0)
            {
                yield return query.ToString();
                query.Clear();
            }
        }
    }

    private static string Sql(CompilerFixture compiler, string query)
    {
        var plan = PlanCompiler.Resolve(compiler.Session.Parser.ParseQuery(query), compiler.Session);
        return SqlLayout.Indented(SqlLayout.WithNames(PlanCompiler.Lower(plan, compiler.Session).Sql, new AnalyzedPlan(plan)));
    }

    private static string Difference(string before, string after)
    {
        var (old, current) = (before.Split('\n'), after.Split('\n'));
        var line = old.Zip(current).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}\n- {old.ElementAtOrDefault(line)}\n+ {current.ElementAtOrDefault(line)}";
    }

    private static ITableSource People { get; } =
        new NamedTable(
            "people",
            [
                new("id", SparkType.Long, false),
                new("name", SparkType.String),
                new("age", SparkType.Integer),
                new("score", SparkType.Double),
                new("born", SparkType.Date),
                new("seen", SparkType.Timestamp),
                new("tags", new ArrayType(SparkType.String)),
                new("props", new MapType(SparkType.String, SparkType.Integer)),
                new("address", new StructType([new("city", SparkType.String), new("zip", SparkType.Integer)])),
            ]
        );

    private static ITableSource Orders { get; } =
        new NamedTable(
            "orders",
            [
                new("person", SparkType.Long, false),
                new("day", SparkType.Date),
                new("total", new DecimalType(10, 2)),
                new("tax", new DecimalType(10, 2)),
            ]
        );

    /// <summary>A table that shows what it is asked for.</summary>
    private sealed class NamedTable(string name, IReadOnlyList<StructField> columns) : ITableSource
    {
        public StructType Schema { get; } = new(columns);

        public IReadOnlyList<StructField> MetadataColumns => [];

        public ScanSql ToSql(ScanRequest request)
        {
            var pushed = request.Predicates.Select(predicate =>
            {
                var values = predicate.Values.Select(value => ExprPrinter.Print(value));
                return string.Join(' ', [columns[predicate.Column].Name, predicate.Comparison.ToString(), .. values]);
            });
            return new ScanSql(
                $"{name}({string.Join(", ", pushed)}) AS {request.Alias}",
                [.. request.Columns.Select(column => $"{request.Alias}.\"{columns[column].Name}\"")]
            );
        }
    }

    /// <summary>A Delta table of three days, a file for each.</summary>
    private sealed partial class DeltaLake : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly ExecutorBench _bench = new();

        public static async Task<DeltaLake> CreateAsync()
        {
            var lake = new DeltaLake();
            await lake.RunAsync(
                "CREATE TABLE delta.`LAKE/sales` (id INT, amount DECIMAL(10,2), day DATE) USING delta PARTITIONED BY (day)"
            );
            foreach (var (day, first) in ((string, int)[])[("2024-01-01", 1), ("2024-01-02", 101), ("2024-01-03", 201)])
            {
                var rows = string.Create(CultureInfo.InvariantCulture, $"range({first}, {first + 99})");
                await lake.RunAsync(
                    $"INSERT INTO delta.`LAKE/sales` SELECT CAST(id AS INT), CAST(id AS DECIMAL(10,2)), DATE '{day}' FROM {rows}"
                );
            }

            return lake;
        }

        /// <summary>The SQL of a query, without what differs from one lake to the next.</summary>
        public async Task<string> SqlAsync(string query)
        {
            var explained = await _bench.Explain(InLake(query), ExplainMode.Extended);
            var sql = explained.Split("\n\n").Single(section => section.StartsWith("== DuckDB SQL ==\n", StringComparison.Ordinal));
            var files = new Dictionary<string, string>();
            return FileName()
                .Replace(
                    sql[(sql.IndexOf('\n', StringComparison.Ordinal) + 1)..].Replace(_folder.Path, "LAKE", StringComparison.Ordinal),
                    match => files.TryAdd(match.Value, $"part-{files.Count + 1}.parquet") ? files[match.Value] : files[match.Value]
                );
        }

        public async ValueTask DisposeAsync()
        {
            await _bench.DisposeAsync();
            _folder.Dispose();
        }

        private Task RunAsync(string sql) => _bench.Sql(InLake(sql));

        private string InLake(string sql) => sql.Replace("LAKE", _folder.Path, StringComparison.Ordinal);

        [GeneratedRegex(@"part-[0-9a-zA-Z-]+[.a-z]*\.parquet")]
        private static partial Regex FileName();
    }
}
