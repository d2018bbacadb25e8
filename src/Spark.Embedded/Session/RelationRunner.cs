using System.Numerics;
using Google.Protobuf;
using Spark.Connect;
using Spark.Connect.Columnar;
using Spark.Connect.Execution;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;
using Spark.Embedded.Types;

namespace Spark.Embedded.Session;

/// <summary>Runs relations: the schema first, then the rows as they come, then what was observed.</summary>
internal sealed class RelationRunner(RunningStatement statement)
{
    internal static readonly StructType ShowColumn = new([new("show_string", SparkType.String, false)]);
    internal static readonly StructType HtmlColumn = new([new("html_string", SparkType.String, false)]);

    public IEnumerable<ExecutionEvent> Run(Relation relation)
    {
        switch (relation.RelTypeCase)
        {
            case Relation.RelTypeOneofCase.ShowString:
                var show = relation.ShowString;
                return Text(
                    ShowColumn,
                    Show(
                        show.Input,
                        show.NumRows,
                        (names, rows) => ShowText.Table(names, rows, Math.Max(0, show.NumRows), show.Truncate, show.Vertical)
                    )
                );
            case Relation.RelTypeOneofCase.HtmlString:
                var html = relation.HtmlString;
                return Text(
                    HtmlColumn,
                    Show(html.Input, html.NumRows, (names, rows) => ShowText.Html(names, rows, Math.Max(0, html.NumRows), html.Truncate))
                );
            default:
                return Rows(relation);
        }
    }

    private IEnumerable<ExecutionEvent> Rows(Relation relation)
    {
        var query = statement.Compile(relation);
        yield return new ExecutionEvent { Response = new ExecutePlanResponse { Schema = ProtocolTypes.ToProtocol(query.Schema) } };
        foreach (var batch in statement.Batches(query))
            yield return new ExecutionEvent { Batch = batch };
        if (query.Observations.Count > 0)
            yield return new ExecutionEvent { Response = Observe(relation, query) };
    }

    private string Show(Relation input, int count, Func<IReadOnlyList<string>, IReadOnlyList<string[]>, string> print)
    {
        var query = statement.Compile(
            new Relation
            {
                Limit = new Connect.Limit { Input = input, Limit_ = Math.Max(0, count) + 1 },
            }
        );
        var zone = Zones.Find(statement.Session.TimeZone);
        var rows = statement
            .Rows(query)
            .Select(row => row.Select((value, i) => ShowText.Cell(value, query.Schema.Fields[i].Type, zone)).ToArray())
            .ToList();
        return print([.. query.Schema.Fields.Select(field => field.Name)], rows);
    }

    private static IEnumerable<ExecutionEvent> Text(StructType schema, string text)
    {
        yield return new ExecutionEvent { Response = new ExecutePlanResponse { Schema = ProtocolTypes.ToProtocol(schema) } };
        var builder = new ColumnBuilder(ColumnType.Utf8);
        builder.AppendString(text);
        yield return new ExecutionEvent
        {
            Batch = new ColumnBatch([new ColumnField(schema.Fields[0].Name, ColumnType.Utf8, false)], [builder.Build()], 1),
        };
    }

    /// <summary>The metrics of <c>observe</c>, each from a query of its own over the same plan.</summary>
    private ExecutePlanResponse Observe(Relation relation, CompiledQuery query)
    {
        var ids = PlanAnalyzer
            .Descendants(relation)
            .OfType<Relation>()
            .Where(part => part.RelTypeCase == Relation.RelTypeOneofCase.CollectMetrics)
            .GroupBy(part => part.CollectMetrics.Name)
            .ToDictionary(group => group.Key, group => group.First().Common?.PlanId ?? 0);
        var response = new ExecutePlanResponse();
        foreach (var (name, metrics) in query.Observations)
        {
            var observed = new ExecutePlanResponse.Types.ObservedMetrics { Name = name, PlanId = ids.GetValueOrDefault(name) };
            var row = statement.Rows(metrics).FirstOrDefault();
            for (var i = 0; row is not null && i < row.Length; i++)
            {
                observed.Keys.Add(metrics.Schema.Fields[i].Name);
                observed.Values.Add(LiteralOf(row[i], metrics.Schema.Fields[i].Type));
            }

            response.ObservedMetrics.Add(observed);
        }

        return response;
    }

    private static Expression.Types.Literal LiteralOf(object? value, SparkType type)
    {
        var literal = new Expression.Types.Literal();
        switch (value)
        {
            case null:
                literal.Null = ProtocolTypes.ToProtocol(type);
                break;
            case bool flag:
                literal.Boolean = flag;
                break;
            case sbyte number:
                literal.Byte = number;
                break;
            case short number:
                literal.Short = number;
                break;
            case int days when type == SparkType.Date:
                literal.Date = days;
                break;
            case int months when type is YearMonthIntervalType:
                literal.YearMonthInterval = months;
                break;
            case int number:
                literal.Integer = number;
                break;
            case long micros when type == SparkType.Timestamp:
                literal.Timestamp = micros;
                break;
            case long micros when type == SparkType.TimestampNtz:
                literal.TimestampNtz = micros;
                break;
            case long micros when type is DayTimeIntervalType:
                literal.DayTimeInterval = micros;
                break;
            case long number:
                literal.Long = number;
                break;
            case float number:
                literal.Float = number;
                break;
            case double number:
                literal.Double = number;
                break;
            case BigInteger unscaled when type is DecimalType d:
                literal.Decimal = new()
                {
                    Value = ValueText.Decimal(unscaled, d.Scale),
                    Precision = d.Precision,
                    Scale = d.Scale,
                };
                break;
            case string text:
                literal.String = text;
                break;
            case byte[] bytes:
                literal.Binary = ByteString.CopyFrom(bytes);
                break;
            case object?[] items when type is ArrayType array:
                literal.Array = new();
                literal.Array.Elements.AddRange(items.Select(item => LiteralOf(item, array.Element)));
                break;
            default:
                throw Errors.SparkErrors.Unsupported($"an observed metric of type {type}");
        }

        return literal;
    }
}
