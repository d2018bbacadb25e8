using System.Globalization;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions;

/// <summary>Equality and order of values as Spark has them.</summary>
internal static class SparkValue
{
    /// <summary>Equality in which nulls and NaNs are equal, and 0.0 is -0.0.</summary>
    public static readonly IEqualityComparer<object?> Equality = new ValueEquality();

    /// <summary>Order with nulls first, NaN above all numbers, text and binary by unsigned bytes.</summary>
    public static readonly IComparer<object?> Ordering = Comparer<object?>.Create(Compare);

    /// <summary>A value as an error message shows it.</summary>
    public static string Text(object value) =>
        value switch
        {
            double d => ValueText.Double(d),
            float f => ValueText.Float(f),
            bool b => b ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    public static int Compare(object? x, object? y)
    {
        switch (x, y)
        {
            case (null, null):
                return 0;
            case (null, _):
                return -1;
            case (_, null):
                return 1;
            case (double a, double b):
                return double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a).CompareTo(double.IsNaN(b)) : a.CompareTo(b);
            case (float a, float b):
                return float.IsNaN(a) || float.IsNaN(b) ? float.IsNaN(a).CompareTo(float.IsNaN(b)) : a.CompareTo(b);
            case (string a, string b):
                return CompareText(a, b);
            case (byte[] a, byte[] b):
                return a.AsSpan().SequenceCompareTo(b);
            case (object?[] a, object?[] b):
                for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
                {
                    if (Compare(a[i], b[i]) is var order and not 0)
                        return order;
                }

                return a.Length.CompareTo(b.Length);
            default:
                return ((IComparable)x).CompareTo(y);
        }
    }

    /// <summary>The order of UTF-8 bytes, which for UTF-16 means that surrogates come after all other characters.</summary>
    private static int CompareText(string a, string b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] != b[i])
                return (a[i] >= 0xD800 && b[i] >= 0xD800) ? Above(a[i]).CompareTo(Above(b[i])) : a[i].CompareTo(b[i]);
        }

        return a.Length.CompareTo(b.Length);

        static int Above(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }

    private sealed class ValueEquality : IEqualityComparer<object?>
    {
        bool IEqualityComparer<object?>.Equals(object? x, object? y) =>
            (x, y) switch
            {
                (double a, double b) => a == b || (double.IsNaN(a) && double.IsNaN(b)),
                (float a, float b) => a == b || (float.IsNaN(a) && float.IsNaN(b)),
                (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
                (object?[] a, object?[] b) => a.SequenceEqual(b, this),
                (KeyValuePair<object, object?>[] a, KeyValuePair<object, object?>[] b) => a.Length == b.Length
                    && a.Zip(b).All(p => Equality.Equals(p.First.Key, p.Second.Key) && Equality.Equals(p.First.Value, p.Second.Value)),
                _ => Equals(x, y),
            };

        public int GetHashCode(object? value) =>
            value switch
            {
                null => 0,
                double d => d == 0 ? 0 : d.GetHashCode(),
                float f => f == 0 ? 0 : f.GetHashCode(),
                byte[] bytes => bytes.Aggregate(17, HashCode.Combine),
                object?[] items => items.Aggregate(17, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
                KeyValuePair<object, object?>[] entries => entries.Length,
                _ => value.GetHashCode(),
            };
    }
}
