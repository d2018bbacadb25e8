using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Map functions. A map is always built by a native function, which refuses null and repeated keys.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#map-functions</remarks>
internal static class MapFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["map"], "SELECT map(1.0, '2', 3.0, '4')", name => Bound(name, FunctionKind.Scalar, Create)),
            new(["map_concat"], "SELECT map_concat(map(1, 'a', 2, 'b'), map(3, 'c'))", name => Bound(name, FunctionKind.Scalar, Concat)),
            new(
                ["map_contains_key"],
                "SELECT map_contains_key(map(1, 'a', 2, 'b'), 1)",
                name => Bound(name, FunctionKind.Scalar, ContainsKey)
            ),
            new(
                ["map_entries"],
                "SELECT map_entries(map(1, 'a', 2, 'b'))",
                name => Scalar(name, [AnyMap], a => new ArrayType(Entry((MapType)a[0].Type), false), a => $"map_entries({a[0]})")
            ),
            new(
                ["map_from_arrays"],
                "SELECT map_from_arrays(array(1.0, 3.0), array('2', '4'))",
                name =>
                    Scalar(
                        name,
                        [AnyArray, AnyArray],
                        a => new MapType(Element(a[0]), Element(a[1]), ((ArrayType)a[1].Type).ContainsNull),
                        a => a.Native(FromArrays((MapType)a.Type), a[0], a[1])
                    )
            ),
            new(
                ["map_from_entries"],
                "SELECT map_from_entries(array(struct(1, 'a'), struct(2, 'b')))",
                name =>
                    Scalar(
                            name,
                            [Where("ARRAY OF STRUCT", t => t is ArrayType { Element: StructType { Fields.Count: 2 } })],
                            a => ((StructType)Element(a[0])).Fields is var f ? new MapType(f[0].Type, f[1].Type, f[1].Nullable) : null!,
                            a => a.Native(FromEntries(a.TypeOf(0), (MapType)a.Type), a[0])
                        )
                        .With(b => b with { Nullable = b.Nullable || ((ArrayType)b.Arguments[0].Type).ContainsNull })
            ),
            new(
                ["map_keys"],
                "SELECT map_keys(map(1, 'a', 2, 'b'))",
                name => Scalar(name, [AnyMap], a => new ArrayType(((MapType)a[0].Type).Key, false), a => $"map_keys({a[0]})")
            ),
            new(
                ["map_values"],
                "SELECT map_values(map(1, 'a', 2, 'b'))",
                name =>
                    Scalar(
                        name,
                        [AnyMap],
                        a => new ArrayType(((MapType)a[0].Type).Value, ((MapType)a[0].Type).ValueContainsNull),
                        a => $"map_values({a[0]})"
                    )
            ),
        ];

    private static SparkType Element(Expr array) => ((ArrayType)array.Type).Element;

    internal static StructType Entry(MapType map) =>
        new([new StructField("key", map.Key, false), new StructField("value", map.Value, map.ValueContainsNull)]);

    /// <summary>A map of the keys and values at the same places of two arrays.</summary>
    internal static NativeFunction FromArrays(MapType map) =>
        new(
            $"spark_map<{map.Key.Name},{map.Value.Name}>",
            [new ArrayType(map.Key), new ArrayType(map.Value)],
            map,
            (a, result) =>
            {
                var (keys, values) = ((object?[])a.Value(0)!, (object?[])a.Value(1)!);
                if (keys.Length != values.Length)
                    throw SparkErrors.Runtime(
                        "INTERNAL_ERROR",
                        [("message", "The key array and value array of MapData must have the same length.")]
                    );
                result.SetValue(Build(keys.Zip(values)));
            }
        );

    private static NativeFunction FromEntries(SparkType entries, MapType map) =>
        new(
            $"spark_map_from_entries<{map.Key.Name},{map.Value.Name}>",
            [entries],
            map,
            (a, result) =>
            {
                var pairs = (object?[])a.Value(0)!;
                if (!pairs.Contains(null))
                    result.SetValue(Build(pairs.Select(pair => (((object?[])pair!)[0], ((object?[])pair!)[1]))));
            }
        );

    private static KeyValuePair<object, object?>[] Build(IEnumerable<(object? Key, object? Value)> pairs)
    {
        var seen = new HashSet<object?>(SparkValue.Equality);
        var entries = new List<KeyValuePair<object, object?>>();
        foreach (var (key, value) in pairs)
        {
            if (key is null)
                throw SparkErrors.Runtime("NULL_MAP_KEY", []);
            if (!seen.Add(key))
                throw SparkErrors.Runtime(
                    "DUPLICATED_MAP_KEY",
                    [("key", SparkValue.Text(key)), ("mapKeyDedupPolicy", "\"spark.sql.mapKeyDedupPolicy\"")]
                );

            // Negative zero is not told from zero in a key.
            entries.Add(
                new(
                    key is double and 0 ? 0.0
                        : key is float and 0 ? 0f
                        : key,
                    value
                )
            );
        }

        return [.. entries];
    }

    private static BoundFunction Create(FunctionCall call)
    {
        if (call.Arguments.Count % 2 != 0)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "2n (n > 0)", call.Arguments.Count);
        if (call.Arguments.Count == 0)
            return Result(
                call,
                [],
                new MapType(SparkType.String, SparkType.String, false),
                false,
                a => $"CAST(MAP {{}} AS {a.Type.DuckDb})"
            );
        var keys = ConditionalFunctions.SameType(call, [.. call.Arguments.Where((_, i) => i % 2 == 0)]);
        var values = ConditionalFunctions.SameType(call, [.. call.Arguments.Where((_, i) => i % 2 == 1)]);
        if (keys[0].Type is MapType)
            throw BindError.Mismatch(call, "INVALID_MAP_KEY_TYPE", ("keyType", TypeText.Quoted(keys[0].Type)));
        var map = new MapType(keys[0].Type, values[0].Type, values.Any(v => v.Nullable));
        return Result(
            call,
            [.. keys.Zip(values).SelectMany(pair => (Expr[])[pair.First, pair.Second])],
            map,
            false,
            a => a.Native(FromArrays(map), List(a, 0, map.Key), List(a, 1, map.Value))
        );

        static string List(Operands a, int offset, SparkType type) =>
            $"CAST([{string.Join(", ", a.Sql.Sql.Where((_, i) => i % 2 == offset))}] AS {type.DuckDb}[])";
    }

    private static BoundFunction Concat(FunctionCall call)
    {
        if (call.Arguments.Count == 0)
            return Result(
                call,
                [],
                new MapType(SparkType.String, SparkType.String, false),
                false,
                a => $"CAST(MAP {{}} AS {a.Type.DuckDb})"
            );
        if (call.Arguments.Any(a => a.Type is not MapType))
            throw BindError.Mismatch(
                call,
                "MAP_CONCAT_DIFF_TYPES",
                ("functionName", "`map_concat`"),
                ("dataType", $"[{string.Join(", ", call.Arguments.Select(a => TypeText.Quoted(a.Type)))}]")
            );
        var arguments = ConditionalFunctions.SameType(call, call.Arguments);
        var map = (MapType)arguments[0].Type;
        return Result(
            call,
            arguments,
            map,
            arguments.Any(a => a.Nullable),
            a =>
            {
                var joined = a.Native(
                    FromArrays(map),
                    $"list_concat({string.Join(", ", a.Sql.Sql.Select(m => $"map_keys({m})"))})",
                    $"list_concat({string.Join(", ", a.Sql.Sql.Select(m => $"map_values({m})"))})"
                );
                var nulls = Enumerable.Range(0, a.Count).Where(i => a.Arguments[i].Nullable).Select(i => $"{a[i]} IS NULL").ToList();
                return nulls.Count == 0 ? joined : $"CASE WHEN {string.Join(" OR ", nulls)} THEN NULL ELSE {joined} END";
            }
        );
    }

    private static BoundFunction ContainsKey(FunctionCall call)
    {
        if (call.Arguments.Count != 2)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "2", call.Arguments.Count);
        if (call.Arguments[0].Type is not MapType map)
            throw BindError.UnexpectedInputType(call, 0, "\"MAP\"");
        if (call.Arguments[1].Type is NullType)
            throw BindError.Mismatch(call, "NULL_TYPE", ("functionName", "`map_contains_key`"));
        var key =
            TypeCoercion.CommonType(map.Key, call.Arguments[1].Type, call.Mode)
            ?? throw BindError.UnexpectedInputType(call, 1, TypeText.Quoted(map.Key));
        IReadOnlyList<Expr> arguments =
        [
            ImplicitTypeCasts.CastTo(call.Arguments[0], map with { Key = key }, call.Mode),
            ImplicitTypeCasts.CastTo(call.Arguments[1], key, call.Mode),
        ];
        return Result(
            call,
            arguments,
            SparkType.Boolean,
            arguments.Any(a => a.Nullable),
            a => $"CASE WHEN {a[1]} IS NOT NULL THEN list_contains(map_keys({a[0]}), {a[1]}) END"
        );
    }
}
