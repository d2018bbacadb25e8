using System.Text;

namespace Microsoft.Spark.Sql.Types;

/// <summary>Draws a schema as a tree, as Spark's <c>StructType.treeString</c> does.</summary>
internal static class SchemaTree
{
    public static void Append(StringBuilder text, DataType type, string prefix, int depth)
    {
        if (depth <= 0)
            return;
        switch (type)
        {
            case StructType structure:
                foreach (var field in structure.Fields)
                    Line(text, prefix, field.Name, field.DataType, "nullable", field.IsNullable, depth);
                break;
            case ArrayType array:
                Line(text, prefix, "element", array.ElementType, "containsNull", array.ContainsNull, depth);
                break;
            case MapType map:
                text.Append(prefix).Append("-- key: ").Append(Name(map.KeyType)).Append('\n');
                Append(text, map.KeyType, prefix + "    |", depth - 1);
                Line(text, prefix, "value", map.ValueType, "valueContainsNull", map.ValueContainsNull, depth);
                break;
        }
    }

    private static void Line(StringBuilder text, string prefix, string name, DataType type, string nullWord, bool nullable, int depth)
    {
        text.Append(prefix)
            .Append("-- ")
            .Append(name)
            .Append(": ")
            .Append(Name(type))
            .Append(" (")
            .Append(nullWord)
            .Append(" = ")
            .Append(nullable ? "true" : "false")
            .Append(")\n");
        Append(text, type, prefix + "    |", depth - 1);
    }

    private static string Name(DataType type) =>
        type is DecimalType ? type.SimpleString
        : type is NullType ? "void"
        : type.TypeName;
}
