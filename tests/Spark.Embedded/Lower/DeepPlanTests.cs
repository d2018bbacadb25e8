using Spark.Connect;
using Spark.Embedded.Tests.Resolve;
using Xunit;

namespace Spark.Embedded.Tests.Lower;

/// <summary>Long chains of small steps, as programs build them.</summary>
public sealed class DeepPlanTests : IDisposable
{
    private readonly CompilerFixture _spark = new();

    public void Dispose() => _spark.Dispose();

    [Fact]
    public void Two_hundred_columns_added_one_after_the_other()
    {
        var plan = new Relation
        {
            Range = new Spark.Connect.Range { End = 3, Step = 1 },
        };
        for (var i = 0; i < 200; i++)
        {
            var before = i == 0 ? "id" : $"c{i - 1}";
            plan = new Relation
            {
                WithColumns = new WithColumns
                {
                    Input = plan,
                    Aliases =
                    {
                        new Expression.Types.Alias { Name = { $"c{i}" }, Expr = Plus(before) },
                    },
                },
            };
        }

        var sql = Spark.Embedded.PlanCompiler.Compile(plan, _spark.Session);
        Assert.Equal(201, sql.Schema.Fields.Count);
        Assert.Equal(
            ["0|1|200", "1|2|201", "2|3|202"],
            _spark.Rows(
                new Relation
                {
                    Project = new Project { Input = plan, Expressions = { Name("id"), Name("c0"), Name("c199") } },
                }
            )
        );
    }

    [Fact]
    public void A_column_replaced_again_and_again()
    {
        var plan = new Relation
        {
            Range = new Spark.Connect.Range { End = 1, Step = 1 },
        };
        for (var i = 0; i < 100; i++)
        {
            plan = new Relation
            {
                WithColumns = new WithColumns
                {
                    Input = plan,
                    Aliases =
                    {
                        new Expression.Types.Alias { Name = { "id" }, Expr = Plus("id") },
                    },
                },
            };
        }

        Assert.Equal(["100"], _spark.Rows(plan));
    }

    private static Expression Name(string name) => new() { UnresolvedAttribute = new() { UnparsedIdentifier = name } };

    private static Expression Plus(string name) =>
        new()
        {
            UnresolvedFunction = new()
            {
                FunctionName = "+",
                Arguments =
                {
                    Name(name),
                    new Expression { Literal = new() { Long = 1 } },
                },
            },
        };
}
