using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spark.Jobs.Datasets;

/// <summary>
/// Reads the fields of one YAML mapping and knows where it stands, so that every error names file, line and field. A field that nobody
/// asked for is an error too (<see cref="Done"/>): a misspelt <c>required</c> must not pass silently.
/// </summary>
internal sealed class YamlFields
{
    private readonly string _file;
    private readonly string _path;
    private readonly YamlMappingNode _mapping;
    private readonly HashSet<string> _known = [];

    private YamlFields(string file, string path, YamlMappingNode mapping)
    {
        _file = file;
        _path = path;
        _mapping = mapping;
    }

    /// <summary>Reads the one document of a file.</summary>
    /// <exception cref="DataContractException">The file is not YAML, or holds no mapping.</exception>
    public static YamlFields Load(string file)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(file);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw new DataContractException($"{file}:{e.Start.Line}: this is not YAML: {e.Message}");
        }
        catch (IOException e)
        {
            throw new DataContractException($"{file}: cannot be read: {e.Message}");
        }

        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
            throw new DataContractException($"{file}:1: a data contract is one YAML mapping.");
        return new YamlFields(file, "", root);
    }

    /// <summary>An error about a field of this mapping.</summary>
    public DataContractException Error(string field, string problem) => At(Find(field) ?? _mapping, Join(field), problem);

    public bool Has(string field) => Find(field) is not null;

    public string Text(string field) => OptionalText(field) ?? throw Error(field, "is required");

    public string? OptionalText(string field) =>
        Find(field) switch
        {
            null => null,
            YamlScalarNode { Value: { Length: > 0 } value } => value,
            YamlScalarNode => null,
            var node => throw At(node, Join(field), "must be one value"),
        };

    public bool Flag(string field) =>
        OptionalText(field) switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw Error(field, $"must be true or false, not '{other}'"),
        };

    public int? Number(string field) =>
        OptionalText(field) switch
        {
            null => null,
            var text when int.TryParse(text, out var number) => number,
            var text => throw Error(field, $"must be a whole number, not '{text}'"),
        };

    /// <summary>The texts of a list; empty when the field is missing.</summary>
    public IReadOnlyList<string> Texts(string field) =>
        Find(field) switch
        {
            null => [],
            YamlSequenceNode list =>
            [
                .. list.Children.Select(item =>
                    item is YamlScalarNode { Value: { Length: > 0 } value }
                        ? value
                        : throw At(item, Join(field), "must be a list of values")
                ),
            ],
            var node => throw At(node, Join(field), "must be a list"),
        };

    /// <summary>The mapping under a field, or null.</summary>
    public YamlFields? Mapping(string field) =>
        Find(field) switch
        {
            null => null,
            YamlMappingNode node => new YamlFields(_file, Join(field), node),
            var node => throw At(node, Join(field), "must be a mapping"),
        };

    /// <summary>The mappings of a list; empty when the field is missing.</summary>
    public IReadOnlyList<YamlFields> Mappings(string field) =>
        Find(field) switch
        {
            null => [],
            YamlSequenceNode list =>
            [
                .. list.Children.Select(
                    (item, index) =>
                        item is YamlMappingNode node
                            ? new YamlFields(_file, $"{Join(field)}[{index}]", node)
                            : throw At(item, $"{Join(field)}[{index}]", "must be a mapping")
                ),
            ],
            var node => throw At(node, Join(field), "must be a list"),
        };

    /// <summary>Declares fields that the standard knows and this reader has no use for.</summary>
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

    public string File => _file;

    /// <summary>Checks that every field of the mapping was asked for or allowed.</summary>
    public void Done()
    {
        foreach (var (key, _) in _mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (_known.Contains(name))
                continue;
            var near = NearestName.Of(name, _known);
            throw At(
                key,
                Join(name),
                "is no field of the Open Data Contract Standard here" + (near is null ? "" : $"; did you mean {near}?")
            );
        }
    }

    private YamlNode? Find(string field)
    {
        _known.Add(field);
        return _mapping.Children.TryGetValue(new YamlScalarNode(field), out var node) ? node : null;
    }

    private string Join(string field) => _path.Length == 0 ? field : $"{_path}.{field}";

    private DataContractException At(YamlNode node, string field, string problem) => new($"{_file}:{node.Start.Line}: {field}: {problem}.");
}
