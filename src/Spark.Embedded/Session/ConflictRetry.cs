using Spark.Embedded.Delta;

namespace Spark.Embedded.Session;

/// <summary>
/// Runs a statement again, from its beginning and on what the tables hold by then, when a concurrent commit excludes its own. That is what a user
/// would do by hand: a statement is one transaction, and one that conflicted has written nothing.
/// </summary>
internal static class ConflictRetry
{
    /// <summary>How often a statement runs at most.</summary>
    private const int MostAttempts = 100;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs a statement of one transaction.</summary>
    public static void Run(RunningStatement statement, Action transaction) =>
        Run(
            statement,
            () =>
            {
                transaction();
                return true;
            }
        );

    /// <summary>Runs a statement of one transaction.</summary>
    /// <exception cref="CommitConflictException">It conflicted every time.</exception>
    public static T Run<T>(RunningStatement statement, Func<T> transaction)
    {
        SemaphoreSlim? turn = null;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return transaction();
                }
                catch (CommitConflictException conflict) when (attempt < MostAttempts)
                {
                    statement.Catalog.Opened.Clear();
                    // In this process the losers take turns, so that none loses to another one twice; writers of other processes need luck.
                    if (turn is null)
                        turn = Await(statement, statement.Session.Application.Tables.TurnOf(conflict.Table));
                    else
                        Thread.Sleep(LongestPause * Random.Shared.NextDouble() * Math.Min(1, attempt / 10.0));
                }
            }
        }
        finally
        {
            turn?.Release();
        }
    }

    private static SemaphoreSlim Await(RunningStatement statement, SemaphoreSlim turn)
    {
        while (!turn.Wait(TimeSpan.FromMilliseconds(100)))
            statement.ThrowIfInterrupted();
        return turn;
    }
}
