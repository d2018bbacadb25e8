using System.Globalization;
using Microsoft.Spark;

namespace Spark.Embedded.Sources;

/// <summary>The options of a read or write, by name in any case.</summary>
internal sealed class SourceOptions
{
    private readonly Dictionary<string, string> _values;

    public SourceOptions(IEnumerable<KeyValuePair<string, string>> values)
    {
        _values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
            _values[name] = value;
    }

    public string? this[string name] => _values.GetValueOrDefault(name);

    public IReadOnlyDictionary<string, string> Values => _values;

    public string Text(string name, string missing) => _values.GetValueOrDefault(name) ?? missing;

    /// <summary>The first of several names of one option that is set.</summary>
    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (this[name] is { } value)
                return value;
        }

        return null;
    }

    public bool Flag(string name, bool missing = false) =>
        this[name] switch
        {
            null => missing,
            var text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
            var text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
            var text => throw Wrong(name, text, "true or false"),
        };

    public int Number(string name, int missing) =>
        this[name] is not { } text ? missing
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(name, text, "a whole number");

    /// <summary>An option of one character; NUL when it is set to nothing.</summary>
    public char Character(string name, char missing) =>
        this[name] switch
        {
            null => missing,
            "" => '\0',
            { Length: 1 } text => text[0],
            var text => throw Wrong(name, text, "one character"),
        };

    public static SparkIllegalArgumentException Wrong(string name, string value, string expected) =>
        new($"The option '{name}' is '{value}', but it takes {expected}.") { ErrorClass = "INVALID_PARAMETER_VALUE", SqlState = "22023" };
}
