using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using Spark.Connect.Columnar;
using Spark.Embedded.Run;
using Spark.Testing;
using Xunit;

namespace Spark.Embedded.Tests.Run;

/// <summary>The layer over libduckdb: what goes in as columns comes out as columns, of every type that Spark has.</summary>
public sealed class DuckDbTests : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public DuckDbTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Fixed_width_values_and_nulls_come_back()
    {
        using var result = _connection.Query(
            "SELECT * FROM (VALUES (true, 1::TINYINT, 2::SMALLINT, 3, 4::BIGINT, 1.5::FLOAT, 2.5::DOUBLE, DATE '1969-12-31', TIMESTAMP '1970-01-01 00:00:01'), "
                + "(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) t(b, i1, i2, i4, i8, f, d, dt, ts)"
        );
        Assert.Equal(["b", "i1", "i2", "i4", "i8", "f", "d", "dt", "ts"], result.Fields.Select(f => f.Name));
        using var batch = result.Next()!;
        Assert.Equal(2, batch.RowCount);
        Assert.True(batch.Columns[0].GetBoolean(0));
        Assert.Equal(1, batch.Columns[1].Values<sbyte>()[0]);
        Assert.Equal(2, batch.Columns[2].Values<short>()[0]);
        Assert.Equal(3, batch.Columns[3].Values<int>()[0]);
        Assert.Equal(4L, batch.Columns[4].Values<long>()[0]);
        Assert.Equal(1.5f, batch.Columns[5].Values<float>()[0]);
        Assert.Equal(2.5, batch.Columns[6].Values<double>()[0]);
        Assert.Equal(-1, batch.Columns[7].Values<int>()[0]);
        Assert.Equal(1_000_000L, batch.Columns[8].Values<long>()[0]);
        Assert.All(batch.Columns, column => Assert.True(column.IsNull(1) && !column.IsNull(0)));
        Assert.Null(result.Next());
    }

    [Fact]
    public void Decimals_of_every_width_are_128_bits()
    {
        using var result = _connection.Query(
            "SELECT -1.5::DECIMAL(3,1), 12345.67::DECIMAL(9,2), -1::DECIMAL(18,0), 99999999999999999999999999999999999999::DECIMAL(38,0), (-7)::HUGEINT"
        );
        using var batch = result.Next()!;
        Assert.Equal([(3, 1), (9, 2), (18, 0), (38, 0), (38, 0)], batch.Columns.Select(c => (c.Type.Precision, c.Type.Scale)));
        Assert.Equal(
            [-15, 1234567, -1, Int128.Parse("99999999999999999999999999999999999999"), -7],
            batch.Columns.Select(column => column.Values<Int128>()[0])
        );
    }

    [Fact]
    public void Nested_values_keep_their_shape()
    {
        using var result = _connection.Query(
            "SELECT * FROM (VALUES ([1, NULL, 3], {'a': 'x', 'b': [true]}, MAP {'k': 1, 'l': NULL}), (NULL, NULL, NULL), ([], {'a': NULL, 'b': []}, MAP {})) t(l, s, m)"
        );
        using var batch = result.Next()!;
        var (list, item, map) = (batch.Columns[0], batch.Columns[1], batch.Columns[2]);
        Assert.Equal((ColumnKind.List, ColumnKind.Struct, ColumnKind.Map), (list.Type.Kind, item.Type.Kind, map.Type.Kind));
        Assert.Equal((0, 3), list.Range(0));
        Assert.True(list.IsNull(1) && item.IsNull(1) && map.IsNull(1));
        Assert.True(list.Children[0].IsNull(1));
        Assert.Equal(3, list.Children[0].Values<int>()[2]);
        Assert.Equal("x", item.Children[0].GetString(0));
        Assert.Equal("k", map.Children[0].Children[0].GetString(0));
        Assert.True(map.Children[0].Children[1].IsNull(1));
        Assert.Equal(map.Range(2).Start, map.Range(2).End);
    }

    [Fact]
    public void Text_blobs_times_and_intervals_come_back()
    {
        _connection.Execute("SET TimeZone = 'America/New_York'");
        using var result = _connection.Query(
            "SELECT 'grüße, a long text beyond twelve', '\\x00\\xFF'::BLOB, TIME '00:00:01.000002', TIMESTAMPTZ '1970-01-01 00:00:00+00', INTERVAL '1 month 2 days 3 seconds', NULL"
        );
        using var batch = result.Next()!;
        Assert.Equal("grüße, a long text beyond twelve", batch.Columns[0].GetString(0));
        Assert.Equal([0, 255], batch.Columns[1].GetBytes(0).ToArray());
        Assert.Equal(1_000_002_000L, batch.Columns[2].Values<long>()[0]);
        Assert.Equal(0L, batch.Columns[3].Values<long>()[0]);
        Assert.Equal("America/New_York", batch.Columns[3].Type.TimeZone);
        var interval = batch.Columns[4].Data.Span;
        Assert.Equal((1, 2), (MemoryMarshal.Read<int>(interval), MemoryMarshal.Read<int>(interval[4..])));
        Assert.Equal(3_000_000_000L, MemoryMarshal.Read<long>(interval[8..]));
        Assert.True(batch.Columns[5].IsNull(0));
    }

    [Fact]
    public void Many_rows_stream_in_order_and_none_is_lost()
    {
        using var result = _connection.Query("SELECT i, 'row ' || i AS text FROM range(300000) t(i)");
        long expected = 0;
        while (result.Next() is { } batch)
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount; row++, expected++)
                {
                    Assert.Equal(expected, batch.Columns[0].Values<long>()[row]);
                    if (row == 0)
                        Assert.Equal($"row {expected}", batch.Columns[1].GetString(row));
                }
            }
        }

        Assert.Equal(300_000, expected);
    }

    [Theory]
    [InlineData("SELECT i AS c FROM range(5000) t(i)")]
    [InlineData("SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 0 END AS c FROM range(5000) t(i)")]
    [InlineData("SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE 'text number ' || i END AS c FROM range(5000) t(i)")]
    [InlineData("SELECT (i * 1000003)::DECIMAL(7 + 11, 3) AS c FROM range(5000) t(i)")]
    [InlineData("SELECT -(i * 1000003)::DECIMAL(38, 10) AS c FROM range(5000) t(i)")]
    [InlineData("SELECT i::DECIMAL(4 + 5, 2) AS c FROM range(5000) t(i)")]
    [InlineData("SELECT CASE WHEN i % 5 = 0 THEN NULL ELSE range(i % 4) END AS c FROM range(5000) t(i)")]
    [InlineData("SELECT CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i, 'b': ['x' || i, NULL]} END AS c FROM range(5000) t(i)")]
    [InlineData("SELECT MAP {i: {'v': i::VARCHAR}} AS c FROM range(5000) t(i)")]
    [InlineData("SELECT DATE '2000-01-01' + i::INTEGER AS c FROM range(5000) t(i)")]
    [InlineData("SELECT TIMESTAMPTZ '2000-01-01 00:00:00+00' + to_seconds(i) AS c FROM range(5000) t(i)")]
    [InlineData("SELECT TIME '00:00:00' + to_microseconds(i) AS c FROM range(5000) t(i)")]
    [InlineData("SELECT to_months(i::INTEGER) + to_days(3) + to_microseconds(i) AS c FROM range(5000) t(i)")]
    [InlineData("SELECT encode('b' || i) AS c FROM range(5000) t(i)")]
    [InlineData("SELECT [[i, NULL], []] AS c FROM range(5000) t(i)")]
    public void What_is_read_can_be_appended_again(string sql)
    {
        // A decimal's type cannot be an expression; the literals above spell the digits out for DuckDB.
        sql = sql.Replace("7 + 11", "18", StringComparison.Ordinal).Replace("4 + 5", "9", StringComparison.Ordinal);
        _connection.Execute(
            $"CREATE TABLE source AS SELECT row_number() OVER () AS n, c FROM ({sql}); CREATE TABLE target AS FROM source LIMIT 0"
        );
        using (var writer = _database.Connect())
        using (var appender = new DuckDbAppender(writer, "target"))
        using (var result = _connection.Query("FROM source"))
        {
            while (result.Next() is { } batch)
                using (batch)
                    appender.Append(batch);
            appender.Complete();
        }

        Assert.Equal(5000, Count("FROM target"));
        Assert.Equal(0, Count("FROM source EXCEPT FROM target"));
        Assert.Equal(0, Count("FROM target EXCEPT FROM source"));
    }

    [Fact]
    public void A_batch_larger_than_a_vector_is_appended_whole()
    {
        var values = Enumerable.Range(0, 10_001).ToArray();
        var offsets = Enumerable.Range(0, 10_002).ToArray();
        var list = new ColumnType(ColumnKind.List) { Children = [new ColumnField("element", ColumnType.Int32)] };
        using var batch = new ColumnBatch(
            [new ColumnField("i", ColumnType.Int32), new ColumnField("l", list)],
            [
                new ColumnVector
                {
                    Type = ColumnType.Int32,
                    Length = values.Length,
                    Data = Bytes(values),
                    Validity = Enumerable.Repeat((byte)0b10101010, 1251).ToArray(),
                },
                new ColumnVector
                {
                    Type = list,
                    Length = values.Length,
                    Offsets = Bytes(offsets),
                    Children =
                    [
                        new ColumnVector
                        {
                            Type = ColumnType.Int32,
                            Length = values.Length,
                            Data = Bytes(values),
                        },
                    ],
                },
            ],
            values.Length
        );
        _connection.Execute("CREATE TABLE t(i INTEGER, l INTEGER[])");
        using (var appender = new DuckDbAppender(_connection, "t"))
        {
            appender.Append(batch);
            appender.Complete();
        }

        Assert.Equal(10_001, Count("FROM t"));
        Assert.Equal(5001, Count("FROM t WHERE i IS NULL"));
        Assert.Equal(5000, Count("FROM t WHERE i = l[1] AND i % 2 = 1 AND len(l) = 1"));

        static byte[] Bytes(int[] numbers) => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
    }

    [Fact]
    public void A_failing_query_tells_what_kind_of_failure_it_is()
    {
        Assert.Equal(DuckDBErrorType.Parser, Failure("SELEC 1").Type);
        Assert.Equal(DuckDBErrorType.Catalog, Failure("FROM no_such_table").Type);
        Assert.Equal(DuckDBErrorType.Conversion, Failure("SELECT CAST('x' || i AS INTEGER) FROM range(10) t(i)").Type);
        var raised = Failure("SELECT error('{\"a\": 1}') FROM range(10)");
        Assert.Contains("{\"a\": 1}", raised.Message);
        Assert.Equal(1, Count("SELECT 1"));
    }

    [Fact]
    public async Task An_interrupt_stops_a_running_query_and_the_connection_lives_on()
    {
        var running = Task.Run(() => Failure("SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3"));
        while (!running.IsCompleted)
        {
            _connection.Interrupt();
            await Task.Delay(20);
        }

        Assert.Equal(DuckDBErrorType.Interrupt, (await running).Type);
        Assert.Equal(3, Count("FROM range(3)"));
    }

    [Fact]
    public void The_extensions_that_the_engine_needs_are_in_the_library()
    {
        using var result = _connection.Query(
            "FROM duckdb_extensions() SELECT extension_name WHERE loaded AND install_mode = 'STATICALLY_LINKED' ORDER BY extension_name"
        );
        using var batch = result.Next()!;
        var names = Enumerable.Range(0, batch.RowCount).Select(row => batch.Columns[0].GetString(row)).ToHashSet();
        Assert.Superset(new HashSet<string> { "icu", "json", "parquet" }, names);
        Assert.Equal(1, Count("SELECT 1 WHERE TIMESTAMPTZ '2024-07-01 12:00:00 Europe/Berlin' = TIMESTAMPTZ '2024-07-01 10:00:00+00'"));
        Assert.Equal(1, Count("""SELECT 1 WHERE json_extract_string('{"a": ["x"]}', '$.a[0]') = 'x'"""));
        using var folder = new TemporaryFolder();
        var file = folder["numbers.parquet"];
        _connection.Execute($"COPY (FROM range(10)) TO '{file}' (FORMAT parquet)");
        Assert.Equal(10, Count($"FROM read_parquet('{file}')"));
    }

    [Fact]
    public void Nothing_is_loaded_from_outside()
    {
        var error = Failure("FROM 'https://127.0.0.1:1/x.parquet'");
        Assert.Equal(DuckDBErrorType.MissingExtension, error.Type);
        Assert.Equal(0, Count("FROM duckdb_extensions() WHERE loaded AND install_path NOT IN ('', '(BUILT-IN)')"));
    }

    private long Count(string query)
    {
        using var result = _connection.Query($"SELECT count(*) FROM ({query})");
        using var batch = result.Next()!;
        return batch.Columns[0].Values<long>()[0];
    }

    private DuckDbException Failure(string sql) =>
        Assert.Throws<DuckDbException>(() =>
        {
            using var result = _connection.Query(sql);
            while (result.Next() is { } batch)
                batch.Dispose();
        });
}
