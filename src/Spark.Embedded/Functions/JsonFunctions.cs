using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>JSON functions (<c>json_tuple</c> is a generator).</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#json-functions</remarks>
internal static class JsonFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["get_json_object"],
                "SELECT get_json_object('{\"a\":\"b\"}', '$.a')",
                name => Scalar(name, [Text, Text], JsonForms.GetObject).MayBeNull()
            ),
            new(
                ["json_array_length"],
                "SELECT json_array_length('[1,2,3,4]')",
                name => Scalar(name, [Text], JsonForms.ArrayLength).MayBeNull()
            ),
            new(["json_object_keys"], "SELECT json_object_keys('{}')", name => Scalar(name, [Text], JsonForms.ObjectKeys).MayBeNull()),
            new(
                ["from_json"],
                "SELECT from_json('{\"a\":1, \"b\":0.8}', 'a INT, b DOUBLE')",
                name => Bound(name, FunctionKind.Scalar, FromJson)
            ),
            new(["to_json"], "SELECT to_json(named_struct('a', 1, 'b', 2))", name => Bound(name, FunctionKind.Scalar, ToJson)),
            new(["schema_of_json"], "SELECT schema_of_json('[{\"col\":0}]')", name => Bound(name, FunctionKind.Scalar, SchemaOf)),
        ];

    private static BoundFunction FromJson(FunctionCall call)
    {
        if (call.Arguments.Count is not (2 or 3))
            throw SparkErrors.WrongNumberOfArguments(call.Name, "[2, 3]", call.Arguments.Count);
        var text =
            ImplicitTypeCasts.ImplicitCast(call.Arguments[0], SparkType.String, call.Mode)
            ?? throw BindError.UnexpectedInputType(call, 0, "\"STRING\"");
        var type = SchemaArguments.TypeOf(call, 1).Relaxed();
        if (call.Arguments.Count == 3)
            throw BindError.Unsupported(call, "with options");
        if (type is not (StructType or ArrayType or MapType))
            throw BindError.Mismatch(call, "INVALID_JSON_SCHEMA", ("schema", TypeText.Quoted(type)));
        var native = JsonReading.Function(type, call.TimeZone);
        return Result(call, [text, call.Arguments[1]], type, true, a => a.Native(native, a[0])) with
        {
            Print = printed => $"from_json({printed[0]})",
        };
    }

    private static BoundFunction ToJson(FunctionCall call)
    {
        if (call.Arguments.Count is not (1 or 2))
            throw SparkErrors.WrongNumberOfArguments(call.Name, "[1, 2]", call.Arguments.Count);
        if (call.Arguments.Count == 2)
            throw BindError.Unsupported(call, "with options");
        var type = call.Arguments[0].Type;
        if (type is not (StructType or ArrayType or MapType))
            throw BindError.Mismatch(call, "INVALID_JSON_SCHEMA", ("schema", TypeText.Quoted(type)));
        return Result(
            call,
            call.Arguments,
            SparkType.String,
            call.Arguments[0].Nullable,
            a => a.Native(JsonWriting.Function(type, a.Call.TimeZone), a[0])
        );
    }

    private static BoundFunction SchemaOf(FunctionCall call)
    {
        if (call.Arguments.Count is not (1 or 2))
            throw SparkErrors.WrongNumberOfArguments(call.Name, "[1, 2]", call.Arguments.Count);
        if (call.Arguments.Count == 2)
            throw BindError.Unsupported(call, "with options");
        if (call.Arguments[0].Constant() is not string json)
            throw BindError.NonFoldable(call, 0, "\"STRING\"");
        var schema = JsonSchema.Of(json);
        return Result(call, call.Arguments, SparkType.String, false, _ => $"'{schema.Replace("'", "''")}'");
    }
}

/// <summary>Schemas that are arguments of functions.</summary>
internal static class SchemaArguments
{
    /// <summary>The type that a constant argument names in Spark's DDL.</summary>
    public static SparkType TypeOf(FunctionCall call, int index)
    {
        var ddl =
            call.Arguments[index].Constant() as string ?? throw BindError.Unsupported(call, "with a schema that is not written as text");
        return ProtocolTypes.FromProtocol(call.Session.Parser.ParseDataType(ddl), call.Session.Parser.ParseDataType);
    }

    /// <summary>The type with nulls allowed everywhere, as parsed data may hold them.</summary>
    public static SparkType Relaxed(this SparkType type) =>
        type switch
        {
            ArrayType array => new ArrayType(array.Element.Relaxed()),
            MapType map => new MapType(map.Key.Relaxed(), map.Value.Relaxed()),
            StructType s => new StructType([.. s.Fields.Select(f => f with { Type = f.Type.Relaxed(), Nullable = true })]),
            _ => type,
        };
}
