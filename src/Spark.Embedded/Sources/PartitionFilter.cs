using System.Numerics;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Sources;

/// <summary>Conditions on partition columns, tested on the values of a file.</summary>
internal static class PartitionFilter
{
    /// <summary>Whether a row with this value may fulfil the condition; true when in doubt.</summary>
    public static bool MayHold(ScanPredicate predicate, object? value)
    {
        switch (predicate.Comparison)
        {
            case ScanComparison.IsNull:
                return value is null;
            case ScanComparison.IsNotNull:
                return value is not null;
            case ScanComparison.NullSafeEqual when predicate.Values[0].Value is null || value is null:
                return predicate.Values[0].Value is null && value is null;
            case var _ when value is null:
                return false;
            case ScanComparison.In:
                return predicate.Values.Any(candidate => Compare(value, candidate.Value) is null or 0);
            case ScanComparison.StartsWith:
                return value is not string text
                    || predicate.Values[0].Value is not string prefix
                    || text.StartsWith(prefix, StringComparison.Ordinal);
        }

        return Compare(value, predicate.Values[0].Value) is not { } order
            || predicate.Comparison switch
            {
                ScanComparison.Equal or ScanComparison.NullSafeEqual => order == 0,
                ScanComparison.LessThan => order < 0,
                ScanComparison.LessThanOrEqual => order <= 0,
                ScanComparison.GreaterThan => order > 0,
                ScanComparison.GreaterThanOrEqual => order >= 0,
                _ => true,
            };
    }

    /// <summary>The order of two values of one type; null for values that are not compared here.</summary>
    private static int? Compare(object left, object? right) =>
        (left, right) switch
        {
            (string a, string b) => string.CompareOrdinal(a, b) is var order && HasSurrogates(a, b) ? null : order,
            (int a, int b) => a.CompareTo(b),
            (long a, long b) => a.CompareTo(b),
            (short a, short b) => a.CompareTo(b),
            (sbyte a, sbyte b) => a.CompareTo(b),
            (bool a, bool b) => a.CompareTo(b),
            (BigInteger a, BigInteger b) => a.CompareTo(b),
            _ => null,
        };

    /// <summary>Text is ordered by bytes of UTF-8, which differs from UTF-16 only there.</summary>
    private static bool HasSurrogates(string a, string b) => a.Any(char.IsSurrogate) || b.Any(char.IsSurrogate);
}
