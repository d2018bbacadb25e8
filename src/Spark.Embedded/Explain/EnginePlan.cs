using System.Text;
using System.Text.Json;

namespace Spark.Embedded.Explain;

/// <summary>A plan of DuckDB, from the JSON of its EXPLAIN.</summary>
/// <param name="Name">The operator: <c>HashJoin</c>.</param>
/// <param name="Details">What it works with, by kind: its conditions, groups, projections ...</param>
/// <param name="Rows">How many rows DuckDB expects of it; null when it does not say.</param>
internal sealed record EnginePlan(
    string Name,
    IReadOnlyList<(string Kind, IReadOnlyList<string> Values)> Details,
    string? Rows,
    IReadOnlyList<EnginePlan> Children
)
{
    private const string Cardinality = "Estimated Cardinality";
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 100_000 };

    /// <summary>Reads a plan.</summary>
    public static EnginePlan Parse(string json)
    {
        using var document = JsonDocument.Parse(json, Deep);
        return Read(document.RootElement[0]);
    }

    /// <summary>The tree with every operator's details on its line.</summary>
    /// <param name="withRows">Whether the expected number of rows is shown, as Spark shows statistics.</param>
    public PlanTree ToTree(bool withRows = false)
    {
        var text = new StringBuilder(Name);
        for (var i = 0; i < Details.Count; i++)
            text.Append(i == 0 ? " " : ", ").Append(IsList(Details[i].Kind) ? "" : $"{Details[i].Kind}: ").Append(List(Details[i]));
        if (withRows && Rows is not null)
            text.Append($", Statistics(rowCount={Rows})");
        return new PlanTree(text.ToString(), [.. Children.Select(child => child.ToTree(withRows))]);
    }

    /// <summary>The tree with numbered operators, then the details of each under its number, the first to run first.</summary>
    public string ToFormatted()
    {
        var details = new StringBuilder();
        var numbered = Number(this, details, 0, out _);
        return $"{numbered}\n{details}";
    }

    private static PlanTree Number(EnginePlan plan, StringBuilder details, int used, out int number)
    {
        var children = new List<PlanTree>();
        foreach (var child in plan.Children)
            children.Add(Number(child, details, used, out used));
        number = used + 1;
        details.Append($"\n({number}) {plan.Name}\n");
        foreach (var detail in plan.Details)
            details.Append($"{detail.Kind} [{detail.Values.Count}]: {List(detail)}\n");
        if (plan.Rows is not null)
            details.Append($"Statistics: rowCount={plan.Rows}\n");
        return new PlanTree($"{plan.Name} ({number})", children);
    }

    private static EnginePlan Read(JsonElement node)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        string? rows = null;
        var details = new List<(string, IReadOnlyList<string>)>();
        foreach (var detail in node.GetProperty("extra_info").EnumerateObject())
        {
            IEnumerable<JsonElement> values =
                detail.Value.ValueKind == JsonValueKind.Array ? detail.Value.EnumerateArray() : [detail.Value];
            IReadOnlyList<string> texts =
            [
                .. values.Select(value => value.ToString().ReplaceLineEndings(" ")).Where(value => value.Length > 0),
            ];
            if (detail.Name == Cardinality)
                rows = texts.Count == 0 ? null : texts[0];
            else if (texts.Count > 0)
                details.Add((detail.Name, texts));
        }

        return new EnginePlan(
            NameOf(node.GetProperty("name").GetString()!),
            details,
            rows,
            [.. node.GetProperty("children").EnumerateArray().Select(Read)]
        );
    }

    /// <summary><c>HASH_GROUP_BY</c> as Spark would write an operator: <c>HashGroupBy</c>.</summary>
    private static string NameOf(string name) =>
        string.Concat(
            name.Split([' ', '_'], StringSplitOptions.RemoveEmptyEntries).Select(word => word[..1] + word[1..].ToLowerInvariant())
        );

    /// <summary>Lists whose kind the operator's own name tells.</summary>
    private static bool IsList(string kind) => kind is "Projections" or "Expressions";

    private static string List((string Kind, IReadOnlyList<string> Values) detail) =>
        IsList(detail.Kind) || detail.Values.Count > 1 ? $"[{string.Join(", ", detail.Values)}]" : detail.Values[0];
}
