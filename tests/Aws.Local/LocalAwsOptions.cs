using Aws.Local.Emr;

namespace Aws.Local;

/// <summary>How the local services behave.</summary>
public sealed record LocalAwsOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Access keys and their secrets; requests signed with any other are refused.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string> { ["test"] = "test" };

    /// <summary>The roles in the account, and the instance profiles: each of those has the role of its name in it.</summary>
    public IReadOnlyList<string> Roles { get; init; } = ["EMR_DefaultRole", "EMR_DefaultRole_V2"];

    public IReadOnlyList<string> InstanceProfiles { get; init; } = ["EMR_EC2_DefaultRole"];

    /// <summary>Virtual seconds in a real one for everything EMR does; signatures are always checked in real time.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>From RunJobFlow to BOOTSTRAPPING.</summary>
    public TimeSpan ProvisioningTime { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>From BOOTSTRAPPING to the first step.</summary>
    public TimeSpan BootstrapTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a serverless job run is QUEUED.</summary>
    public TimeSpan QueueTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often EMR uploads logs.</summary>
    public TimeSpan LogInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after a step's end its last logs arrive.</summary>
    public TimeSpan LogDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a step does; null runs <see cref="SimulatedStep"/>.</summary>
    public Func<StepRun, IStepProgram?>? Steps { get; init; }

    /// <summary>The index, from 0, of the bootstrap action that fails on the first core node; null for none.</summary>
    public int? FailingBootstrapAction { get; init; }

    /// <summary>Requests an EMR operation family may burst, and how many come back a second; null throttles nothing.</summary>
    public (int Capacity, double RefillPerSecond)? Throttle { get; init; }

    /// <summary>Why a cluster does not come up, as (reason code, message); null for one that does.</summary>
    public (string Code, string Message)? ClusterFailure { get; init; }

    /// <summary>Where a session answers, host and port of a Spark Connect server; null refuses sessions.</summary>
    public string? SessionEndpoint { get; init; }

    /// <summary>How long a session's token is good.</summary>
    public TimeSpan SessionTokenLifetime { get; init; } = TimeSpan.FromHours(1);
}
