using Microsoft.Spark.Sql;
using Spark.Connect;
using Spark.Connect.Execution;

namespace Microsoft.Spark.Tests.Plans;

/// <summary>A session for tests that look at plans and never run one: its engine refuses everything.</summary>
internal static class PlanSession
{
    public static SparkSession Create() => new(new NoEngine());

    private sealed class NoEngine : IPlanExecutor
    {
        public string Engine => "none";

        public string SessionId { get; } = Guid.NewGuid().ToString();

        public IAsyncEnumerable<ExecutionEvent> ExecuteAsync(
            Plan plan,
            IReadOnlyCollection<string>? tags,
            CancellationToken cancellationToken
        ) => throw Refusal();

        public Task<AnalyzePlanResponse> AnalyzeAsync(AnalyzePlanRequest request, CancellationToken cancellationToken) => throw Refusal();

        public Task<ConfigResponse> ConfigAsync(ConfigRequest.Types.Operation operation, CancellationToken cancellationToken) =>
            throw Refusal();

        public Task<IReadOnlyList<string>> InterruptAsync(InterruptRequest request, CancellationToken cancellationToken) => throw Refusal();

        public Task AddArtifactAsync(string name, Stream content, CancellationToken cancellationToken) => throw Refusal();

        public Task<IReadOnlyDictionary<string, bool>> ArtifactStatusAsync(
            IReadOnlyCollection<string> names,
            CancellationToken cancellationToken
        ) => throw Refusal();

        public Task<IPlanExecutor> NewSessionAsync(bool clone, CancellationToken cancellationToken) => throw Refusal();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static InvalidOperationException Refusal() => new("This test asks an engine, which it should not need.");
    }
}
