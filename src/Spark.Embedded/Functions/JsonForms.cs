using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>JSON functions that look into text by paths and keys.</summary>
internal static class JsonForms
{
    public static readonly NativeFunction GetObject = FunctionBuilder.Native(
        "get_json_object",
        [SparkType.String, SparkType.String],
        SparkType.String,
        (a, result) =>
        {
            if (Path(a.Text(1)) is not { } steps || !JsonTree.TryParse(a.Text(0), out var root))
                return;
            var found = new List<object?>();
            var wildcard = steps.Any(step => step is null);
            Walk(root, steps, 0, found);
            if (wildcard && found.Count != 1)
                result.Set(found.Count == 0 ? null : JsonTree.Write(found));
            else if (found.Count == 1 && found[0] is not null)
                result.Set(wildcard ? JsonTree.Write(steps[^1] is null ? found : found[0]) : Text(found[0]!));
        }
    );

    public static readonly NativeFunction ArrayLength = FunctionBuilder.Native(
        "json_array_length",
        [SparkType.String],
        SparkType.Integer,
        (a, result) =>
        {
            if (JsonTree.TryParse(a.Text(0), out var root) && root is List<object?> items)
                result.Set(items.Count);
        }
    );

    public static readonly NativeFunction ObjectKeys = FunctionBuilder.Native(
        "json_object_keys",
        [SparkType.String],
        new ArrayType(SparkType.String),
        (a, result) =>
        {
            if (JsonTree.TryParse(a.Text(0), out var root) && root is List<KeyValuePair<string, object?>> fields)
                result.SetValue(fields.Select(field => (object?)field.Key).ToArray());
        }
    );

    /// <summary>The fields of an object by their keys, as a struct of texts.</summary>
    public static NativeFunction Tuple(StructType row) =>
        FunctionBuilder.Native(
            $"json_tuple_{row.Fields.Count}",
            [SparkType.String, new ArrayType(SparkType.String)],
            row,
            (a, result) =>
            {
                var values = new object?[row.Fields.Count];
                if (!a.IsNull(0) && JsonTree.TryParse(a.Text(0), out var root) && root is List<KeyValuePair<string, object?>> fields)
                {
                    var keys = (object?[])a.Value(1)!;
                    for (var i = 0; i < values.Length; i++)
                    {
                        foreach (var (key, value) in fields)
                        {
                            if (key.Equals(keys[i]) && value is not null)
                                values[i] = Text(value);
                        }
                    }
                }

                result.SetValue(values);
            }
        ) with
        {
            SeesNulls = true,
        };

    /// <summary>A value as text: strings bare, the rest as JSON.</summary>
    internal static string Text(object value) => value as string ?? JsonTree.Write(value);

    /// <summary>The steps of a path: a key, an index, or null for all; null when it is no path.</summary>
    private static List<object?>? Path(string path)
    {
        if (path.Length == 0 || path[0] != '$')
            return null;
        var steps = new List<object?>();
        for (var i = 1; i < path.Length; )
        {
            if (path[i] == '.')
            {
                var end = path.AsSpan(i + 1).IndexOfAny('.', '[') is var next and >= 0 ? i + 1 + next : path.Length;
                var key = path[(i + 1)..end];
                if (key.Length == 0)
                    return null;
                steps.Add(key == "*" ? null : key);
                i = end;
            }
            else if (path[i] == '[')
            {
                var close = path.IndexOf(']', i);
                if (close < 0)
                    return null;
                var inner = path[(i + 1)..close];
                if (inner == "*")
                    steps.Add(null);
                else if (inner.Length >= 2 && inner[0] == '\'' && inner[^1] == '\'')
                    steps.Add(inner[1..^1] is var key && key == "*" ? null : key);
                else if (long.TryParse(inner, out var index) && index >= 0)
                    steps.Add(index);
                else
                    return null;
                i = close + 1;
            }
            else
            {
                return null;
            }
        }

        return steps;
    }

    private static void Walk(object? value, List<object?> steps, int at, List<object?> found)
    {
        if (at == steps.Count)
        {
            if (value is not null)
                found.Add(value);
            return;
        }

        switch (steps[at], value)
        {
            case (string key, List<KeyValuePair<string, object?>> fields):
                foreach (var field in fields)
                {
                    if (field.Key == key && field.Value is not null)
                    {
                        Walk(field.Value, steps, at + 1, found);
                        break;
                    }
                }

                break;
            case (long index, List<object?> items) when index < items.Count:
                Walk(items[(int)index], steps, at + 1, found);
                break;
            case (null, List<object?> items):
                foreach (var item in items)
                    Walk(item, steps, at + 1, found);
                break;
        }
    }
}
