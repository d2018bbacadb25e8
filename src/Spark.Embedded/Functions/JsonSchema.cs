using Spark.Embedded.Errors;

namespace Spark.Embedded.Functions;

/// <summary>The schema that Spark infers from a JSON text, as DDL.</summary>
internal static class JsonSchema
{
    public static string Of(string json) =>
        JsonTree.TryParse(json, out var value)
            ? Text(Infer(value))
            : throw SparkErrors.Unsupported("the function schema_of_json of text that is no JSON");

    /// <summary>A type: its name, an array's element, or a struct's fields by name.</summary>
    private abstract record Node;

    private sealed record Atom(string Name) : Node;

    private sealed record List(Node Element) : Node;

    private sealed record Record(SortedDictionary<string, Node> Fields) : Node;

    private static readonly Node Nothing = new Atom("NULL");
    private static readonly Node String = new Atom("STRING");

    private static Node Infer(object? value) =>
        value switch
        {
            null => Nothing,
            bool => new Atom("BOOLEAN"),
            string => String,
            JsonNumber { IsInteger: true } number => long.TryParse(number.Text, out _) ? new Atom("BIGINT")
            : number.Text.TrimStart('-').Length is var digits and <= 38 ? new Atom($"DECIMAL({digits},0)")
            : new Atom("DOUBLE"),
            JsonNumber => new Atom("DOUBLE"),
            List<object?> items => new List(items.Select(Infer).Aggregate(Nothing, Merge)),
            _ => Fields((List<KeyValuePair<string, object?>>)value),
        };

    private static Record Fields(List<KeyValuePair<string, object?>> fields)
    {
        var types = new SortedDictionary<string, Node>(StringComparer.Ordinal);
        foreach (var (key, value) in fields)
            types[key] = types.TryGetValue(key, out var known) ? Merge(known, Infer(value)) : Infer(value);
        return new Record(types);
    }

    private static Node Merge(Node a, Node b)
    {
        if (a == b || b == Nothing)
            return a;
        if (a == Nothing)
            return b;
        switch (a, b)
        {
            case (Atom { Name: "BIGINT" or "DOUBLE" } x, Atom { Name: "BIGINT" or "DOUBLE" } y):
                return x.Name == y.Name ? x : new Atom("DOUBLE");
            case (List x, List y):
                return new List(Merge(x.Element, y.Element));
            case (Record x, Record y):
                var fields = new SortedDictionary<string, Node>(x.Fields, StringComparer.Ordinal);
                foreach (var (key, type) in y.Fields)
                    fields[key] = fields.TryGetValue(key, out var known) ? Merge(known, type) : type;
                return new Record(fields);
            default:
                return a is Atom { Name: var name } && name.StartsWith("DECIMAL", StringComparison.Ordinal)
                    ? throw SparkErrors.Unsupported("the function schema_of_json of numbers with more than 18 digits beside others")
                    : String;
        }
    }

    private static string Text(Node node) =>
        node switch
        {
            Atom { Name: "NULL" } => "STRING",
            Atom atom => atom.Name,
            List list => $"ARRAY<{Text(list.Element)}>",
            Record record => $"STRUCT<{string.Join(", ", record.Fields.Select(f => $"{Name(f.Key)}: {Text(f.Value)}"))}>",
            _ => throw new InvalidOperationException(),
        };

    private static string Name(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(name[0])
            ? name
            : $"`{name.Replace("`", "``")}`";
}
