using System.Globalization;
using Spark.Connect;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Statistics and metrics.</summary>
internal sealed partial class RelationResolver
{
    private static readonly string[] DescribeStatistics = ["count", "mean", "stddev", "min", "max"];
    private static readonly string[] SummaryStatistics = ["count", "mean", "stddev", "min", "25%", "50%", "75%", "max"];

    /// <summary>A relation of statistics; null for one that this engine does not compute.</summary>
    private Scope? ResolveStatistics(Relation relation) =>
        relation.RelTypeCase switch
        {
            Relation.RelTypeOneofCase.Describe => ResolveSummary(
                Resolve(relation.Describe.Input),
                DescribeStatistics,
                relation.Describe.Cols
            ),
            Relation.RelTypeOneofCase.Summary => ResolveSummary(
                Resolve(relation.Summary.Input),
                relation.Summary.Statistics.Count > 0 ? relation.Summary.Statistics : SummaryStatistics,
                []
            ),
            Relation.RelTypeOneofCase.Cov => ResolvePair(relation.Cov.Input, "covar_samp", "cov", relation.Cov.Col1, relation.Cov.Col2),
            Relation.RelTypeOneofCase.Corr => relation.Corr.HasMethod && relation.Corr.Method != "pearson"
                ? throw SparkErrors.Unsupported($"the correlation {relation.Corr.Method}", "Use pearson.")
                : ResolvePair(relation.Corr.Input, "corr", "corr", relation.Corr.Col1, relation.Corr.Col2),
            Relation.RelTypeOneofCase.Crosstab => ResolveCrosstab(relation.Crosstab),
            Relation.RelTypeOneofCase.ApproxQuantile => ResolveQuantiles(relation.ApproxQuantile),
            Relation.RelTypeOneofCase.SampleBy => ResolveSampleBy(relation.SampleBy),
            _ => null,
        };

    private Scope ResolveCollectMetrics(Connect.CollectMetrics message)
    {
        var input = Resolve(message.Input);
        var items = Over(input).ResolveItems(message.Metrics);
        var metrics = Grouped(input, [], items, null);
        return Kept(input, new Plan.CollectMetrics(message.Name, Scopes.Visible(metrics), input.Plan));
    }

    private Scope ResolveSummary(Scope input, IReadOnlyList<string> statistics, IReadOnlyList<string> names)
    {
        var columns = (names.Count > 0 ? names.Select(name => NamedColumn(input, name)) : input.Columns.Select(column => column.Attribute))
            .Where(column => column.Type is NumericType or StringType)
            .ToList();
        var aggregates = statistics
            .SelectMany(statistic => columns.Select(column => new SelectItem(column.Name, Statistic(statistic, column)) { Renamed = true }))
            .ToList();
        var fields = new List<StructField> { new("summary", SparkType.String) };
        fields.AddRange(columns.Select(column => new StructField(column.Name, SparkType.String)));
        if (columns.Count == 0)
            return Scopes.Of(RowsOf(new OneRow(), fields, [.. statistics.Select(statistic => (statistic, (IReadOnlyList<Expr>)[]))]));
        var grouped = Grouped(input, [], aggregates, null);
        var rows = statistics
            .Select(
                (statistic, s) =>
                    (statistic, (IReadOnlyList<Expr>)[.. columns.Select((_, c) => grouped.Columns[(s * columns.Count) + c].Attribute)])
            )
            .ToList();
        var generate = RowsOf(grouped.Plan, fields, rows);
        return Scopes.Of(new Plan.Project([.. generate.Columns.Select(NamedExpr.Pass)], generate), input);
    }

    /// <summary>A statistic of a column, as text. Text that is no number counts for neither mean nor deviation.</summary>
    private Cast Statistic(string statistic, AttributeReference column)
    {
        Expr number = column.Type is StringType ? new Cast(column, SparkType.Double, EvalMode.Try) : column;
        var value = statistic.ToLowerInvariant() switch
        {
            "count" => Session.Call("count", [column]),
            "mean" => Session.Call("avg", [number]),
            "stddev" => Session.Call("stddev_samp", [number]),
            "min" => Session.Call("min", [column]),
            "max" => Session.Call("max", [column]),
            "count_distinct" => Session.Call("count", [column]) with { Distinct = true },
            "approx_count_distinct" => Session.Call("approx_count_distinct", [column]),
            var percent
                when percent.EndsWith('%')
                    && double.TryParse(percent[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
                    && share is >= 0 and <= 100 => Session.Call("approx_percentile", [number, new Literal(share / 100, SparkType.Double)]),
            _ => throw SparkErrors.Analysis("_LEGACY_ERROR_TEMP_1109", ("stat", statistic)),
        };
        return new Cast(value, SparkType.String, Mode);
    }

    private Scope ResolvePair(Relation relation, string function, string name, string first, string second)
    {
        var input = Resolve(relation);
        var columns = new[] { NamedColumn(input, first), NamedColumn(input, second) };
        foreach (var column in columns.Where(column => column.Type is not NumericType))
        {
            throw new Microsoft.Spark.SparkIllegalArgumentException(
                $"Currently {(name == "cov" ? "covariance" : "correlation")} calculation for columns with dataType {column.Type.Name} not supported."
            );
        }

        return Grouped(
            input,
            [],
            [
                new SelectItem(
                    name,
                    Session.Call(function, [.. columns.Select(column => ImplicitTypeCasts.CastTo(column, SparkType.Double, Mode))])
                )
                {
                    Renamed = true,
                },
            ],
            null
        );
    }

    private Scope ResolveCrosstab(StatCrosstab crosstab)
    {
        var input = Resolve(crosstab.Input);
        var row = Text(NamedColumn(input, crosstab.Col1));
        var column = Text(NamedColumn(input, crosstab.Col2));
        var values = DistinctValues(input, column);
        var name = $"{crosstab.Col1}_{crosstab.Col2}";
        var count = new SelectItem("count", Session.Call("count", [new Literal(1, SparkType.Integer)]));
        var table = Pivoted(
            input,
            [row],
            [new SelectItem(name, row) { Renamed = true }],
            [.. values],
            [.. values.Select(PivotName)],
            column,
            [count]
        );
        return Selected(
            table,
            [
                .. table.Columns.Select(
                    (own, i) =>
                        i == 0
                            ? SelectItem.Of(own)
                            : new SelectItem(own.Attribute.Name, Session.Call("coalesce", [own.Attribute, new Literal(0L, SparkType.Long)]))
                            {
                                Renamed = true,
                            }
                ),
            ]
        );

        Expr Text(AttributeReference own) =>
            Session.Call("coalesce", [ImplicitTypeCasts.CastTo(own, SparkType.String, Mode), new Literal("null", SparkType.String)]);
    }

    private Scope ResolveQuantiles(StatApproxQuantile message)
    {
        var input = Resolve(message.Input);
        var doubles = new ArrayType(SparkType.Double, false);
        var shares = new Literal(message.Probabilities.Select(share => (object?)share).ToArray(), doubles);
        var accuracy = message.RelativeError <= 0 ? 1_000_000 : (int)Math.Clamp(1 / message.RelativeError, 1, 1_000_000);
        var quantiles = message
            .Cols.Select(name =>
                Session.Call(
                    "approx_percentile",
                    [
                        ImplicitTypeCasts.CastTo(NamedColumn(input, name), SparkType.Double, Mode),
                        shares,
                        new Literal(accuracy, SparkType.Integer),
                    ]
                )
            )
            .ToList();
        return Grouped(input, [], [new SelectItem("approx_quantile", Session.Call("array", quantiles)) { Renamed = true }], null);
    }

    private Scope ResolveSampleBy(StatSampleBy message)
    {
        var input = Resolve(message.Input);
        var stratum = Over(input).Resolve(message.Col);
        var arguments = new List<Expr>();
        foreach (var fraction in message.Fractions)
        {
            var value = LiteralReader.Read(fraction.Stratum, Session.Parser, Session.TimeZone);
            arguments.Add(Session.Call("<=>", [stratum, ImplicitTypeCasts.CastTo(value, stratum.Type, Mode)]));
            arguments.Add(new Literal(fraction.Fraction_, SparkType.Double));
        }

        arguments.Add(new Literal(0.0, SparkType.Double));
        var draw = Session.Call("rand", [new Literal(message.HasSeed ? message.Seed : Random.Shared.NextInt64(), SparkType.Long)]);
        return input.Over(new Plan.Filter(Session.Call("<", [draw, Session.Call("when", arguments)]), input.Plan));
    }
}
