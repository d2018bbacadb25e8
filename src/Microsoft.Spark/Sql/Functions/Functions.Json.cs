using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <content>JSON, CSV, XML and variant functions.</content>
public static partial class Functions
{
    /// <summary>JSON text as a struct, array or map of a schema; null where it is none.</summary>
    /// <param name="schema">The type in SQL, or the columns of a struct.</param>
    /// <param name="options">Those of the JSON source.</param>
    public static Column FromJson(Column column, string schema, Dictionary<string, string>? options = null) =>
        FromJson(column, Lit(schema), options);

    /// <inheritdoc cref="FromJson(Column, string, Dictionary{string, string})"/>
    public static Column FromJson(Column column, Column schema, Dictionary<string, string>? options = null) =>
        WithOptions("from_json", [column, schema], options);

    /// <inheritdoc cref="FromJson(Column, string, Dictionary{string, string})"/>
    public static Column FromJson(Column column, DataType schema, Dictionary<string, string>? options = null) =>
        FromJson(column, Lit(schema.Json), options);

    /// <summary>A struct, array, map or variant as JSON text.</summary>
    /// <param name="options">Those of the JSON source.</param>
    public static Column ToJson(Column column, Dictionary<string, string>? options = null) => WithOptions("to_json", [column], options);

    /// <summary>The type of a JSON text, in SQL.</summary>
    public static Column SchemaOfJson(string json) => SchemaOfJson(Lit(json));

    /// <inheritdoc cref="SchemaOfJson(string)"/>
    public static Column SchemaOfJson(Column json) => Invoke("schema_of_json", json);

    /// <inheritdoc cref="SchemaOfJson(string)"/>
    public static Column SchemaOfJson(Column json, Dictionary<string, string> options) => WithOptions("schema_of_json", [json], options);

    /// <summary>Fields of a JSON object, as columns <c>c0</c>, <c>c1</c>...</summary>
    public static Column JsonTuple(Column column, params string[] fields) =>
        Invoke("json_tuple", [column, .. fields.Select(field => Lit(field))]);

    /// <summary>A line of CSV as a struct.</summary>
    /// <param name="options">Those of the CSV source.</param>
    public static Column FromCsv(Column column, StructType schema, Dictionary<string, string>? options = null) =>
        FromCsv(column, Lit(schema.ToDdl()), options);

    /// <inheritdoc cref="FromCsv(Column, StructType, Dictionary{string, string})"/>
    public static Column FromCsv(Column column, Column schema, Dictionary<string, string>? options = null) =>
        WithOptions("from_csv", [column, schema], options);

    /// <summary>A struct as a line of CSV.</summary>
    public static Column ToCsv(Column column) => Invoke("to_csv", column);

    /// <inheritdoc cref="ToCsv(Column)"/>
    /// <param name="options">Those of the CSV source.</param>
    public static Column ToCsv(Column column, Dictionary<string, string> options) => WithOptions("to_csv", [column], options);

    /// <summary>The type of a line of CSV, in SQL.</summary>
    public static Column SchemaOfCsv(string csv) => SchemaOfCsv(Lit(csv));

    /// <inheritdoc cref="SchemaOfCsv(string)"/>
    public static Column SchemaOfCsv(Column csv) => Invoke("schema_of_csv", csv);

    /// <inheritdoc cref="SchemaOfCsv(string)"/>
    public static Column SchemaOfCsv(Column csv, Dictionary<string, string> options) => WithOptions("schema_of_csv", [csv], options);

    /// <summary>XML text as a struct.</summary>
    /// <param name="options">Those of the XML source.</param>
    public static Column FromXml(Column column, StructType schema, Dictionary<string, string>? options = null) =>
        WithOptions("from_xml", [column, Lit(schema.Json)], options);

    /// <inheritdoc cref="FromXml(Column, StructType, Dictionary{string, string})"/>
    public static Column FromXml(Column column, Column schema, Dictionary<string, string>? options = null) =>
        WithOptions("from_xml", [column, schema], options);

    /// <summary>A struct as XML text.</summary>
    /// <param name="options">Those of the XML source.</param>
    public static Column ToXml(Column column, Dictionary<string, string>? options = null) => WithOptions("to_xml", [column], options);

    /// <summary>The type of an XML text, in SQL.</summary>
    public static Column SchemaOfXml(string xml) => Invoke("schema_of_xml", Lit(xml));

    /// <summary>The part of a JSON text under a path such as <c>$.a[0].b</c>, as text.</summary>
    public static Column GetJsonObject(Column column, string path) => Invoke("get_json_object", column, Lit(path));

    /// <summary>The number of elements of a JSON array.</summary>
    public static Column JsonArrayLength(Column column) => Invoke("json_array_length", column);

    /// <summary>The names of a JSON object, as an array.</summary>
    public static Column JsonObjectKeys(Column column) => Invoke("json_object_keys", column);

    /// <summary>JSON text as a variant.</summary>
    public static Column ParseJson(Column column) => Invoke("parse_json", column);

    /// <summary>JSON text as a variant; null where it is none.</summary>
    public static Column TryParseJson(Column column) => Invoke("try_parse_json", column);

    /// <summary>Whether the variant is JSON's null.</summary>
    public static Column IsVariantNull(Column column) => Invoke("is_variant_null", column);

    /// <summary>Structs, arrays and maps as a variant.</summary>
    public static Column ToVariantObject(Column column) => Invoke("to_variant_object", column);

    /// <summary>The part of a variant under a path, as a type; an error where it is another.</summary>
    public static Column VariantGet(Column column, string path, string targetType) =>
        Invoke("variant_get", column, Lit(path), Lit(targetType));

    /// <summary>The part of a variant under a path, as a type; null where it is another.</summary>
    public static Column TryVariantGet(Column column, string path, string targetType) =>
        Invoke("try_variant_get", column, Lit(path), Lit(targetType));

    /// <summary>The type of a variant, in SQL.</summary>
    public static Column SchemaOfVariant(Column column) => Invoke("schema_of_variant", column);

    /// <summary>The type that all variants fit into, in SQL.</summary>
    public static Column SchemaOfVariantAgg(Column column) => Invoke("schema_of_variant_agg", column);

    /// <summary>The texts of the nodes that a path finds in XML, as an array.</summary>
    public static Column XPath(Column xml, Column path) => Invoke("xpath", xml, path);

    /// <summary>Whether a path finds a node in XML, or holds.</summary>
    public static Column XPathBoolean(Column xml, Column path) => Invoke("xpath_boolean", xml, path);

    /// <summary>What a path finds in XML, as a double.</summary>
    public static Column XPathDouble(Column xml, Column path) => Invoke("xpath_double", xml, path);

    /// <summary>What a path finds in XML, as a double.</summary>
    public static Column XPathNumber(Column xml, Column path) => Invoke("xpath_number", xml, path);

    /// <summary>What a path finds in XML, as a float.</summary>
    public static Column XPathFloat(Column xml, Column path) => Invoke("xpath_float", xml, path);

    /// <summary>What a path finds in XML, as an integer.</summary>
    public static Column XPathInt(Column xml, Column path) => Invoke("xpath_int", xml, path);

    /// <summary>What a path finds in XML, as a long.</summary>
    public static Column XPathLong(Column xml, Column path) => Invoke("xpath_long", xml, path);

    /// <summary>What a path finds in XML, as a short.</summary>
    public static Column XPathShort(Column xml, Column path) => Invoke("xpath_short", xml, path);

    /// <summary>What a path finds in XML, as text.</summary>
    public static Column XPathString(Column xml, Column path) => Invoke("xpath_string", xml, path);
}
