using System.Security.Cryptography;
using System.Text;
using Microsoft.Spark;
using Spark.Connect.Client;
using Spark.Connect.Columnar;
using Spark.Connect.Tests.Arrow;
using Spark.Testing;
using Xunit;

namespace Spark.Connect.Tests.Client;

/// <summary>What the executor does against a real Spark.</summary>
[Trait("Speed", "Slow")]
public class ConnectExecutorTests(SparkServer spark)
{
    private async Task<ConnectExecutor> OpenAsync(IReadOnlyDictionary<string, string>? config = null) =>
        await ConnectExecutor.OpenAsync(await spark.ConnectionStringAsync(), config);

    [Fact]
    public async Task A_query_gives_its_schema_and_then_its_batches()
    {
        await using var executor = await OpenAsync();

        var events = await executor.RunAsync(Plans.Sql("SELECT id, CAST(id AS STRING) AS s FROM range(25000)"));

        var schema = events.FindIndex(item => item.Response?.Schema is not null);
        Assert.True(schema >= 0 && schema < events.FindIndex(item => item.Batch is not null));
        Assert.Equal(["id", "s"], events[schema].Response!.Schema.Struct.Fields.Select(field => field.Name));
        var batches = events.Where(item => item.Batch is not null).Select(item => item.Batch!).ToList();
        Assert.Equal(25000, batches.Sum(batch => batch.RowCount));
        var ids = batches.SelectMany(batch => batch.Columns[0].Values<long>().ToArray()).Order().ToList();
        Assert.Equal(Enumerable.Range(0, 25000).Select(i => (long)i), ids);
        Assert.All(
            batches,
            batch => Assert.Equal(batch.Columns[0].Values<long>()[^1].ToString(), batch.Columns[1].GetString(batch.RowCount - 1))
        );
    }

    [Fact]
    public async Task Every_type_arrives_in_its_layout()
    {
        await using var executor = await OpenAsync();

        var events = await executor.RunAsync(
            Plans.Sql(
                """
                SELECT CAST(1 AS TINYINT), CAST(2 AS SMALLINT), 3, 4L, CAST(5.5 AS FLOAT), 6.5D, -7.89BD, 'text', X'0102', true, DATE'1970-01-03', TIMESTAMP_NTZ'1970-01-01 00:00:01',
                       TIMESTAMP'1970-01-01 00:00:01Z', INTERVAL '1-2' YEAR TO MONTH, INTERVAL '1 00:00:01' DAY TO SECOND, array(1, NULL), map('k', 1), struct(1 AS a, NULL AS b), NULL
                """
            )
        );

        var columns = events.Single(item => item.Batch is not null).Batch!.Columns;
        Assert.Equal(
            [
                ColumnKind.Int8,
                ColumnKind.Int16,
                ColumnKind.Int32,
                ColumnKind.Int64,
                ColumnKind.Float32,
                ColumnKind.Float64,
                ColumnKind.Decimal128,
                ColumnKind.Utf8,
                ColumnKind.Binary,
                ColumnKind.Boolean,
                ColumnKind.Date32,
                ColumnKind.TimestampMicros,
                ColumnKind.TimestampMicros,
                ColumnKind.IntervalMonths,
                ColumnKind.DurationMicros,
                ColumnKind.List,
                ColumnKind.Map,
                ColumnKind.Struct,
                ColumnKind.Null,
            ],
            columns.Select(column => column.Type.Kind)
        );
        Assert.Equal("-7.89", Decimal128.ToString(columns[6].Values<Int128>()[0], columns[6].Type.Scale));
        Assert.Equal("0102", RandomColumns.Show(RandomColumns.Read(columns[8], 0)));
        Assert.Equal(2, columns[10].Values<int>()[0]);
        Assert.Equal((1_000_000L, null), (columns[11].Values<long>()[0], columns[11].Type.TimeZone));
        Assert.Equal(1_000_000L, columns[12].Values<long>()[0]);
        Assert.NotNull(columns[12].Type.TimeZone);
        Assert.Equal(14, columns[13].Values<int>()[0]);
        Assert.Equal(86_401_000_000L, columns[14].Values<long>()[0]);
        Assert.Equal("[01000000, null]", RandomColumns.Show(RandomColumns.Read(columns[15], 0)));
        Assert.Equal("[{'k', 01000000}]", RandomColumns.Show(RandomColumns.Read(columns[16], 0)));
        Assert.Equal("{01000000, null}", RandomColumns.Show(RandomColumns.Read(columns[17], 0)));
    }

    [Fact]
    public async Task Spark_reads_the_columns_that_are_written_here()
    {
        await using var executor = await OpenAsync();
        ColumnField[] fields =
        [
            new("b", ColumnType.Boolean),
            new("i", ColumnType.Int32),
            new("d", new ColumnType(ColumnKind.Decimal128) { Precision = 20, Scale = 3 }),
            new("s", ColumnType.Utf8),
            new("x", new ColumnType(ColumnKind.Binary)),
            new("t", new ColumnType(ColumnKind.TimestampMicros) { TimeZone = "UTC" }),
            new("l", new ColumnType(ColumnKind.List) { Children = [new("element", ColumnType.Int64)] }),
            new(
                "m",
                new ColumnType(ColumnKind.Map)
                {
                    Children =
                    [
                        new(
                            "entries",
                            new ColumnType(ColumnKind.Struct)
                            {
                                Children = [new("key", ColumnType.Utf8, false), new("value", ColumnType.Float64)],
                            },
                            false
                        ),
                    ],
                }
            ),
            new(
                "r",
                new ColumnType(ColumnKind.Struct) { Children = [new("a", ColumnType.Utf8), new("n", new ColumnType(ColumnKind.Date32))] }
            ),
            new("y", new ColumnType(ColumnKind.IntervalMonths)),
            new("u", new ColumnType(ColumnKind.DurationMicros)),
        ];
        var random = new Random(7);
        var values = fields
            .Select(field =>
                Enumerable
                    .Range(0, 100)
                    .Select(_ =>
                        field.Type.Kind switch
                        {
                            ColumnKind.Decimal128 when random.Next(3) > 0 => BitConverter.GetBytes((Int128)random.NextInt64()),
                            ColumnKind.Map when random.Next(3) > 0 => new List<object?>
                            {
                                new object?[] { "k", BitConverter.GetBytes(random.NextDouble()) },
                            },
                            ColumnKind.TimestampMicros or ColumnKind.DurationMicros => BitConverter.GetBytes(random.NextInt64(1L << 50)),
                            ColumnKind.Map or ColumnKind.Decimal128 => null,
                            _ => RandomColumns.Value(field.Type, 30, random),
                        }
                    )
                    .ToArray()
            )
            .ToArray();
        var batch = new RandomColumns.Sample(fields, 100, 30, 7).Batch(values);

        var events = await executor.RunAsync(Plans.Local(fields, batch, batch));

        var answered = events.Where(item => item.Batch is not null).Select(item => item.Batch!).ToList();
        Assert.Equal(200, answered.Sum(part => part.RowCount));
        for (var i = 0; i < fields.Length; i++)
        {
            var column = answered.SelectMany(part =>
                Enumerable.Range(0, part.RowCount).Select(row => RandomColumns.Show(RandomColumns.Read(part.Columns[i], row)))
            );
            Assert.Equal(values[i].Concat(values[i]).Select(RandomColumns.Show), column);
        }
    }

    [Fact]
    public async Task Large_local_data_travels_once_and_plans_stay_small()
    {
        await using var executor = await OpenAsync();
        ColumnField[] fields = [new("n", ColumnType.Int64)];
        var builder = new ColumnBuilder(ColumnType.Int64);
        builder.AppendRange<long>(Enumerable.Range(0, 300_000).Select(i => (long)i).ToArray());
        var local = Plans.Local(fields, new ColumnBatch(fields, [builder.Build()], 300_000));
        var plan = new Plan
        {
            Root = new Relation
            {
                Aggregate = new Aggregate
                {
                    Input = local.Root,
                    GroupType = Aggregate.Types.GroupType.Groupby,
                    AggregateExpressions =
                    {
                        new Expression
                        {
                            UnresolvedFunction = new Expression.Types.UnresolvedFunction
                            {
                                FunctionName = "sum",
                                Arguments =
                                {
                                    new Expression
                                    {
                                        UnresolvedAttribute = new Expression.Types.UnresolvedAttribute { UnparsedIdentifier = "n" },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        };
        var hash = Convert.ToHexStringLower(SHA256.HashData(Google.Protobuf.MessageExtensions.ToByteArray(local.Root.LocalRelation)));

        Assert.False((await executor.ArtifactStatusAsync([$"cache/{hash}"]))[$"cache/{hash}"]);
        Assert.Equal([44_999_850_000L], await executor.ColumnAsync<long>(plan));
        Assert.Equal([44_999_850_000L], await executor.ColumnAsync<long>(plan));

        Assert.True((await executor.ArtifactStatusAsync([$"cache/{hash}"]))[$"cache/{hash}"]);
        Assert.NotNull(plan.Root.Aggregate.Input.LocalRelation);
    }

    [Theory]
    [InlineData("SELECT * FROM nowhere", typeof(AnalysisException), "TABLE_OR_VIEW_NOT_FOUND", "42P01")]
    [InlineData("SELEC 1", typeof(ParseException), "PARSE_SYNTAX_ERROR", "42601")]
    [InlineData("SELECT 1 / (id - id) FROM range(1)", typeof(SparkArithmeticException), "DIVIDE_BY_ZERO", "22012")]
    [InlineData("SELECT CAST('a' AS INT)", typeof(SparkNumberFormatException), "CAST_INVALID_INPUT", "22018")]
    [InlineData("SELECT CAST('a' AS DATE)", typeof(SparkDateTimeException), "CAST_INVALID_INPUT", "22018")]
    [InlineData("SELECT array(1)[5]", typeof(SparkArrayIndexOutOfBoundsException), "INVALID_ARRAY_INDEX", "22003")]
    [InlineData("SELECT raise_error('no')", typeof(SparkRuntimeException), "USER_RAISED_EXCEPTION", "P0001")]
    public async Task An_error_has_the_type_and_class_that_Spark_gives_it(string query, Type type, string errorClass, string sqlState)
    {
        await using var executor = await OpenAsync();

        var error = await Assert.ThrowsAnyAsync<SparkException>(() => executor.RunAsync(Plans.Sql(query)));

        Assert.IsType(type, error);
        Assert.Equal((errorClass, sqlState), (error.ErrorClass, error.SqlState));
        Assert.Contains(errorClass, error.Message);
        Assert.NotEmpty(error.ServerClasses);
    }

    [Fact]
    public async Task An_error_tells_its_parameters_and_its_place()
    {
        await using var executor = await OpenAsync();

        var error = await Assert.ThrowsAsync<AnalysisException>(() => executor.RunAsync(Plans.Sql("SELECT 1 FROM nowhere")));

        Assert.Equal("`nowhere`", error.MessageParameters["relationName"]);
        var place = Assert.Single(error.QueryContext);
        Assert.Equal(("nowhere", 14, 20), (place.Fragment, place.StartIndex, place.StopIndex));
    }

    [Fact]
    public async Task A_long_error_message_is_not_cut_off()
    {
        await using var executor = await OpenAsync();
        var text = new string('x', 50_000);

        var error = await Assert.ThrowsAsync<SparkRuntimeException>(() => executor.RunAsync(Plans.Sql($"SELECT raise_error('{text}')")));

        Assert.Contains(text, error.Message);
    }

    [Fact]
    public async Task Causes_become_inner_exceptions()
    {
        await using var executor = await OpenAsync();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["a.parquet"], "This is no Parquet file.");

        var error = await Assert.ThrowsAnyAsync<SparkException>(() => executor.RunAsync(Plans.Sql($"SELECT * FROM parquet.`{folder}`")));

        var chain = new List<string>();
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
            chain.Add(Assert.IsAssignableFrom<SparkException>(cause).Message);
        Assert.True(chain.Count > 1, chain[0]);
        Assert.Contains("is not a Parquet file", chain[^1]);
    }

    [Fact]
    public async Task Analysis_and_configuration_answer_for_the_session()
    {
        await using var executor = await OpenAsync(new Dictionary<string, string> { ["spark.sql.session.timeZone"] = "Asia/Tokyo" });

        var answer = await executor.AnalyzeAsync(
            new AnalyzePlanRequest { Schema = new AnalyzePlanRequest.Types.Schema { Plan = Plans.Sql("SELECT 1 AS one") } }
        );

        Assert.Equal("one", Assert.Single(answer.Schema.Schema_.Struct.Fields).Name);
        Assert.Equal("Asia/Tokyo", await executor.SettingAsync("spark.sql.session.timeZone"));
        Assert.Null(await executor.SettingAsync("no.such.key"));
    }

    [Fact]
    public async Task Sessions_are_apart_and_a_clone_begins_with_what_its_origin_has()
    {
        await using var executor = await OpenAsync(new Dictionary<string, string> { ["my.key"] = "mine" });
        await executor.RunAsync(Plans.Command("CREATE TEMPORARY VIEW v AS SELECT 1L"));

        await using var other = await executor.NewSessionAsync();
        await using var clone = await executor.NewSessionAsync(clone: true);

        Assert.NotEqual(executor.SessionId, other.SessionId);
        Assert.Null(await other.SettingAsync("my.key"));
        await Assert.ThrowsAsync<AnalysisException>(() => other.RunAsync(Plans.Sql("SELECT * FROM v")));
        Assert.Equal("mine", await clone.SettingAsync("my.key"));
        Assert.Equal([1L], await clone.ColumnAsync<long>(Plans.Sql("SELECT * FROM v")));
        await other.DisposeAsync();
        Assert.Equal([1L], await executor.ColumnAsync<long>(Plans.Sql("SELECT * FROM v")));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(32 * 1024)]
    [InlineData(32 * 1024 + 1)]
    [InlineData(1_000_000)]
    public async Task An_artifact_arrives_as_it_was(int size)
    {
        await using var executor = await OpenAsync();
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, size).Select(i => (char)('a' + i % 25))));
        var name = $"files/part-{size}.txt";

        await executor.AddArtifactAsync(name, new MemoryStream(content));

        // A file artifact is readable in the session under its name, and an upload of the same name must then have the same bytes.
        await executor.AddArtifactAsync(name, new MemoryStream(content));
        content[^1] = (byte)'!';
        var changed = await Assert.ThrowsAnyAsync<SparkException>(() => executor.AddArtifactAsync(name, new MemoryStream(content)));
        Assert.Contains("ARTIFACT_ALREADY_EXISTS", changed.Message);
    }

    [Fact]
    public async Task Cancelling_stops_the_query_on_the_server()
    {
        await using var executor = await OpenAsync();
        using var cancellation = new CancellationTokenSource();
        var (running, started) = Start(executor, cancellation.Token);
        await started;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await AssertNothingRunsAsync(executor);
    }

    [Fact]
    public async Task Interrupting_by_tag_stops_the_query_and_says_which()
    {
        await using var executor = await OpenAsync();
        var (running, started) = Start(executor, default);
        await started;

        var interrupted = await executor.InterruptAsync(
            new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.Tag, OperationTag = "endless" }
        );

        Assert.Single(interrupted);
        var error = await Assert.ThrowsAnyAsync<SparkException>(() => running);
        Assert.Contains("OPERATION_CANCELED", error.ErrorClass ?? error.Message);
    }

    [Fact]
    public async Task A_reader_that_stops_early_leaves_nothing_running()
    {
        await using var executor = await OpenAsync();

        await foreach (var item in executor.ExecuteAsync(Plans.Sql("SELECT id, uuid() FROM range(5000000)")))
            if (item.Batch is not null)
                break;

        await AssertNothingRunsAsync(executor);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_and_not_repeated()
    {
        var address = ConnectAddress.Parse(await spark.ConnectionStringAsync());
        await using var executor = await ConnectExecutor.OpenAsync($"sc://127.0.0.1:{address.Port}/;token=my-secret");

        var error = await Assert.ThrowsAsync<SparkConnectException>(() => executor.RunAsync(Plans.Sql("SELECT 1")));

        Assert.Contains("token", error.Message);
        Assert.DoesNotContain("my-secret", error.ToString());
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_with_what_to_do()
    {
        await using var executor = await ConnectExecutor.OpenAsync(await spark.ConnectionStringAsync() + ";grpc_max_message_size=20000");

        var received = await Assert.ThrowsAsync<SparkConnectException>(() => executor.RunAsync(Plans.Sql("SELECT repeat('x', 50000)")));
        var sent = await Assert.ThrowsAsync<SparkConnectException>(() =>
            executor.RunAsync(Plans.Sql($"SELECT '{new string('x', 50000)}'"))
        );

        Assert.Contains("grpc_max_message_size", received.Message);
        Assert.Contains("grpc_max_message_size", sent.Message);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        SparkServer.RequireSparkHome();
        await using var executor = await ConnectExecutor.OpenAsync("sc://127.0.0.1:1/;token=my-secret");

        var error = await Assert.ThrowsAsync<SparkConnectException>(() => executor.RunAsync(Plans.Sql("SELECT 1")));

        Assert.Contains("sc://127.0.0.1:1", error.Message);
        Assert.DoesNotContain("my-secret", error.ToString());
    }

    /// <summary>Runs a query without end; the second task ends when the server reports tasks of it, before which Spark may miss an interrupt.</summary>
    private static (Task Running, Task Started) Start(ConnectExecutor executor, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Task.Run(async () =>
        {
            await foreach (
                var item in executor.ExecuteAsync(Plans.Sql("SELECT count(*) FROM range(1000000000000000)"), ["endless"], cancellationToken)
            )
                if (item.Response?.ExecutionProgress is { NumInflightTasks: > 0 })
                    started.TrySetResult();
        });
        return (running, Task.WhenAny(started.Task, running));
    }

    private static async Task AssertNothingRunsAsync(ConnectExecutor executor)
    {
        var all = new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.All };
        for (var i = 0; i < 100 && (await executor.InterruptAsync(all)).Count > 0; i++)
            await Task.Delay(100);
        Assert.Empty(await executor.InterruptAsync(all));
    }
}
