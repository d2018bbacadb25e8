using System.Text.Json.Nodes;

namespace Emr.Tests;

/// <summary>The service model of Amazon EMR that botocore ships: an authority for what requests may hold.</summary>
public sealed class ServiceModel
{
    private static readonly string[] Places =
    [
        "/usr/lib/python3/dist-packages/botocore/data/emr/2009-03-31/service-2.json",
        "/usr/share/python3/botocore/data/emr/2009-03-31/service-2.json",
    ];

    private readonly JsonObject _shapes;
    private readonly JsonObject _operations;

    private ServiceModel(JsonNode root) => (_shapes, _operations) = (root["shapes"]!.AsObject(), root["operations"]!.AsObject());

    /// <summary>The model; null where python3-botocore is not installed.</summary>
    public static ServiceModel? Load() =>
        Places.FirstOrDefault(File.Exists) is { } file ? new ServiceModel(JsonNode.Parse(File.ReadAllBytes(file))!) : null;

    public bool Knows(string operation) => _operations.ContainsKey(operation);

    public JsonObject Input(string operation) => Shape(_operations[operation]!["input"]!["shape"]!.GetValue<string>());

    public JsonObject? Output(string operation) =>
        _operations[operation]!["output"]?["shape"]?.GetValue<string>() is { } name ? Shape(name) : null;

    public JsonObject Shape(string name) => _shapes[name]!.AsObject();

    /// <summary>Every way in which a value differs from a shape: unknown or missing members, wrong types, lengths, numbers and constants.</summary>
    /// <param name="newer">Members that the service has and this model is too old to know.</param>
    public IEnumerable<string> Differences(JsonNode? value, JsonObject shape, string path, IReadOnlySet<string> newer)
    {
        switch (shape["type"]!.GetValue<string>())
        {
            case "structure":
                if (value is not JsonObject members)
                {
                    yield return $"{path}: not an object";
                    yield break;
                }

                foreach (var required in shape["required"]?.AsArray() ?? [])
                {
                    if (!members.ContainsKey(required!.GetValue<string>()))
                        yield return $"{path}.{required} is required";
                }

                foreach (var (name, member) in members.Where(member => !newer.Contains(member.Key)))
                {
                    if (shape["members"]![name] is not { } known)
                        yield return $"{path}.{name} is not known";
                    else
                        foreach (var difference in Differences(member, Shape(known["shape"]!.GetValue<string>()), $"{path}.{name}", newer))
                            yield return difference;
                }

                break;
            case "list":
                if (value is not JsonArray items)
                {
                    yield return $"{path}: not a list";
                    yield break;
                }

                for (var i = 0; i < items.Count; i++)
                {
                    foreach (
                        var difference in Differences(items[i], Shape(shape["member"]!["shape"]!.GetValue<string>()), $"{path}[{i}]", newer)
                    )
                        yield return difference;
                }

                break;
            case "map":
                if (value is not JsonObject)
                    yield return $"{path}: not a map";
                break;
            case "string":
                if (value is not JsonValue text || !text.TryGetValue<string>(out var characters))
                    yield return $"{path}: not text";
                else if (shape["max"]?.GetValue<int>() < characters.Length)
                    yield return $"{path}: longer than {shape["max"]}";
                else if (shape["enum"] is JsonArray constants && !constants.Any(constant => constant!.GetValue<string>() == characters))
                    yield return $"{path}: {characters} is none of its constants";
                break;
            case "boolean":
                if (value is not JsonValue flag || !flag.TryGetValue<bool>(out _))
                    yield return $"{path}: not true or false";
                break;
            case "integer" or "long":
                if (value is not JsonValue number || !number.TryGetValue<long>(out _))
                    yield return $"{path}: not a whole number";
                break;
        }
    }
}
