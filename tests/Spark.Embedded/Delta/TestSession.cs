using Spark.Connect;
using Spark.Embedded.Delta;
using Spark.Embedded.Functions;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Spark.Embedded.Run;

namespace Spark.Embedded.Tests.Delta;

/// <summary>The real parser, compiler and functions around a database, with no tables but those that a command names.</summary>
internal static class TestSession
{
    public static DeltaSession Open(DeltaFixture fixture, params (string Key, string Value)[] config)
    {
        var settings = config.ToDictionary(pair => pair.Key, pair => pair.Value);
        var parser = new SessionSqlParser(settings.GetValueOrDefault);
        var natives = new NativeFunctionRegistry(fixture.Database);
        return new DeltaSession
        {
            Connection = fixture.Connection,
            Tables = fixture.Tables,
            Compile = (plan, sources) =>
                PlanCompiler.Compile(
                    plan,
                    new SessionContext
                    {
                        Catalog = new SourceOverlay(new EmptyCatalog(), sources),
                        Functions = FunctionTable.Instance,
                        Parser = parser,
                        Config = settings.GetValueOrDefault,
                    }
                ),
            ParseExpression = parser.ParseExpression,
            Register = natives.Register,
            Config = settings.GetValueOrDefault,
        };
    }

    private sealed class EmptyCatalog : ICatalog
    {
        public CatalogRelation? Find(IReadOnlyList<string> name, IReadOnlyDictionary<string, string> options) => null;

        public ITableSource Open(Read.Types.DataSource source) => throw new NotSupportedException();

        public ITableSource Open(LocalRelation relation) => throw new NotSupportedException();

        public ITableSource Open(CachedLocalRelation relation) => throw new NotSupportedException();

        public ITableSource Open(ChunkedCachedLocalRelation relation) => throw new NotSupportedException();

        public CatalogRelation? Find(CachedRemoteRelation relation) => null;

        public ITableSource Open(Catalog operation) => throw new NotSupportedException();

        public SessionVariable? FindVariable(IReadOnlyList<string> name) => null;

        public SqlFunction? FindFunction(IReadOnlyList<string> name) => null;
    }
}
