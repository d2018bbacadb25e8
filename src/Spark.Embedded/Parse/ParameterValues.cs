using Spark.Connect;

namespace Spark.Embedded.Parse;

/// <summary>What stands for the parameter markers <c>:name</c> and <c>?</c> of a text.</summary>
/// <param name="Named">Values by name.</param>
/// <param name="Positional">Values in the order of the question marks.</param>
public sealed record ParameterValues(IReadOnlyDictionary<string, Expression> Named, IReadOnlyList<Expression> Positional)
{
    public static ParameterValues None { get; } = new(new Dictionary<string, Expression>(), []);
}
