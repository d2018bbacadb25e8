using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Fields of structs, elements of arrays and values of maps: <c>a.b</c>, <c>a[0]</c>, <c>a['key']</c>.</summary>
internal static class Extraction
{
    private static readonly FunctionDefinition GetField = Internal("getfield");
    private static readonly FunctionDefinition GetItem = Internal("getitem");
    private static readonly FunctionDefinition SetFields = Internal("update_fields");

    /// <summary>One field after the other.</summary>
    public static Expr Fields(Expr value, IEnumerable<string> names, EvalMode mode, StringComparer comparer)
    {
        foreach (var name in names)
            value = Of(value, new Literal(name, SparkType.String), mode, comparer);
        return value;
    }

    /// <summary>The part of a value that a key takes out.</summary>
    public static Expr Of(Expr value, Expr key, EvalMode mode, StringComparer comparer)
    {
        switch (value.Type)
        {
            case StructType structure when key is Literal { Value: string name }:
                var index = Find(structure, name, comparer);
                var field = structure.Fields[index];
                return Field(value, field.Name, name, field.Type, value.Nullable || field.Nullable);
            case ArrayType { Element: StructType structure } array when key is Literal { Value: string name }:
                var element = structure.Fields[Find(structure, name, comparer)];
                return FieldOfElements(value, array, element, name);
            case ArrayType array when key.Type is IntegralType or NullType:
                return Element(value, array, key, mode);
            case ArrayType array when key.Type is StringType or DecimalType or FractionalType && mode == EvalMode.Legacy:
                return Element(value, array, ImplicitTypeCasts.CastTo(key, SparkType.Integer, mode), mode);
            case MapType map:
                return MapValue(value, map, key, mode);
            case StructType:
                throw SparkErrors.Analysis("INVALID_EXTRACT_FIELD_TYPE", ("extraction", SparkErrors.Quote(ExprPrinter.Print(key))));
            case ArrayType array:
                throw SparkErrors.Analysis(
                    "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                    ("sqlExpr", SparkErrors.Quote($"{ExprPrinter.Print(value)}[{ExprPrinter.Print(key)}]")),
                    ("paramIndex", "second"),
                    ("requiredType", "\"INTEGRAL\""),
                    ("inputSql", SparkErrors.Quote(ExprPrinter.Print(key))),
                    ("inputType", TypeText.Quoted(key.Type))
                );
            default:
                if (value.Type == SparkType.Variant)
                    throw SparkErrors.Unsupported("a field of a variant", "Use variant_get.");
                throw SparkErrors.Analysis(
                    "INVALID_EXTRACT_BASE_FIELD_TYPE",
                    ("base", SparkErrors.Quote(ExprPrinter.Print(value))),
                    ("other", TypeText.Quoted(value.Type))
                );
        }
    }

    /// <summary>The field of a struct as DuckDB takes it out.</summary>
    public static string FieldSql(string value, string field) => $"struct_extract({value}, {SqlText.String(field)})";

    /// <summary>A struct with one field, given by its path, set or added.</summary>
    public static Call WithField(Expr target, IReadOnlyList<string> path, Expr value, StringComparer comparer)
    {
        var structure = Struct(target, "update_fields");
        var replaced = false;
        var fields = new List<(string Name, Expr? Value, StructField Old)>();
        foreach (var field in structure.Fields)
        {
            if (!comparer.Equals(field.Name, path[0]))
            {
                fields.Add((field.Name, null, field));
                continue;
            }

            replaced = true;
            var inner =
                path.Count == 1
                    ? value
                    : WithField(
                        Field(target, field.Name, field.Name, field.Type, target.Nullable || field.Nullable),
                        [.. path.Skip(1)],
                        value,
                        comparer
                    );
            fields.Add((path.Count == 1 ? path[0] : field.Name, inner, field));
        }

        if (!replaced)
        {
            if (path.Count > 1)
                throw NotFound(path[0], structure);
            fields.Add((path[0], value, new StructField(path[0], value.Type)));
        }

        return Rebuild(target, fields, $"WithField({ExprPrinter.Print(value)})");
    }

    /// <summary>A struct without one field, given by its path.</summary>
    public static Call DropField(Expr target, IReadOnlyList<string> path, StringComparer comparer)
    {
        var structure = Struct(target, "update_fields");
        var fields = new List<(string Name, Expr? Value, StructField Old)>();
        foreach (var field in structure.Fields)
        {
            if (!comparer.Equals(field.Name, path[0]))
                fields.Add((field.Name, null, field));
            else if (path.Count > 1)
                fields.Add(
                    (field.Name, DropField(Field(target, field.Name, field.Name, field.Type, true), [.. path.Skip(1)], comparer), field)
                );
        }

        if (fields.Count == 0)
            throw SparkErrors.Analysis(
                "DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS",
                ("sqlExpr", SparkErrors.Quote($"update_fields({ExprPrinter.Print(target)}, DropField())"))
            );
        return Rebuild(target, fields, "dropfield()");
    }

    private static Call Rebuild(Expr target, List<(string Name, Expr? Value, StructField Old)> fields, string operation)
    {
        var type = new StructType([
            .. fields.Select(f => f.Value is null ? f.Old : new StructField(f.Name, f.Value.Type, f.Value.Nullable)),
        ]);
        var values = fields.Where(f => f.Value is not null).Select(f => f.Value!).ToList();
        return new Call(
            new BoundFunction(
                SetFields,
                [target, .. values],
                type,
                target.Nullable,
                sql =>
                {
                    var next = 1;
                    var entries = new List<string>();
                    foreach (var (name, value, old) in fields)
                        entries.Add($"{SqlText.String(name)}: {(value is null ? FieldSql(sql[0], old.Name) : sql[next++])}");
                    var built = $"{{{string.Join(", ", entries)}}}";
                    return target.Nullable ? $"CASE WHEN {sql[0]} IS NULL THEN NULL ELSE {built} END" : built;
                }
            )
            {
                Print = printed => $"update_fields({printed[0]}, {operation})",
            }
        );
    }

    private static StructType Struct(Expr target, string function) =>
        target.Type as StructType
        ?? throw SparkErrors.UnexpectedInputType(
            $"{function}({ExprPrinter.Print(target)})",
            1,
            "\"STRUCT\"",
            ExprPrinter.Print(target),
            TypeText.Quoted(target.Type)
        );

    private static Call Field(Expr value, string field, string printed, SparkType type, bool nullable) =>
        new(
            new BoundFunction(GetField, [value, new Literal(field, SparkType.String)], type, nullable, sql => FieldSql(sql[0], field))
            {
                Print = arguments => $"{arguments[0]}.{printed}",
            }
        );

    private static Call FieldOfElements(Expr value, ArrayType array, StructField field, string printed) =>
        new(
            new BoundFunction(
                GetField,
                [value, new Literal(field.Name, SparkType.String)],
                new ArrayType(field.Type, array.ContainsNull || field.Nullable),
                value.Nullable,
                sql => $"list_transform({sql[0]}, lambda e: {FieldSql("e", field.Name)})"
            )
            {
                Print = arguments => $"{arguments[0]}.{printed}",
            }
        );

    private static Call Element(Expr value, ArrayType array, Expr index, EvalMode mode) =>
        new(
            new BoundFunction(
                GetItem,
                [value, index],
                array.Element,
                true,
                sql =>
                {
                    var item = $"{sql[0]}[{sql[1]} + 1]";
                    if (mode == EvalMode.Legacy)
                        return $"CASE WHEN {sql[1]} < 0 THEN NULL ELSE {item} END";
                    var raise = RuntimeError.Sql(
                        "INVALID_ARRAY_INDEX",
                        ("indexValue", sql[1]),
                        ("arraySize", $"len({sql[0]})"),
                        ("ansiConfig", "'\"spark.sql.ansi.enabled\"'")
                    );
                    return $"CASE WHEN {sql[1]} < 0 OR {sql[1]} >= len({sql[0]}) THEN {raise} ELSE {item} END";
                }
            )
            {
                Print = arguments => $"{arguments[0]}[{arguments[1]}]",
            }
        );

    private static Call MapValue(Expr value, MapType map, Expr key, EvalMode mode)
    {
        var common = TypeCoercion.CommonType(map.Key, key.Type, mode);
        var cast = common == map.Key ? ImplicitTypeCasts.CastTo(key, map.Key, mode) : ImplicitTypeCasts.ImplicitCast(key, map.Key, mode);
        if (cast is null)
        {
            throw SparkErrors.Analysis(
                "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                ("sqlExpr", SparkErrors.Quote($"{ExprPrinter.Print(value)}[{ExprPrinter.Print(key)}]")),
                ("paramIndex", "second"),
                ("requiredType", TypeText.Quoted(map.Key)),
                ("inputSql", SparkErrors.Quote(ExprPrinter.Print(key))),
                ("inputType", TypeText.Quoted(key.Type))
            );
        }

        return new Call(
            new BoundFunction(GetItem, [value, cast], map.Value, true, sql => $"map_extract_value({sql[0]}, {sql[1]})")
            {
                Print = arguments => $"{arguments[0]}[{arguments[1]}]",
            }
        );
    }

    private static int Find(StructType structure, string name, StringComparer comparer)
    {
        var found = -1;
        for (var i = 0; i < structure.Fields.Count; i++)
        {
            if (!comparer.Equals(structure.Fields[i].Name, name))
                continue;
            if (found >= 0)
            {
                throw SparkErrors.Analysis(
                    "AMBIGUOUS_REFERENCE_TO_FIELDS",
                    ("field", SparkErrors.Identifier(name)),
                    ("count", structure.Fields.Count(f => comparer.Equals(f.Name, name)).ToString(CultureInfo.InvariantCulture))
                );
            }

            found = i;
        }

        return found >= 0 ? found : throw NotFound(name, structure);
    }

    private static Microsoft.Spark.AnalysisException NotFound(string name, StructType structure) =>
        SparkErrors.Analysis(
            "FIELD_NOT_FOUND",
            ("fieldName", SparkErrors.Identifier(name)),
            ("fields", string.Join(", ", structure.Fields.Select(f => SparkErrors.Identifier(f.Name))))
        );

    /// <summary>A function that no name calls.</summary>
    private static FunctionDefinition Internal(string name) =>
        new(name, FunctionKind.Scalar, _ => throw new InvalidOperationException($"{name} is bound by the resolver alone."));
}
