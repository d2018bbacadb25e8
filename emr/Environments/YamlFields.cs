using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spark.Emr.Environments;

/// <summary>A wrong environment file: which file, line and field, and what is expected there.</summary>
public sealed class EnvironmentFileException(string message) : Exception(message);

/// <summary>Reads a YAML mapping strictly: every field is asked for once, and one that nobody asked for is an error with its line.</summary>
internal sealed class YamlFields
{
    private readonly string _file;
    private readonly string _path;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _asked = [];

    private YamlFields(string file, string path, YamlMappingNode node) => (_file, _path, _node) = (file, path, node);

    /// <param name="overrides"><c>field=value</c> or <c>section.field=value</c>, set before anything is read.</param>
    public static YamlFields Load(string file, IReadOnlyList<string> overrides)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(file);
            stream.Load(reader);
        }
        catch (YamlException exception)
        {
            throw new EnvironmentFileException($"{file}:{exception.Start.Line}: {exception.Message}");
        }

        if (stream.Documents is not [{ RootNode: YamlMappingNode root }, ..])
            throw new EnvironmentFileException($"{file}:1: expected fields such as region, buckets and cluster.");
        foreach (var text in overrides)
            Override(root, text);
        return new YamlFields(file, "", root);
    }

    private static void Override(YamlMappingNode root, string text)
    {
        if (text.Split('=', 2) is not [{ Length: > 0 } path, var value])
            throw new EnvironmentFileException($"--set {text}: expected field=value.");
        var names = path.Split('.');
        foreach (var name in names[..^1])
        {
            if (!root.Children.TryGetValue(new YamlScalarNode(name), out var child))
                root.Children[new YamlScalarNode(name)] = child = new YamlMappingNode();
            root = child as YamlMappingNode ?? throw new EnvironmentFileException($"--set {text}: {name} is not a section.");
        }

        root.Children[new YamlScalarNode(names[^1])] = new YamlScalarNode(value);
    }

    public string Text(string name, Func<string, bool>? valid = null, string? expected = null) =>
        OptionalText(name, valid, expected) ?? throw Missing(name);

    public string? OptionalText(string name, Func<string, bool>? valid = null, string? expected = null)
    {
        if (Find(name) is not { } node)
            return null;
        if (node is not YamlScalarNode { Value: { Length: > 0 } value })
            throw Wrong(node, name, expected ?? "text");
        return valid is null || valid(value) ? value : throw Wrong(node, name, expected!);
    }

    public int Number(string name, int fallback, int least, int most)
    {
        if (Find(name) is not { } node)
            return fallback;
        return
            node is YamlScalarNode { Value: { } text }
            && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            && value >= least
            && value <= most
            ? value
            : throw Wrong(node, name, $"a whole number from {least} to {most}");
    }

    public bool Flag(string name, bool fallback = false) =>
        Find(name) switch
        {
            null => fallback,
            YamlScalarNode { Value: "true" } => true,
            YamlScalarNode { Value: "false" } => false,
            var node => throw Wrong(node, name, "true or false"),
        };

    public YamlFields Section(string name) => OptionalSection(name) ?? throw Missing(name);

    public YamlFields? OptionalSection(string name) =>
        Find(name) switch
        {
            null => null,
            YamlMappingNode node => new YamlFields(_file, Path(name), node),
            var node => throw Wrong(node, name, "a section with fields"),
        };

    /// <summary>A list of sections; empty when it is not there.</summary>
    public IReadOnlyList<YamlFields> Sections(string name) =>
        [
            .. Items(name)
                .Select(
                    (item, index) =>
                        item is YamlMappingNode node
                            ? new YamlFields(_file, $"{Path(name)}[{index}]", node)
                            : throw Wrong(item, $"{name}[{index}]", "a section with fields")
                ),
        ];

    public IReadOnlyList<string> Texts(string name) =>
        [
            .. Items(name)
                .Select((item, index) => item is YamlScalarNode { Value: { } text } ? text : throw Wrong(item, $"{name}[{index}]", "text")),
        ];

    /// <summary>A section of any names with text values.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        if (Find(name) is not { } node)
            return new Dictionary<string, string>();
        if (node is not YamlMappingNode mapping)
            throw Wrong(node, name, "names with values");
        return mapping.Children.ToDictionary(
            pair => ((YamlScalarNode)pair.Key).Value!,
            pair => pair.Value is YamlScalarNode { Value: { } value } ? value : throw Wrong(pair.Value, $"{name}.{pair.Key}", "text")
        );
    }

    /// <summary>Refuses the fields that were never asked for.</summary>
    public void End()
    {
        foreach (var key in _node.Children.Keys.Cast<YamlScalarNode>())
        {
            if (!_asked.Contains(key.Value!))
                throw new EnvironmentFileException(
                    $"{_file}:{key.Start.Line}: {Path(key.Value!)} is not a field here; known are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}."
                );
        }
    }

    public EnvironmentFileException Error(string message) =>
        new($"{_file}:{_node.Start.Line}: {(_path.Length == 0 ? "" : _path + ": ")}{message}");

    private YamlNode? Find(string name)
    {
        _asked.Add(name);
        return _node.Children.TryGetValue(new YamlScalarNode(name), out var node) ? node : null;
    }

    private IEnumerable<YamlNode> Items(string name) =>
        Find(name) switch
        {
            null => [],
            YamlSequenceNode list => list.Children,
            var node => throw Wrong(node, name, "a list"),
        };

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private EnvironmentFileException Missing(string name) => new($"{_file}:{_node.Start.Line}: {Path(name)} is missing.");

    private EnvironmentFileException Wrong(YamlNode node, string name, string expected) =>
        new($"{_file}:{node.Start.Line}: {Path(name)} must be {expected}.");
}
