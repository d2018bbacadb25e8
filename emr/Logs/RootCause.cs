using System.Text.RegularExpressions;
using Spark.Launch;

namespace Spark.Emr.Logs;

/// <summary>Why a step failed, as its logs tell: the innermost exception and where in the program it was thrown.</summary>
/// <param name="Exception">Type and message, one line.</param>
/// <param name="Place">The first frame that has a source line, or the first at all; null when the log has none.</param>
/// <param name="Certainty">0 a guess from the last lines, 1 Java's or Spark's exception, 2 what the .NET program itself says.</param>
internal sealed partial record RootCause(string Exception, string? Place, int Certainty)
{
    /// <summary>The exception, and on a second line the place.</summary>
    public override string ToString() => Place is null ? Exception : $"{Exception}\n  at {Place}";

    /// <summary>The root cause in a log; null when it holds none.</summary>
    public static RootCause? Find(string log)
    {
        var lines = log.Split('\n');
        return FindDotnet(lines) ?? FindTold(lines) ?? FindJava(lines);
    }

    /// <summary>What can be said when no exception was found.</summary>
    public static RootCause? LastLines(string log)
    {
        var last = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(5).ToList();
        return last.Count == 0 ? null : new RootCause(string.Join('\n', last), null, 0);
    }

    /// <summary>The last unhandled .NET exception; of its chain the innermost, which stands behind the last <c>---&gt;</c>.</summary>
    private static RootCause? FindDotnet(string[] lines)
    {
        var start = Array.FindLastIndex(lines, line => DotnetHead().IsMatch(line));
        if (start < 0)
            return null;
        var exception = DotnetHead().Match(lines[start]).Groups[1].Value.Trim();
        string? place = null;
        for (var i = start; i < lines.Length && i < start + 200; i++)
        {
            if (i > start && Inner().Match(lines[i]) is { Success: true } inner)
                (exception, place) = (inner.Groups[1].Value.Trim(), null);
            else if (i > start && lines[i].StartsWith("   --- End of inner exception", StringComparison.Ordinal))
                break;
            else if (
                place is null
                && DotnetFrame().Match(lines[i]) is { Success: true } frame
                && (frame.Groups[2].Success || NoSourceFollows(lines, i))
            )
                place = frame.Groups[1].Value + frame.Groups[2].Value;
        }

        var chain = exception.Split(" ---> ");
        return new RootCause(chain[^1], place, 2);
    }

    /// <summary>
    /// The line in which the jobs tell a failure that they expect. Spark also logs exceptions that a job handles, so of its traces only one
    /// that says the same gives type and place.
    /// </summary>
    private static RootCause? FindTold(string[] lines)
    {
        var at = Array.FindLastIndex(lines, line => Told().IsMatch(line));
        if (at < 0)
            return null;
        var told = Told().Match(lines[at]).Groups[1].Value.Trim();
        var trace = Array.FindLastIndex(
            lines,
            line => line.Contains(told, StringComparison.Ordinal) && (CausedBy().IsMatch(line) || JavaHead().IsMatch(line))
        );
        return trace < 0 ? new RootCause(told, null, 2) : JavaAt(lines, trace) with { Certainty = 2 };
    }

    /// <summary>The last <c>Caused by:</c> of the last Java stack trace, or its head.</summary>
    private static RootCause? FindJava(string[] lines)
    {
        var at = Array.FindLastIndex(lines, line => CausedBy().IsMatch(line));
        if (at < 0)
            at = Array.FindLastIndex(lines, line => JavaHead().IsMatch(line));
        return at < 0 ? null : JavaAt(lines, at);
    }

    private static RootCause JavaAt(string[] lines, int at)
    {
        var match = CausedBy().Match(lines[at]);
        if (!match.Success)
            match = JavaHead().Match(lines[at]);
        var frame = lines.Skip(at + 1).Take(20).FirstOrDefault(line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal));
        return new RootCause(match.Groups[1].Value.Trim(), frame?.Trim()[3..], 1);
    }

    private static bool NoSourceFollows(string[] lines, int frame) =>
        !lines
            .Skip(frame + 1)
            .TakeWhile(line => line.StartsWith("   at ", StringComparison.Ordinal))
            .Any(line => DotnetFrame().Match(line).Groups[2].Success);

    [GeneratedRegex(@"Unhandled exception\. (.+)$")]
    private static partial Regex DotnetHead();

    [GeneratedRegex("^" + JobsApp.ErrorPrefix + "(.+)$")]
    private static partial Regex Told();

    [GeneratedRegex(@"^ ---> (.+)$")]
    private static partial Regex Inner();

    [GeneratedRegex(@"^   at (\S.*?)( in \S.*:line \d+)?\s*$")]
    private static partial Regex DotnetFrame();

    [GeneratedRegex(@"^Caused by: (.+)$")]
    private static partial Regex CausedBy();

    [GeneratedRegex(@"^(?:Exception in thread ""[^""]*"" )?((?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)\b.*)$")]
    private static partial Regex JavaHead();
}
