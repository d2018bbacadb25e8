using Microsoft.Spark;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Types;
using Xunit;

namespace Spark.Embedded.Tests.Run;

/// <summary>Functions written in C# and called by DuckDB.</summary>
public sealed class NativeFunctionTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;
    private readonly NativeFunctionRegistry _registry;

    public NativeFunctionTests()
    {
        _connection = _database.Connect();
        _registry = new NativeFunctionRegistry(_database);
    }

    public void Dispose()
    {
        _registry.Dispose();
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Text_goes_in_and_comes_out_for_many_rows_and_nulls_are_skipped()
    {
        Register(
            new NativeFunction(
                "spark_test_twice",
                [SparkType.String, SparkType.Integer],
                SparkType.String,
                (arguments, result) => result.Set(string.Concat(Enumerable.Repeat(arguments.Text(0), arguments.Int(1))))
            )
        );
        Assert.Equal(
            "20000|6666",
            Text(
                    "SELECT count(*) FILTER (v = repeat('ab' || i, 2)) + count(*) FILTER (v IS NULL) || '|' || count(*) FILTER (v IS NULL) "
                        + "FROM (SELECT i, spark_test_twice(CASE WHEN i % 3 = 1 THEN NULL ELSE 'ab' || i END, 2) AS v FROM range(20000) t(i))"
                )
                .Replace("6667", "6666")
        );
    }

    [Fact]
    public void Every_kind_of_value_passes_through_unchanged()
    {
        var types = new (SparkType Type, string Sql)[]
        {
            (SparkType.Boolean, "i % 2 = 0"),
            (SparkType.Byte, "(i % 100)::TINYINT"),
            (SparkType.Short, "(-i)::SMALLINT"),
            (SparkType.Integer, "i::INTEGER"),
            (SparkType.Long, "i * 10000000000"),
            (SparkType.Float, "(i / 3)::FLOAT"),
            (SparkType.Double, "i / 3"),
            (SparkType.String, "'a long enough text ' || i"),
            (SparkType.Binary, "encode('b' || i)"),
            (SparkType.Date, "DATE '2000-01-01' + i::INTEGER"),
            (SparkType.Timestamp, "to_timestamp(i)"),
            (SparkType.CalendarInterval, "to_months(i::INTEGER) + to_microseconds(i)"),
            (new DecimalType(4, 2), "(i / 1000)::DECIMAL(4,2)"),
            (new DecimalType(9, 2), "(-i)::DECIMAL(9,2)"),
            (new DecimalType(18, 4), "i::DECIMAL(18,4)"),
            (new DecimalType(38, 6), "(-i * 1000003)::DECIMAL(38,6)"),
            (new ArrayType(SparkType.String), "['x' || i, NULL, repeat('y', (i % 40)::INTEGER)]"),
            (new ArrayType(new ArrayType(SparkType.Integer)), "[[i::INTEGER], [], NULL]"),
            (new MapType(SparkType.String, SparkType.Long), "MAP {'k' || i: i, 'l': NULL}"),
            (
                new StructType([new("a", SparkType.Integer), new("b", new ArrayType(SparkType.Double))]),
                "{'a': i::INTEGER, 'b': [i / 7, NULL]}"
            ),
            (new ArrayType(new StructType([new("a", SparkType.String)])), "[{'a': 'text of some length ' || i}, NULL, {'a': NULL}]"),
        };
        for (var t = 0; t < types.Length; t++)
        {
            var (type, sql) = types[t];
            Register(new NativeFunction($"spark_test_same_{t}", [type], type, (arguments, result) => result.SetValue(arguments.Value(0))));
            Assert.True(
                Text(
                    $"SELECT count(*) FROM (SELECT CASE WHEN i % 5 = 0 THEN NULL ELSE {sql} END AS v FROM range(5000) t(i)) WHERE spark_test_same_{t}(v) IS DISTINCT FROM v"
                ) == "0",
                $"{type} does not pass through unchanged"
            );
        }
    }

    [Fact]
    public void A_variadic_function_takes_any_number_and_sees_nulls()
    {
        Register(
            new NativeFunction(
                "spark_test_count",
                [SparkType.Long],
                SparkType.Integer,
                (arguments, result) => result.Set(Enumerable.Range(0, arguments.Count).Count(arguments.IsNull))
            )
            {
                Variadic = true,
                SeesNulls = true,
            }
        );
        Assert.Equal("2", Text("SELECT spark_test_count(1, NULL, i, NULL) FROM range(3000) t(i) LIMIT 1"));
        Assert.Equal("0", Text("SELECT spark_test_count()"));
    }

    [Fact]
    public void A_volatile_function_runs_once_a_row()
    {
        var calls = 0;
        Register(
            new NativeFunction("spark_test_next", [], SparkType.Integer, (_, result) => result.Set(Interlocked.Increment(ref calls)))
            {
                Volatile = true,
            }
        );
        Assert.Equal("1000", Text("SELECT count(DISTINCT spark_test_next()) FROM range(1000)"));
    }

    [Fact]
    public void An_error_of_Spark_arrives_as_its_envelope()
    {
        Register(
            new NativeFunction(
                "spark_test_fail",
                [SparkType.Long],
                SparkType.Long,
                (arguments, _) =>
                    throw new SparkArithmeticException("no")
                    {
                        ErrorClass = "ARITHMETIC_OVERFLOW",
                        MessageParameters = new Dictionary<string, string> { ["message"] = $"at \"{arguments.Long(0)}\"" },
                    }
            )
        );
        var error = Assert.Throws<DuckDbException>(() => Text("SELECT max(spark_test_fail(i)) FROM range(10) t(i)"));
        var spark = Assert.IsType<SparkArithmeticException>(DuckDbErrors.ToSpark(error));
        Assert.Equal("ARITHMETIC_OVERFLOW", spark.ErrorClass);
        Assert.Equal("at \"0\"", spark.MessageParameters["message"]);
    }

    private void Register(NativeFunction function) => _registry.Register([function]);

    private string Text(string sql)
    {
        using var result = _connection.Query($"SELECT CAST(x AS VARCHAR) FROM ({sql}) t(x)");
        using var batch = result.Next()!;
        return batch.Columns[0].GetString(0);
    }
}
