using Delta.Log;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Delta;

/// <summary>
/// Changes a schema at a path: a column, or a field of a struct by the names that lead to it. Inside of arrays and maps the path goes on with
/// <c>element</c>, <c>key</c> or <c>value</c>.
/// </summary>
internal static class SchemaPaths
{
    /// <summary>The field at a path; null when there is none.</summary>
    public static StructField? Find(StructType schema, IReadOnlyList<string> path)
    {
        StructField? found = null;
        DeltaType type = schema;
        foreach (var name in path)
        {
            found = (type as StructType)?.Find(name);
            if ((found?.Type ?? Inner(type, name)) is not { } next)
                return null;
            type = next;
        }

        return found;
    }

    /// <summary>The schema with one more field.</summary>
    /// <param name="path">Where it stands; the last part is its own name.</param>
    /// <param name="after">The field that it follows, "" to be the first, null to be the last.</param>
    /// <exception cref="Microsoft.Spark.AnalysisException">There is no struct at the path, or it has such a field.</exception>
    public static StructType Add(StructType schema, IReadOnlyList<string> path, StructField field, string? after)
    {
        if (path.Count > 1 && schema.Find(path[0]) is null)
            throw NameProposals.Unresolved([path[0]], [.. schema.Fields.Select(column => (IReadOnlyList<string>)[column.Name])]);
        return (StructType)Edit(
            schema,
            path,
            0,
            structure =>
            {
                if (structure.Find(path[^1]) is not null)
                    throw SparkErrors.Analysis(
                        "FIELD_ALREADY_EXISTS",
                        ("op", "add"),
                        ("fieldNames", SparkErrors.Identifier(path)),
                        ("struct", Types.TypeText.Quoted(DeltaSchemas.ToSpark(schema)))
                    );
                var fields = structure.Fields.ToList();
                var at =
                    after is null ? fields.Count
                    : after.Length == 0 ? 0
                    : fields.FindIndex(other => other.Name.Equals(after, StringComparison.OrdinalIgnoreCase)) + 1;
                if (at == 0 && after is { Length: > 0 })
                    throw NameProposals.Unresolved([after], [.. fields.Select(other => (IReadOnlyList<string>)[other.Name])]);
                fields.Insert(at, field);
                return new StructType(fields);
            }
        );
    }

    /// <summary>The schema with another field in the place of one.</summary>
    /// <param name="change">The field as it shall be; null to leave it out.</param>
    public static StructType Replace(StructType schema, IReadOnlyList<string> path, Func<StructField, StructField?> change) =>
        (StructType)Edit(
            schema,
            path,
            0,
            structure =>
            {
                var old = structure.Find(path[^1]);
                return new StructType([.. structure.Fields.Select(field => field == old ? change(field) : field).OfType<StructField>()]);
            }
        );

    private static DeltaType Edit(DeltaType type, IReadOnlyList<string> path, int depth, Func<StructType, StructType> edit)
    {
        if (depth == path.Count - 1)
            return type is StructType structure ? edit(structure) : throw NoStruct(path, depth);
        var name = path[depth];
        switch (type)
        {
            case StructType structure when structure.Find(name) is { } field:
                var changed = field with { Type = Edit(field.Type, path, depth + 1, edit) };
                return new StructType([.. structure.Fields.Select(other => other == field ? changed : other)]);
            case ArrayType array when Inner(array, name) is { } element:
                return array with { ElementType = Edit(element, path, depth + 1, edit) };
            case MapType map when Inner(map, name) is { } inner:
                var edited = Edit(inner, path, depth + 1, edit);
                return name.Equals("key", StringComparison.OrdinalIgnoreCase)
                    ? map with
                    {
                        KeyType = edited,
                    }
                    : map with
                    {
                        ValueType = edited,
                    };
            default:
                throw NoStruct(path, depth);
        }
    }

    private static DeltaType? Inner(DeltaType type, string name) =>
        (type, name.ToUpperInvariant()) switch
        {
            (ArrayType array, "ELEMENT") => array.ElementType,
            (MapType map, "KEY") => map.KeyType,
            (MapType map, "VALUE") => map.ValueType,
            _ => null,
        };

    private static Microsoft.Spark.AnalysisException NoStruct(IReadOnlyList<string> path, int depth) =>
        SparkErrors.Analysis(
            "INVALID_FIELD_NAME",
            ("fieldName", SparkErrors.Identifier(path)),
            ("path", SparkErrors.Identifier([.. path.Take(depth)]))
        );
}
