using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spark.Yaml;

/// <summary>
/// Reads the fields of one YAML mapping and knows where it stands, so that every error names file, line and field. A field that nobody
/// asked for is an error too (<see cref="Done"/>): a misspelt name must not pass silently.
/// </summary>
public sealed class YamlFields
{
    private readonly YamlFileKind _kind;
    private readonly string _path;
    private readonly YamlMappingNode _mapping;
    private readonly HashSet<string> _known = [];

    private YamlFields(YamlFileKind kind, string file, string path, YamlMappingNode mapping) =>
        (_kind, File, _path, _mapping) = (kind, file, path, mapping);

    /// <summary>The file's path, as it was given.</summary>
    public string File { get; }

    /// <summary>The names of the mapping's fields, in the file's order.</summary>
    public IEnumerable<string> Names => _mapping.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value!);

    /// <summary>Reads the one document of a file. What is wrong with it is thrown as the kind's own exception.</summary>
    public static YamlFields Load(string file, YamlFileKind kind)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(file);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw kind.Error(new YamlPlace(file, e.Start.Line, ""), $"this is not YAML: {e.Message.TrimEnd('.')}");
        }
        catch (IOException e)
        {
            throw kind.Error(new YamlPlace(file, 0, ""), $"cannot be read: {e.Message.TrimEnd('.')}");
        }

        return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root
            ? new YamlFields(kind, file, "", root)
            : throw kind.Error(new YamlPlace(file, 1, ""), kind.Content);
    }

    /// <summary>Sets a value as if it stood in the file, at the mapping's line. Sections that are missing come into being.</summary>
    /// <param name="path">The names from this mapping down to the field.</param>
    /// <returns>The name on the path that is a field without fields of its own; null when the value was set.</returns>
    public string? Override(ReadOnlySpan<string> path, string value)
    {
        var mapping = _mapping;
        foreach (var name in path[..^1])
        {
            if (!mapping.Children.TryGetValue(new YamlScalarNode(name), out var child))
                mapping.Children[new YamlScalarNode(name)] = child = new YamlMappingNode();
            if (child is not YamlMappingNode section)
                return name;
            mapping = section;
        }

        mapping.Children[new YamlScalarNode(path[^1])] = new YamlScalarNode(value);
        return null;
    }

    /// <summary>An error about a field of this mapping.</summary>
    public Exception Error(string field, string problem) => At(Find(field) ?? _mapping, Join(field), problem);

    /// <summary>The value of a field that must be there.</summary>
    public string Text(string field) => OptionalText(field) ?? throw Error(field, "is required");

    /// <summary>The value of a field that must be there and be valid.</summary>
    /// <param name="expected">What is valid, for the error: <c>an AWS region such as eu-west-1</c>.</param>
    public string Text(string field, Func<string, bool> valid, string expected) =>
        OptionalText(field, valid, expected) ?? throw Error(field, "is required");

    /// <summary>The value of a field; null when the field is missing or empty.</summary>
    public string? OptionalText(string field) =>
        Find(field) switch
        {
            null => null,
            YamlScalarNode { Value: { Length: > 0 } value } => value,
            YamlScalarNode => null,
            var node => throw At(node, Join(field), "must be one value"),
        };

    /// <summary>The value of a field that must be valid when it is there; null when it is missing.</summary>
    public string? OptionalText(string field, Func<string, bool> valid, string expected) =>
        Find(field) switch
        {
            null => null,
            YamlScalarNode { Value: { Length: > 0 } value } when valid(value) => value,
            var node => throw At(node, Join(field), $"must be {expected}"),
        };

    /// <summary>Whether a field says <c>true</c>; false when it is missing.</summary>
    public bool Flag(string field) =>
        OptionalText(field) switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw Error(field, $"must be true or false, not '{other}'"),
        };

    /// <summary>A whole number; null when the field is missing.</summary>
    public int? Number(string field) =>
        OptionalText(field) switch
        {
            null => null,
            var text when int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
            var text => throw Error(field, $"must be a whole number, not '{text}'"),
        };

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>; null when the field is missing.</summary>
    public int? Number(string field, int least, int most)
    {
        var text = OptionalText(field, Valid, $"a whole number from {least} to {most}");
        return text is null ? null : int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture);

        bool Valid(string value) =>
            int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
    }

    /// <summary>A decimal number that must be there.</summary>
    public decimal Decimal(string field) =>
        decimal.TryParse(Text(field), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Error(field, $"must be a number, not '{Text(field)}'");

    /// <summary>The values of a list; empty when the field is missing.</summary>
    public IReadOnlyList<string> Texts(string field) =>
        [
            .. Items(field)
                .Select(
                    (item, index) =>
                        item is YamlScalarNode { Value: { Length: > 0 } value }
                            ? value
                            : throw At(item, $"{Join(field)}[{index}]", "must be one value")
                ),
        ];

    /// <summary>The mapping under a field that must be there.</summary>
    public YamlFields Mapping(string field) => OptionalMapping(field) ?? throw Error(field, "is required");

    /// <summary>The mapping under a field; null when the field is missing.</summary>
    public YamlFields? OptionalMapping(string field) =>
        Find(field) switch
        {
            null => null,
            YamlMappingNode node => new YamlFields(_kind, File, Join(field), node),
            var node => throw At(node, Join(field), "must be a section with fields"),
        };

    /// <summary>The mappings of a list; empty when the field is missing.</summary>
    public IReadOnlyList<YamlFields> Mappings(string field) =>
        [
            .. Items(field)
                .Select(
                    (item, index) =>
                        item is YamlMappingNode node
                            ? new YamlFields(_kind, File, $"{Join(field)}[{index}]", node)
                            : throw At(item, $"{Join(field)}[{index}]", "must be a section with fields")
                ),
        ];

    /// <summary>The values under a field by their names, which may be any; empty when the field is missing. A value may be empty.</summary>
    public IReadOnlyDictionary<string, string> Map(string field) =>
        OptionalMapping(field) is { } map
            ? map.Names.ToDictionary(name => name, name => map.OptionalText(name) ?? "")
            : new Dictionary<string, string>();

    /// <summary>Declares fields that may be there and that this reader has no use for.</summary>
    public YamlFields Allow(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            _known.Add(field);
        return this;
    }

    /// <summary>The line, from 1, on which a field's value starts; for a block of text, the line of its first text.</summary>
    public long LineOf(string field) =>
        Find(field) switch
        {
            YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } block => block.Start.Line + 1,
            { } node => node.Start.Line,
            null => _mapping.Start.Line,
        };

    /// <summary>Checks that every field of the mapping was asked for or allowed.</summary>
    public void Done()
    {
        foreach (var (key, _) in _mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!_known.Contains(name))
                throw At(key, Join(name), _kind.UnknownField(name, _known));
        }
    }

    private YamlNode? Find(string field)
    {
        _known.Add(field);
        return _mapping.Children.TryGetValue(new YamlScalarNode(field), out var node) ? node : null;
    }

    private IEnumerable<YamlNode> Items(string field) =>
        Find(field) switch
        {
            null => [],
            YamlSequenceNode list => list.Children,
            var node => throw At(node, Join(field), "must be a list"),
        };

    private string Join(string field) => _path.Length == 0 ? field : $"{_path}.{field}";

    private Exception At(YamlNode node, string field, string problem) => _kind.Error(new YamlPlace(File, node.Start.Line, field), problem);
}
