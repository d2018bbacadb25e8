using System.Text.Json.Nodes;

namespace Aws.Local.Emr;

/// <summary>Moves clusters and steps through their states on the scaled clock.</summary>
public sealed class ClusterSimulation(LocalAwsOptions options, ScaledClock clock, LogUploads logs) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _stop = new();

    public ScaledClock Clock { get; } = clock;

    public void Dispose() => _stop.Cancel();

    /// <summary>Runs the cluster's life in the background. <paramref name="state"/> guards what requests read.</summary>
    public void Start(Cluster cluster, Lock state) => _ = Task.Run(() => LiveAsync(cluster, state));

    /// <summary>Cancels a step as CancelSteps does.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public string? Cancel(Step step, bool kill, Lock state)
    {
        lock (state)
        {
            switch (step.State)
            {
                case StepState.PENDING:
                    step.State = StepState.CANCELLED;
                    step.Ended = Clock.GetUtcNow();
                    return null;
                case StepState.RUNNING or StepState.CANCEL_PENDING:
                    step.State = StepState.CANCEL_PENDING;
                    break;
                default:
                    return "Cannot cancel a step that is not PENDING or RUNNING.";
            }
        }

        (kill ? step.Kill : step.Interrupt).Cancel();
        return null;
    }

    private async Task LiveAsync(Cluster cluster, Lock state)
    {
        try
        {
            using var life = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cluster.Terminate.Token);
            try
            {
                await Clock.Delay(options.ProvisioningTime, life.Token);
                if (options.ClusterFailure is { } failure)
                {
                    End(cluster, state, ClusterState.TERMINATED_WITH_ERRORS, failure.Code, failure.Message);
                    return;
                }

                Set(cluster, state, ClusterState.BOOTSTRAPPING);
                await Clock.Delay(options.BootstrapTime, life.Token);
                if (options.FailingBootstrapAction is { } index)
                {
                    await FailBootstrapAsync(cluster, state, index);
                    return;
                }

                cluster.Ready = Clock.GetUtcNow();
                await WorkAsync(cluster, state, life.Token);
            }
            catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
            {
                Set(cluster, state, ClusterState.TERMINATING);
                await StopStepsAsync(cluster, state);
                End(cluster, state, ClusterState.TERMINATED, "USER_REQUEST", "Terminated by user request");
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; nobody asks for this cluster any more.
        }
    }

    private async Task WorkAsync(Cluster cluster, Lock state, CancellationToken life)
    {
        var running = new List<Task<bool>>();
        var idleSince = Clock.GetUtcNow();
        var failed = false;
        while (true)
        {
            life.ThrowIfCancellationRequested();
            foreach (var done in running.Where(task => task.IsCompleted).ToList())
            {
                running.Remove(done);
                if (!await done)
                    return;
            }

            Step? next = null;
            lock (state)
            {
                failed |= cluster.Steps.Any(step => step.State == StepState.FAILED);
                if (
                    running.Count < cluster.StepConcurrency
                    && (next = cluster.Steps.Find(step => step.State == StepState.PENDING)) is not null
                )
                {
                    next.State = StepState.RUNNING;
                    next.Started = Clock.GetUtcNow();
                }
            }

            if (next is not null)
            {
                Set(cluster, state, ClusterState.RUNNING);
                running.Add(Task.Run(() => RunStepAsync(cluster, next, state), CancellationToken.None));
                continue;
            }

            if (running.Count > 0)
            {
                idleSince = Clock.GetUtcNow();
            }
            else if (!cluster.KeepAlive)
            {
                // EMR gives such a cluster no reason when its last step failed: whoever watches must look at the steps.
                End(cluster, state, ClusterState.TERMINATED, failed ? null : "ALL_STEPS_COMPLETED", failed ? null : "Steps completed");
                return;
            }
            else
            {
                Set(cluster, state, ClusterState.WAITING);
                if (cluster.IdleTimeout is { } idle && Clock.GetUtcNow() - idleSince > idle)
                {
                    End(cluster, state, ClusterState.TERMINATED, "USER_REQUEST", "Terminated by the auto-termination policy");
                    return;
                }
            }

            await Clock.Delay(Tick, life);
        }
    }

    /// <returns>False when the cluster is gone with the step.</returns>
    private async Task<bool> RunStepAsync(Cluster cluster, Step step, Lock state)
    {
        var run = new StepRun(cluster, step, Clock);
        run.Controller.WriteLine($"INFO startExec 'hadoop jar {step.HadoopJarStep["Jar"]} {string.Join(' ', run.CommandLine)}'");
        using var uploads = logs.Follow(run);
        StepOutcome outcome;
        try
        {
            outcome = await (options.Steps?.Invoke(run) ?? new SimulatedStep()).RunAsync(run, step.Interrupt.Token, step.Kill.Token);
        }
        catch (OperationCanceledException)
        {
            outcome = new StepOutcome(137);
        }

        run.Controller.WriteLine($"INFO Step {(outcome.ExitCode == 0 ? "succeeded" : "failed")} with exitCode {outcome.ExitCode}");
        lock (state)
        {
            step.Ended = Clock.GetUtcNow();
            step.State =
                outcome.Lost ? StepState.INTERRUPTED
                : step.State == StepState.CANCEL_PENDING ? StepState.CANCELLED
                : outcome.ExitCode == 0 ? StepState.COMPLETED
                : StepState.FAILED;
            if (step.State == StepState.FAILED)
                step.FailureDetails = new JsonObject
                {
                    ["Reason"] = "Unknown Error.",
                    ["LogFile"] = $"{cluster.LogUri}{cluster.Id}/steps/{step.Id}/stderr.gz",
                };
        }

        if (outcome.Lost)
        {
            End(cluster, state, ClusterState.TERMINATED_WITH_ERRORS, "INSTANCE_FAILURE", "The master node was lost.");
            return false;
        }

        if (step.State == StepState.FAILED)
        {
            if (step.ActionOnFailure is "TERMINATE_CLUSTER" or "TERMINATE_JOB_FLOW")
            {
                await StopStepsAsync(cluster, state);
                End(cluster, state, ClusterState.TERMINATED_WITH_ERRORS, "STEP_FAILURE", "Shut down as step failed");
                return false;
            }

            if (step.ActionOnFailure == "CANCEL_AND_WAIT")
                CancelPending(cluster, state);
        }

        return true;
    }

    private async Task FailBootstrapAsync(Cluster cluster, Lock state, int index)
    {
        await logs.PutAsync(
            cluster,
            $"node/{cluster.CoreInstance}/bootstrap-actions/{index + 1}/stderr.gz",
            "curl: (22) The requested URL returned error: 404\nchecksum mismatch: the archive is not the one that was released\n"
        );
        End(
            cluster,
            state,
            ClusterState.TERMINATED_WITH_ERRORS,
            "BOOTSTRAP_FAILURE",
            $"On 1 core instance ({cluster.CoreInstance}), bootstrap action {index + 1} returned a non-zero return code"
        );
    }

    private async Task StopStepsAsync(Cluster cluster, Lock state)
    {
        CancelPending(cluster, state);
        List<Step> running;
        lock (state)
            running = [.. cluster.Steps.Where(step => step.IsActive)];
        foreach (var step in running)
            await step.Kill.CancelAsync();
    }

    private void CancelPending(Cluster cluster, Lock state)
    {
        lock (state)
        {
            foreach (var step in cluster.Steps.Where(step => step.State == StepState.PENDING))
                (step.State, step.Ended) = (StepState.CANCELLED, Clock.GetUtcNow());
        }
    }

    private static void Set(Cluster cluster, Lock state, ClusterState next)
    {
        lock (state)
            cluster.State = next;
    }

    private void End(Cluster cluster, Lock state, ClusterState last, string? code, string? message)
    {
        CancelPending(cluster, state);
        lock (state)
            (cluster.State, cluster.ReasonCode, cluster.ReasonMessage, cluster.Ended) = (last, code, message, Clock.GetUtcNow());
    }
}
