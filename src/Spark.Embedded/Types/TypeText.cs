using System.Globalization;
using System.Text;

namespace Spark.Embedded.Types;

/// <summary>The written forms of types.</summary>
public static class TypeText
{
    /// <summary>A type as SQL and error messages write it: <c>ARRAY&lt;INT&gt;</c>, <c>STRUCT&lt;a: INT NOT NULL&gt;</c>.</summary>
    public static string Sql(SparkType type) =>
        type switch
        {
            ArrayType array => $"ARRAY<{Sql(array.Element)}>",
            MapType map => $"MAP<{Sql(map.Key)}, {Sql(map.Value)}>",
            StructType structure =>
                $"STRUCT<{string.Join(", ", structure.Fields.Select(f => $"{Name(f.Name)}: {Sql(f.Type)}{(f.Nullable ? "" : " NOT NULL")}"))}>",
            StringType { Length: null, Collation: "UTF8_BINARY" } => "STRING",
            StringType { Length: null } text => $"STRING COLLATE {text.Collation}",
            _ => type.Name.ToUpperInvariant(),
        };

    /// <summary>A type as error messages name it: <c>"BIGINT"</c>.</summary>
    public static string Quoted(SparkType type) => $"\"{Sql(type)}\"";

    /// <summary>Columns as the DDL of a table: <c>a INT,b STRING NOT NULL</c>.</summary>
    public static string Ddl(StructType columns) =>
        string.Join(",", columns.Fields.Select(f => $"{Name(f.Name)} {Sql(f.Type)}{(f.Nullable ? "" : " NOT NULL")}"));

    /// <summary>A schema as <c>printSchema</c> draws it.</summary>
    /// <param name="level">How many levels of nesting to draw; 0 or less for all.</param>
    public static string Tree(StructType schema, int level = 0)
    {
        var text = new StringBuilder("root\n");
        Fields(schema, " |", level <= 0 ? int.MaxValue : level, text);
        return text.ToString();
    }

    /// <summary>The type's name in schema JSON and in <c>printSchema</c>: <c>integer</c>, <c>decimal(10,2)</c>, <c>array</c>.</summary>
    public static string JsonName(SparkType type) =>
        type switch
        {
            IntegralType integral => integral.Bytes switch
            {
                1 => "byte",
                2 => "short",
                4 => "integer",
                _ => "long",
            },
            ArrayType => "array",
            MapType => "map",
            StructType => "struct",
            StringType { Length: null } => "string",
            _ => type.Name,
        };

    /// <summary>A name as DDL writes it: in backticks unless it is a plain word.</summary>
    public static string Name(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? name
            : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private static void Fields(StructType schema, string prefix, int level, StringBuilder text)
    {
        foreach (var field in schema.Fields)
        {
            text.Append(prefix).Append("-- ").Append(field.Name).Append(": ");
            Value(field.Type, field.Nullable, "nullable", prefix, level, text);
        }
    }

    private static void Value(SparkType type, bool nullable, string nullability, string prefix, int level, StringBuilder text)
    {
        text.Append(JsonName(type)).Append(CultureInfo.InvariantCulture, $" ({nullability} = {(nullable ? "true" : "false")})\n");
        if (level <= 1)
            return;
        var inner = prefix + "    |";
        switch (type)
        {
            case StructType structure:
                Fields(structure, inner, level - 1, text);
                break;
            case ArrayType array:
                text.Append(inner).Append("-- element: ");
                Value(array.Element, array.ContainsNull, "containsNull", inner, level - 1, text);
                break;
            case MapType map:
                text.Append(inner).Append("-- key: ").Append(JsonName(map.Key)).Append('\n');
                if (map.Key is StructType key)
                    Fields(key, inner + "    |", level - 2, text);
                text.Append(inner).Append("-- value: ");
                Value(map.Value, map.ValueContainsNull, "valueContainsNull", inner, level - 1, text);
                break;
        }
    }
}
