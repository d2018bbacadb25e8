using System.Collections;
using System.Globalization;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql.Rows;

/// <summary>Converts values of rows to the types that callers ask for, and compares them.</summary>
internal static class ValueConverter
{
    /// <summary>The value as <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidCastException">It is no <typeparamref name="T"/>.</exception>
    public static T To<T>(object? value) => value is T already ? already : (T)To(value, typeof(T))!;

    public static bool SequenceEqual(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!Equal(left[i], right[i]))
                return false;
        }

        return true;
    }

    public static int SequenceHash(IEnumerable<object?> values)
    {
        var hash = default(HashCode);
        foreach (var value in values)
        {
            // Lists and dictionaries count with their size only, so that equal ones agree.
            hash.Add(value is ICollection collection ? collection.Count : value?.GetHashCode() ?? 0);
        }

        return hash.ToHashCode();
    }

    private static bool Equal(object? left, object? right) =>
        (left, right) switch
        {
            (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
            (IDictionary a, IDictionary b) => a.Count == b.Count
                && a.Keys.Cast<object>().All(key => Find(b, key) is { } same && Equal(a[key], b[same])),
            (IList a, IList b) => SequenceEqual(a.Cast<object?>().ToArray(), b.Cast<object?>().ToArray()),
            _ => Equals(left, right),
        };

    /// <summary>The key of a dictionary that equals another; null when none does. Bytes and lists as keys are equal by their content.</summary>
    private static object? Find(IDictionary dictionary, object key) =>
        dictionary.Contains(key) ? key
        : key is ICollection ? dictionary.Keys.Cast<object>().FirstOrDefault(other => Equal(other, key))
        : null;

    private static object? To(object? value, Type type)
    {
        if (value is null)
        {
            return !type.IsValueType || Nullable.GetUnderlyingType(type) is not null
                ? null
                : throw new InvalidCastException($"The value is null, which {type.Name} cannot be; ask for {type.Name}?.");
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsInstanceOfType(value))
            return value;
        switch (value)
        {
            case ArrayList list when type.IsArray:
                return ToArray(list, type.GetElementType()!);
            case ArrayList list
                when type.IsGenericType && type.IsAssignableFrom(typeof(List<>).MakeGenericType(type.GetGenericArguments()[0])):
                return ToList(list, type.GetGenericArguments()[0]);
            case Hashtable table
                when type.IsGenericType
                    && type.GetGenericArguments() is [var key, var element]
                    && type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, element)):
                return ToDictionary(table, key, element);
            case Date date when type == typeof(DateTime):
                return date.ToDateTime();
            case Date date when type == typeof(DateOnly):
                return date.ToDateOnly();
            case Timestamp timestamp when type == typeof(DateTime):
                return timestamp.ToDateTime();
            case Timestamp timestamp when type == typeof(DateTimeOffset):
                return new DateTimeOffset(timestamp.ToDateTime());
            case TimeOnly time when type == typeof(TimeSpan):
                return time.ToTimeSpan();
            case Row row when type == typeof(GenericRow):
                return new GenericRow(row.Values);
            case IConvertible when (type.IsPrimitive || type == typeof(decimal)) && IsNumber(value) && IsNumber(type):
                return Number(value, type);
        }

        throw new InvalidCastException($"A value of type {value.GetType().Name} is no {type.Name}.");
    }

    /// <summary>A number as another type of number, refused when it would lose digits before or after the point.</summary>
    private static object Number(object value, Type type)
    {
        var number = Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        if (
            value is float or double or decimal
            && type != typeof(float)
            && type != typeof(double)
            && type != typeof(decimal)
            && Convert.ToDecimal(value, CultureInfo.InvariantCulture) != Convert.ToDecimal(number, CultureInfo.InvariantCulture)
        )
        {
            throw new InvalidCastException(
                $"{Convert.ToString(value, CultureInfo.InvariantCulture)} has a fraction, which {type.Name} cannot hold."
            );
        }

        return number;
    }

    private static bool IsNumber(object value) => IsNumber(value.GetType());

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static Array ToArray(ArrayList list, Type elementType)
    {
        var array = Array.CreateInstance(elementType, list.Count);
        for (var i = 0; i < list.Count; i++)
            array.SetValue(To(list[i], elementType), i);
        return array;
    }

    private static object ToList(ArrayList list, Type elementType)
    {
        var result = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(elementType), list.Count)!;
        foreach (var element in list)
            result.Add(To(element, elementType));
        return result;
    }

    private static object ToDictionary(Hashtable table, Type key, Type element)
    {
        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, element), table.Count)!;
        foreach (DictionaryEntry entry in table)
            result[To(entry.Key, key)!] = To(entry.Value, element);
        return result;
    }
}
