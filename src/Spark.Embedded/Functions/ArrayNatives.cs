using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>Array functions that run in C#, one native function per element type.</summary>
internal static class ArrayNatives
{
    public static NativeFunction Distinct(SparkType element)
    {
        var array = new ArrayType(element);
        return Of(
            "array_distinct",
            element,
            [array],
            array,
            (a, result) =>
            {
                var seen = new HashSet<object?>(SparkValue.Equality);
                result.SetValue(((object?[])a.Value(0)!).Where(seen.Add).ToArray());
            }
        );
    }

    public static NativeFunction Union(SparkType element)
    {
        var array = new ArrayType(element);
        return Of(
            "array_union",
            element,
            [array, array],
            array,
            (a, result) =>
            {
                var seen = new HashSet<object?>(SparkValue.Equality);
                result.SetValue(((object?[])a.Value(0)!).Concat((object?[])a.Value(1)!).Where(seen.Add).ToArray());
            }
        );
    }

    public static NativeFunction Intersect(SparkType element)
    {
        var array = new ArrayType(element);
        return Of(
            "array_intersect",
            element,
            [array, array],
            array,
            (a, result) =>
            {
                var kept = new HashSet<object?>((object?[])a.Value(1)!, SparkValue.Equality);
                result.SetValue(((object?[])a.Value(0)!).Where(kept.Remove).ToArray());
            }
        );
    }

    public static NativeFunction Except(SparkType element)
    {
        var array = new ArrayType(element);
        return Of(
            "array_except",
            element,
            [array, array],
            array,
            (a, result) =>
            {
                var left = new HashSet<object?>((object?[])a.Value(1)!, SparkValue.Equality);
                result.SetValue(((object?[])a.Value(0)!).Where(left.Add).ToArray());
            }
        );
    }

    public static NativeFunction Sort(SparkType element)
    {
        var array = new ArrayType(element);

        // sort_array: nulls first when ascending, last when descending.
        return Of(
            "sort_array",
            element,
            [array, SparkType.Boolean],
            array,
            (a, result) =>
            {
                var items = (object?[])a.Value(0)!;
                result.SetValue((a.Boolean(1) ? items.Order(SparkValue.Ordering) : items.OrderDescending(SparkValue.Ordering)).ToArray());
            }
        );
    }

    public static NativeFunction SortNullsLast(SparkType element)
    {
        var array = new ArrayType(element);
        return Of(
            "array_sort",
            element,
            [array],
            array,
            (a, result) =>
                result.SetValue(((object?[])a.Value(0)!).OrderBy(item => item is null).ThenBy(item => item, SparkValue.Ordering).ToArray())
        );
    }

    public static NativeFunction Insert(SparkType element)
    {
        var array = new ArrayType(element);
        return Of(
            "array_insert",
            element,
            [array, SparkType.Integer, element],
            array,
            (a, result) =>
            {
                if (a.IsNull(0) || a.IsNull(1))
                    return;
                var items = (object?[])a.Value(0)!;
                var position = a.Int(1);
                if (position == 0)
                    throw SparkErrors.Runtime("INVALID_INDEX_OF_ZERO", []);

                // Positions count from either end; what lies beyond the array is filled with nulls.
                var at = position > 0 ? position - 1 : items.Length + 1 + position;
                var padded =
                    at < 0 ? [.. Enumerable.Repeat<object?>(null, -at), .. items]
                    : at > items.Length ? [.. items, .. Enumerable.Repeat<object?>(null, at - items.Length)]
                    : items;
                at = Math.Max(at, 0);
                result.SetValue((object?[])[.. padded[..at], a.Value(2), .. padded[at..]]);
            }
        ) with
        {
            SeesNulls = true,
        };
    }

    public static NativeFunction Shuffle(SparkType element)
    {
        var array = new ArrayType(element);
        return Of(
            "shuffle",
            element,
            [array],
            array,
            (a, result) =>
            {
                var items = (object?[])a.Value(0)!;
                Random.Shared.Shuffle(items);
                result.SetValue(items);
            }
        ) with
        {
            Volatile = true,
        };
    }

    /// <summary>Structs of the elements of several arrays at the same index; the shorter ones end in nulls.</summary>
    public static NativeFunction Zip(IReadOnlyList<SparkType> elements, StructType zipped) =>
        new(
            $"spark_arrays_zip<{zipped.Name}>",
            [.. elements.Select(e => new ArrayType(e))],
            new ArrayType(zipped, false),
            (a, result) =>
            {
                var arrays = Enumerable.Range(0, a.Count).Select(i => (object?[])a.Value(i)!).ToArray();
                result.SetValue(
                    Enumerable
                        .Range(0, arrays.Max(x => x.Length))
                        .Select(row => (object?)arrays.Select(x => row < x.Length ? x[row] : null).ToArray())
                        .ToArray()
                );
            }
        );

    private static NativeFunction Of(
        string name,
        SparkType element,
        IReadOnlyList<SparkType> parameters,
        SparkType result,
        Action<NativeArguments, NativeResult> body
    ) => new($"spark_{name}<{element.Name}>", parameters, result, body);
}
