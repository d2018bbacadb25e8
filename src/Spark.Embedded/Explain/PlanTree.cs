using System.Text;

namespace Spark.Embedded.Explain;

/// <summary>A plan as text, drawn as Spark draws it: <c>+-</c> before the last child, <c>:-</c> before the others.</summary>
/// <param name="Text">The node's own line.</param>
/// <param name="Children">The plans below.</param>
internal sealed record PlanTree(string Text, IReadOnlyList<PlanTree> Children)
{
    /// <summary>Plans that the node's expressions hold: subqueries.</summary>
    public IReadOnlyList<PlanTree> Subqueries { get; init; } = [];

    /// <summary>The tree, a line for each node, each ended by a line feed.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Draw(text, []);
        return text.ToString();
    }

    private void Draw(StringBuilder text, IReadOnlyList<bool> isLast)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var i = 0; i < isLast.Count; i++)
            text.Append(
                (isLast[i], i == isLast.Count - 1) switch
                {
                    (true, true) => "+- ",
                    (false, true) => ":- ",
                    (true, false) => "   ",
                    (false, false) => ":  ",
                }
            );
        text.Append(Text.ReplaceLineEndings(" ")).Append('\n');
        for (var i = 0; i < Subqueries.Count; i++)
            Subqueries[i].Draw(text, [.. isLast, Children.Count == 0, i == Subqueries.Count - 1]);
        for (var i = 0; i < Children.Count; i++)
            Children[i].Draw(text, [.. isLast, i == Children.Count - 1]);
    }
}
