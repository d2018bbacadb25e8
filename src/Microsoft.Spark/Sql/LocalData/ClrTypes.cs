using System.Collections;
using System.Reflection;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <summary>Which Spark type stands for a CLR type.</summary>
internal static class ClrTypes
{
    /// <summary>The type, and whether a value may be null.</summary>
    /// <exception cref="ArgumentException">No Spark type stands for it.</exception>
    public static (DataType Type, bool Nullable) ToDataType(Type type)
    {
        if (System.Nullable.GetUnderlyingType(type) is { } underlying)
            return (ToDataType(underlying).Type, true);
        return (Simple(type) ?? Nested(type), !type.IsValueType);
    }

    /// <summary>The type for a value without a declared type; null for a null.</summary>
    public static DataType? Of(object? value) =>
        value switch
        {
            null => null,
            Row row => row.Schema,
            decimal number => new DecimalType(DecimalType.MaxPrecision, Math.Max(18, (int)number.Scale)),
            ArrayList list => new ArrayType(list.Cast<object?>().Select(Of).FirstOrDefault(type => type is not null) ?? new NullType()),
            Hashtable table => new MapType(
                table.Keys.Cast<object?>().Select(Of).FirstOrDefault() ?? new NullType(),
                table.Values.Cast<object?>().Select(Of).FirstOrDefault(type => type is not null) ?? new NullType()
            ),
            _ => ToDataType(value.GetType()).Type,
        };

    private static DataType? Simple(Type type) =>
        type == typeof(string) || type == typeof(char) || type == typeof(Guid) || type.IsEnum ? new StringType()
        : type == typeof(bool) ? new BooleanType()
        : type == typeof(sbyte) ? new ByteType()
        : type == typeof(byte) || type == typeof(short) ? new ShortType()
        : type == typeof(ushort) || type == typeof(int) ? new IntegerType()
        : type == typeof(uint) || type == typeof(long) ? new LongType()
        : type == typeof(float) ? new FloatType()
        : type == typeof(double) ? new DoubleType()
        : type == typeof(decimal) ? new DecimalType(DecimalType.MaxPrecision, 18)
        : type == typeof(byte[]) ? new BinaryType()
        : type == typeof(Date) || type == typeof(DateOnly) ? new DateType()
        : type == typeof(Timestamp) || type == typeof(DateTime) || type == typeof(DateTimeOffset) ? new TimestampType()
        : type == typeof(TimeSpan) ? new DayTimeIntervalType()
        : type == typeof(TimeOnly) ? new TimeType()
        : null;

    private static DataType Nested(Type type)
    {
        if (Interface(type, typeof(IDictionary<,>)) is [var key, var value])
        {
            var (valueType, valueNullable) = ToDataType(value);
            return new MapType(ToDataType(key).Type, valueType, valueNullable);
        }

        if (Interface(type, typeof(IEnumerable<>)) is [var element])
        {
            var (elementType, elementNullable) = ToDataType(element);
            return new ArrayType(elementType, elementNullable);
        }

        var members = Members(type);
        if (members.Count == 0)
            throw new ArgumentException(
                $"No Spark type stands for {type}: it is no simple type, and has no public properties to make columns of."
            );
        return new StructType(
            members.Select(member =>
            {
                var (memberType, nullable) = ToDataType(TypeOf(member));
                return new StructField(member.Name is var name && IsTuple(type) ? $"_{name[4..]}" : name, memberType, nullable);
            })
        );
    }

    /// <summary>The members that make the columns of a type: the items of a tuple, or the readable public properties, in the order of declaration.</summary>
    public static IReadOnlyList<MemberInfo> Members(Type type) =>
        IsTuple(type)
            ?
            [
                .. type.GetFields(BindingFlags.Public | BindingFlags.Instance)
                    .Cast<MemberInfo>()
                    .Concat(type.GetProperties())
                    .Where(member => member.Name.StartsWith("Item", StringComparison.Ordinal) && member.Name != "Item"),
            ]
            :
            [
                .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Where(property => property.CanRead && property.GetIndexParameters().Length == 0),
            ];

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    private static bool IsTuple(Type type) => typeof(System.Runtime.CompilerServices.ITuple).IsAssignableFrom(type);

    private static Type[]? Interface(Type type, Type definition) =>
        (
            type.IsGenericType && type.GetGenericTypeDefinition() == definition
                ? type
                : Array.Find(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == definition)
        )?.GetGenericArguments();
}
