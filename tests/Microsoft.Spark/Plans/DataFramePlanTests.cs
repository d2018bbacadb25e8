using Microsoft.Spark.Sql;
using Xunit;
using static Microsoft.Spark.Sql.Functions;
using GroupType = Spark.Connect.Aggregate.Types.GroupType;
using JoinType = Spark.Connect.Join.Types.JoinType;
using RelTypeCase = Spark.Connect.Relation.RelTypeOneofCase;

namespace Microsoft.Spark.Tests.Plans;

public sealed class DataFramePlanTests : IDisposable
{
    private readonly SparkSession _spark = PlanSession.Create();
    private readonly DataFrame _df;

    public DataFramePlanTests() => _df = _spark.Range(10);

    public void Dispose() => _spark.Dispose();

    [Fact]
    public void Every_step_is_a_relation_with_an_id_of_its_own()
    {
        var filtered = _df.Where(Col("id") > 5);
        Assert.Equal(RelTypeCase.Filter, filtered.Relation.RelTypeCase);
        Assert.Same(_df.Relation, filtered.Relation.Filter.Input);
        Assert.NotEqual(_df.PlanId, filtered.PlanId);
    }

    [Theory]
    [InlineData("inner", JoinType.Inner)]
    [InlineData("outer", JoinType.FullOuter)]
    [InlineData("FULL", JoinType.FullOuter)]
    [InlineData("left_outer", JoinType.LeftOuter)]
    [InlineData("right", JoinType.RightOuter)]
    [InlineData("left_semi", JoinType.LeftSemi)]
    [InlineData("anti", JoinType.LeftAnti)]
    [InlineData("cross", JoinType.Cross)]
    public void Join_types_have_the_names_of_Spark(string name, JoinType type) =>
        Assert.Equal(type, _df.Join(_df, ["id"], name).Relation.Join.JoinType);

    [Fact]
    public void Wrong_arguments_are_refused_before_anything_runs()
    {
        Assert.Throws<ArgumentException>(() => _df.Join(_df, ["id"], "sideways"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _df.Limit(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _df.Repartition(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _df.Sample(1.5));
        Assert.Throws<ArgumentException>(() => _df.RandomSplit([]));
        Assert.Throws<ArgumentException>(() => _df.Write().Mode("sometimes"));
        Assert.Throws<ArgumentException>(() => _df.Na().Drop("some"));
        Assert.Throws<ArgumentException>(() => _df.Explain("loudly"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _spark.Range(0, 10, 0));
        Assert.Throws<InvalidOperationException>(() => _df.Rollup("id").Pivot("id"));
        using var other = PlanSession.Create();
        Assert.Throws<ArgumentException>(() => _df.Union(other.Range(1)));
    }

    [Fact]
    public void The_parts_of_a_split_cover_all_rows_without_overlap()
    {
        var parts = _df.RandomSplit([1, 2, 1], 42);
        var bounds = parts.Select(part => (part.Relation.Sample.LowerBound, part.Relation.Sample.UpperBound)).ToArray();
        Assert.Equal([(0.0, 0.25), (0.25, 0.75), (0.75, 1.0)], bounds);
        Assert.All(parts, part => Assert.True(part.Relation.Sample is { Seed: 42, DeterministicOrder: true, WithReplacement: false }));
    }

    [Fact]
    public void A_subquery_travels_with_the_plan_that_uses_it()
    {
        var maximum = _df.Agg(Functions.Max("id"));
        var plan = _df.Where(Col("id") == maximum.Scalar()).Relation;
        Assert.Equal(RelTypeCase.WithRelations, plan.RelTypeCase);
        Assert.Same(maximum.Relation, plan.WithRelations.References.Single());
        Assert.Equal(maximum.PlanId, plan.WithRelations.Root.Filter.Condition.UnresolvedFunction.Arguments[1].SubqueryExpression.PlanId);
    }

    [Fact]
    public void Groups_name_their_kind()
    {
        Assert.Equal(GroupType.Groupby, _df.GroupBy("id").Count().Relation.Aggregate.GroupType);
        Assert.Equal(GroupType.Rollup, _df.Rollup("id").Count().Relation.Aggregate.GroupType);
        Assert.Equal(GroupType.Cube, _df.Cube("id").Count().Relation.Aggregate.GroupType);
        var pivot = _df.GroupBy().Pivot("id", [1, 2]).Agg(Functions.Count(Col("*"))).Relation.Aggregate;
        Assert.Equal(GroupType.Pivot, pivot.GroupType);
        Assert.Equal([1, 2], pivot.Pivot.Values.Select(value => value.Integer));
        var sets = _df.GroupingSets(
                [
                    [Col("id")],
                    [],
                ],
                Col("id")
            )
            .Agg(Functions.Sum("id"))
            .Relation.Aggregate.GroupingSets;
        Assert.Equal([1, 0], sets.Select(set => set.GroupingSet.Count));
    }

    [Fact]
    public void Options_do_not_depend_on_case_and_read_as_Spark_writes_them()
    {
        var options = _spark
            .Read()
            .Option("Header", "no")
            .Option("header", true)
            .Option("n", 5L)
            .Option("d", 2.0)
            .Csv("x")
            .Relation.Read.DataSource.Options;
        Assert.Equal("true", Assert.Single(options, option => option.Key.Equals("header", StringComparison.OrdinalIgnoreCase)).Value);
        Assert.Equal(("5", "2.0"), (options["n"], options["d"]));
    }
}
