using Spark.Connect.Client;

namespace Spark.Connect.Client
{
    /// <summary>A request that says which session it is for and who asks.</summary>
    internal interface ISessionRequest
    {
        string SessionId { set; }

        UserContext UserContext { set; }

        string ClientType { set; }
    }

    /// <summary>A request that also says which session of the server the client has seen, so that a server that lost it refuses.</summary>
    internal interface IObservingRequest : ISessionRequest
    {
        string ClientObservedServerSideSessionId { set; }
    }

    /// <summary>A response that says which session it is of.</summary>
    internal interface ISessionResponse
    {
        string SessionId { get; }

        string ServerSideSessionId { get; }
    }
}

namespace Spark.Connect
{
    public sealed partial class ExecutePlanRequest : IObservingRequest;

    public sealed partial class ExecutePlanResponse : ISessionResponse;

    public sealed partial class ReattachExecuteRequest : IObservingRequest;

    public sealed partial class ReleaseExecuteRequest : IObservingRequest;

    public sealed partial class ReleaseExecuteResponse : ISessionResponse;

    public sealed partial class AnalyzePlanRequest : IObservingRequest;

    public sealed partial class AnalyzePlanResponse : ISessionResponse;

    public sealed partial class ConfigRequest : IObservingRequest;

    public sealed partial class ConfigResponse : ISessionResponse;

    public sealed partial class InterruptRequest : IObservingRequest;

    public sealed partial class InterruptResponse : ISessionResponse;

    public sealed partial class AddArtifactsRequest : IObservingRequest;

    public sealed partial class AddArtifactsResponse : ISessionResponse;

    public sealed partial class ArtifactStatusesRequest : IObservingRequest;

    public sealed partial class ArtifactStatusesResponse : ISessionResponse;

    public sealed partial class CloneSessionRequest : IObservingRequest;

    public sealed partial class CloneSessionResponse : ISessionResponse;

    public sealed partial class FetchErrorDetailsRequest : IObservingRequest;

    public sealed partial class ReleaseSessionRequest : ISessionRequest;
}
