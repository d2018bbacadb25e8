using System.Text;
using System.Text.Json;
using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql.Types;

/// <summary>The type of a column's values. See https://spark.apache.org/docs/latest/sql-ref-datatypes.html.</summary>
/// <remarks>
/// Two types are equal when their <see cref="SimpleString"/>s are: the names and types of fields count, whether they may be null does not.
/// </remarks>
public abstract class DataType
{
    /// <summary>The name that the type has in a schema's JSON, such as <c>integer</c> or <c>struct</c>.</summary>
    public abstract string TypeName { get; }

    /// <summary>The type on one line, with the names of the JSON form: <c>struct&lt;age:long,tags:array&lt;string&gt;&gt;</c>.</summary>
    public virtual string SimpleString => TypeName;

    /// <summary>The type on one line, with the names of Spark's SQL: <c>struct&lt;age:bigint,tags:array&lt;string&gt;&gt;</c>.</summary>
    public virtual string CatalogString => TypeName;

    /// <summary>The type as Spark's SQL writes it, upper-case: <c>BIGINT</c>, <c>STRUCT&lt;age: BIGINT&gt;</c>.</summary>
    public virtual string Sql => CatalogString.ToUpperInvariant();

    /// <summary>The type in the JSON form in which Spark stores schemas.</summary>
    public string Json
    {
        get
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, SchemaJson.WriterOptions))
                WriteJson(writer);
            return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        }
    }

    /// <summary>Reads a type from its JSON form, or from the name of a simple type in quotes.</summary>
    /// <exception cref="ArgumentException">The text is not the JSON of a type.</exception>
    public static DataType ParseDataType(string json) => SchemaJson.Parse(json);

    /// <summary>Reads a type, or a list of columns as a struct, from SQL: <c>decimal(10,2)</c>, <c>age INT NOT NULL, name STRING</c>.</summary>
    /// <exception cref="ArgumentException">The text is not a type.</exception>
    public static DataType FromDdl(string ddl) => new DdlParser(ddl).ParseTypeOrColumns();

    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || (obj is DataType other && SimpleString == other.SimpleString);

    public override int GetHashCode() => SimpleString.GetHashCode(StringComparison.Ordinal);

    /// <summary>The type in SQL.</summary>
    public override string ToString() => CatalogString;

    internal virtual void WriteJson(Utf8JsonWriter writer) => writer.WriteStringValue(TypeName);

    /// <summary>The protocol's message for the type.</summary>
    internal abstract Proto.DataType ToProto();

    /// <summary>The type that a message of the protocol stands for.</summary>
    internal static DataType FromProto(Proto.DataType type) => SchemaProto.Read(type);
}
