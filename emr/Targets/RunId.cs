using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Spark.Emr.Targets;

/// <summary>
/// Names a submission. It stands in the step's name, because AddJobFlowSteps has no idempotency token: a step is found again by it when
/// the answer to its submission was lost, and <c>attach</c> finds it after a launcher died.
/// </summary>
internal sealed partial record RunId(string Value)
{
    /// <summary>A new id: the UTC second and 40 random bits, such as <c>20261121T013300-1a2b3c4d5e</c>.</summary>
    public static RunId New(TimeProvider clock) =>
        new(
            $"{clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(10, lowercase: true)}"
        );

    /// <summary>The name of the run's step: what it runs, then the id in brackets.</summary>
    public string StepName(string what) => $"{(what.Length > 200 ? what[..200] : what)} [{Value}]";

    /// <summary>The id in a step's name; null when the launcher did not submit it.</summary>
    public static RunId? FromStepName(string? name) =>
        name is not null && InBrackets().Match(name) is { Success: true } match ? new RunId(match.Groups[1].Value) : null;

    public override string ToString() => Value;

    [GeneratedRegex(@"\[(\d{8}T\d{6}-[0-9a-f]{10})\]$")]
    private static partial Regex InBrackets();
}
