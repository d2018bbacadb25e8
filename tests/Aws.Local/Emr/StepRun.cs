using System.Text;

namespace Aws.Local.Emr;

/// <summary>A run of a step, as its program sees it.</summary>
public sealed class StepRun(Cluster cluster, Step step, ScaledClock clock)
{
    public Cluster Cluster { get; } = cluster;

    public Step Step { get; } = step;

    public ScaledClock Clock { get; } = clock;

    /// <summary>The step's arguments as command-runner.jar hands them on: it loses empty ones, and YARN takes <c>{{</c> and <c>}}</c> for its own.</summary>
    public IReadOnlyList<string> CommandLine =>
        [
            .. Step
                .Args.Where(argument => argument.Length > 0)
                .Select(argument => argument.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal)),
        ];

    public LogFile Controller { get; } = new();

    public LogFile Stdout { get; } = new();

    public LogFile Stderr { get; } = new();

    /// <summary>Logs of YARN containers by <c>{application}/{container}/{file}</c>.</summary>
    public Dictionary<string, LogFile> Containers { get; } = [];
}

/// <summary>A log that grows.</summary>
public sealed class LogFile
{
    private readonly StringBuilder _text = new();

    public void WriteLine(string line)
    {
        lock (_text)
            _text.Append(line).Append('\n');
    }

    public string Text
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }
}

/// <summary>How a step's program ended.</summary>
/// <param name="Lost">The cluster died under it.</param>
public sealed record StepOutcome(int ExitCode, bool Lost = false);

/// <summary>What a step runs.</summary>
public interface IStepProgram
{
    /// <param name="interrupt">SEND_INTERRUPT: the program may end in its own time.</param>
    /// <param name="kill">TERMINATE_PROCESS, or the cluster's end: the program is gone when this returns.</param>
    Task<StepOutcome> RunAsync(StepRun run, CancellationToken interrupt, CancellationToken kill);
}

/// <summary>A step that takes its time, prints its lines and ends as told.</summary>
public sealed record SimulatedStep : IStepProgram
{
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(40);

    public int ExitCode { get; init; }

    /// <summary>Lines on stdout, spread evenly over the duration.</summary>
    public IReadOnlyList<string> Stdout { get; init; } = ["hello from the step"];

    /// <summary>Lines on stderr at the end.</summary>
    public IReadOnlyList<string> Stderr { get; init; } = [];

    /// <summary>How long it goes on after SEND_INTERRUPT; it ignores interrupts when null.</summary>
    public TimeSpan? InterruptedAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The cluster dies at the end.</summary>
    public bool LosesCluster { get; init; }

    /// <summary>Log lines of containers by <c>{application}/{container}/{file}</c>.</summary>
    public IReadOnlyDictionary<string, string> Containers { get; init; } = new Dictionary<string, string>();

    public async Task<StepOutcome> RunAsync(StepRun run, CancellationToken interrupt, CancellationToken kill)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            kill,
            InterruptedAfter is null ? CancellationToken.None : interrupt
        );
        try
        {
            var pieces = Math.Max(1, Stdout.Count);
            for (var i = 0; i < pieces; i++)
            {
                await run.Clock.Delay(Duration / pieces, either.Token);
                if (i < Stdout.Count)
                    run.Stdout.WriteLine(Stdout[i]);
            }
        }
        catch (OperationCanceledException) when (!kill.IsCancellationRequested)
        {
            await run.Clock.Delay(InterruptedAfter!.Value, kill);
            return new StepOutcome(143);
        }

        foreach (var line in Stderr)
            run.Stderr.WriteLine(line);
        foreach (var (name, text) in Containers)
        {
            var log = run.Containers[name] = new LogFile();
            log.WriteLine(text);
        }

        return new StepOutcome(ExitCode, LosesCluster);
    }
}
