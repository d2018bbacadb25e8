namespace Spark.Embedded.Types;

/// <summary>
/// Which types meet in which, and which casts are inserted, by the rules of ANSI mode and by those of
/// <c>spark.sql.ansi.enabled=false</c>.
/// </summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html#type-promotion-and-precedence</remarks>
public static class TypeCoercion
{
    /// <summary>The type that a value becomes where a family is expected; null when there is none.</summary>
    public static SparkType? ImplicitType(SparkType type, TypeFamily expected, EvalMode mode)
    {
        if (expected.Accepts(type))
            return type;
        if (type == SparkType.Null)
            return expected.Default;
        if (expected.Alternatives.Count > 0)
        {
            foreach (var alternative in expected.Alternatives)
            {
                if (ImplicitType(type, alternative, mode) is { } found)
                    return found;
            }

            return null;
        }

        if (expected.Exact is { } exact)
            return mode == EvalMode.Legacy ? LegacyImplicit(type, exact) : AnsiImplicit(type, exact);
        if (expected == TypeFamily.Decimal)
        {
            return type is IntegralType || type is FractionalType && mode == EvalMode.Legacy ? DecimalRules.Of(type)
                : type is StringType ? expected.Default
                : null;
        }

        if (type is StringType)
        {
            return expected == TypeFamily.Numeric || expected == TypeFamily.Fractional ? SparkType.Double
                : expected == TypeFamily.AnyTimestamp ? SparkType.Timestamp
                : null;
        }

        if (expected == TypeFamily.AnyTimestamp && type == SparkType.Date)
            return SparkType.Timestamp;
        if (expected == TypeFamily.Fractional && type is IntegralType)
            return SparkType.Double;
        return null;
    }

    /// <summary>The narrowest type that both convert to without loss of digits; null when there is none.</summary>
    public static SparkType? TightestCommonType(SparkType left, SparkType right, EvalMode mode)
    {
        if (left == right || SameType(left, right))
            return Merge(left, right);
        if (left == SparkType.Null)
            return right;
        if (right == SparkType.Null)
            return left;
        switch (left, right)
        {
            case (NumericType and not DecimalType, NumericType and not DecimalType):
                var widest = Precedence(left) >= Precedence(right) ? left : right;
                return widest == SparkType.Float && mode != EvalMode.Legacy ? SparkType.Double : widest;
            case (DecimalType d, IntegralType i):
                return mode == EvalMode.Legacy && DecimalRules.IsWiderThan(d, i) ? d : null;
            case (IntegralType i, DecimalType d):
                return mode == EvalMode.Legacy && DecimalRules.IsWiderThan(d, i) ? d : null;
            case (YearMonthIntervalType a, YearMonthIntervalType b):
                return new YearMonthIntervalType(Math.Min(a.Start, b.Start), Math.Max(a.End, b.End));
            case (DayTimeIntervalType a, DayTimeIntervalType b):
                return new DayTimeIntervalType(Math.Min(a.Start, b.Start), Math.Max(a.End, b.End));
            case (TimeType a, TimeType b):
                return new TimeType(Math.Max(a.Precision, b.Precision));
            case (StringType a, StringType b):
                return a.Collation == b.Collation ? (a.Length == b.Length ? a : new StringType(Collation: a.Collation)) : null;
        }

        if (IsDateOrTimestamp(left) && IsDateOrTimestamp(right))
            return left == SparkType.Timestamp || right == SparkType.Timestamp ? SparkType.Timestamp : SparkType.TimestampNtz;
        return Complex(left, right, (a, b) => TightestCommonType(a, b, mode));
    }

    /// <summary>The type in which values of both are brought together by CASE, COALESCE, IN, arrays and set operations; null for none.</summary>
    public static SparkType? CommonType(SparkType left, SparkType right, EvalMode mode) =>
        TightestCommonType(left, right, mode)
        ?? DecimalCommonType(left, right)
        ?? (mode == EvalMode.Legacy ? LegacyString(left, right) : AnsiString(left, right))
        ?? Complex(left, right, (a, b) => CommonType(a, b, mode));

    /// <summary>The common type without turning strings into other types: that of set operations and inline tables in legacy mode.</summary>
    public static SparkType? WiderTypeWithoutStringPromotion(SparkType left, SparkType right, EvalMode mode) =>
        TightestCommonType(left, right, mode)
        ?? DecimalCommonType(left, right)
        ?? Complex(left, right, (a, b) => WiderTypeWithoutStringPromotion(a, b, mode));

    /// <summary>The common type of several; null when there is none or no type at all.</summary>
    public static SparkType? CommonType(IEnumerable<SparkType> types, EvalMode mode)
    {
        SparkType? common = null;

        // In legacy mode strings go first, because string promotion does not associate.
        var ordered = mode == EvalMode.Legacy ? types.OrderBy(t => t is StringType ? 0 : 1) : types;
        foreach (var type in ordered)
        {
            common = common is null ? type : CommonType(common, type, mode);
            if (common is null)
                return null;
        }

        return common;
    }

    /// <summary>The type in which <c>=</c>, <c>&lt;</c> and the like compare two values; null when they cannot be compared.</summary>
    public static SparkType? ComparisonType(SparkType left, SparkType right, EvalMode mode)
    {
        if (mode != EvalMode.Legacy)
            return CommonType(left, right, mode);
        if (TightestCommonType(left, right, mode) is { } tightest)
            return tightest;
        if (DecimalCommonType(left, right) is { } wider)
            return wider;
        return (left, right) switch
        {
            (StringType, _) => LegacyStringComparison(right),
            (_, StringType) => LegacyStringComparison(left),
            _ when left == SparkType.Boolean && right is NumericType => SparkType.Boolean,
            _ when right == SparkType.Boolean && left is NumericType => SparkType.Boolean,
            _ => Complex(left, right, (a, b) => CommonType(a, b, mode)),
        };
    }

    /// <summary>Whether two types differ in nothing but nullability inside.</summary>
    public static bool SameType(SparkType left, SparkType right) =>
        (left, right) switch
        {
            (ArrayType a, ArrayType b) => SameType(a.Element, b.Element),
            (MapType a, MapType b) => SameType(a.Key, b.Key) && SameType(a.Value, b.Value),
            (StructType a, StructType b) => a.Fields.Count == b.Fields.Count
                && a.Fields.Zip(b.Fields)
                    .All(pair =>
                        string.Equals(pair.First.Name, pair.Second.Name, StringComparison.OrdinalIgnoreCase)
                        && SameType(pair.First.Type, pair.Second.Type)
                    ),
            _ => left == right,
        };

    private static int Precedence(SparkType type) =>
        type switch
        {
            IntegralType integral => integral.Bytes,
            _ => type == SparkType.Float ? 9 : 10,
        };

    private static bool IsDateOrTimestamp(SparkType type) =>
        type == SparkType.Date || type == SparkType.Timestamp || type == SparkType.TimestampNtz;

    private static bool IsAtomic(SparkType type) =>
        type is not (ArrayType or MapType or StructType or NullType) && type != SparkType.CalendarInterval && type != SparkType.Variant;

    private static SparkType Merge(SparkType left, SparkType right) =>
        (left, right) switch
        {
            (ArrayType a, ArrayType b) => new ArrayType(Merge(a.Element, b.Element), a.ContainsNull || b.ContainsNull),
            (MapType a, MapType b) => new MapType(Merge(a.Key, b.Key), Merge(a.Value, b.Value), a.ValueContainsNull || b.ValueContainsNull),
            (StructType a, StructType b) => new StructType([
                .. a
                    .Fields.Zip(b.Fields)
                    .Select(pair => new StructField(
                        pair.First.Name,
                        Merge(pair.First.Type, pair.Second.Type),
                        pair.First.Nullable || pair.Second.Nullable
                    )),
            ]),
            _ => left,
        };

    private static SparkType? Complex(SparkType left, SparkType right, Func<SparkType, SparkType, SparkType?> meet)
    {
        switch (left, right)
        {
            case (ArrayType a, ArrayType b):
                return meet(a.Element, b.Element) is { } element
                    ? new ArrayType(element, a.ContainsNull || b.ContainsNull || MayFail(a.Element, element) || MayFail(b.Element, element))
                    : null;
            case (MapType a, MapType b):
                return meet(a.Key, b.Key) is { } key && meet(a.Value, b.Value) is { } value
                    ? new MapType(
                        key,
                        value,
                        a.ValueContainsNull || b.ValueContainsNull || MayFail(a.Value, value) || MayFail(b.Value, value)
                    )
                    : null;
            case (StructType a, StructType b) when a.Fields.Count == b.Fields.Count:
                var fields = new List<StructField>(a.Fields.Count);
                foreach (var (one, two) in a.Fields.Zip(b.Fields))
                {
                    if (!string.Equals(one.Name, two.Name, StringComparison.OrdinalIgnoreCase) || meet(one.Type, two.Type) is not { } type)
                        return null;
                    fields.Add(
                        new StructField(one.Name, type, one.Nullable || two.Nullable || MayFail(one.Type, type) || MayFail(two.Type, type))
                    );
                }

                return new StructType(fields);
            default:
                return null;
        }
    }

    /// <summary>Whether Spark deems a cast able to give null where there was none.</summary>
    private static bool MayFail(SparkType from, SparkType to) => from is StringType && to is not StringType && to != SparkType.Binary;

    private static SparkType? DecimalCommonType(SparkType left, SparkType right) =>
        (left, right) switch
        {
            (DecimalType a, DecimalType b) => DecimalRules.Wider(a, b),
            (DecimalType d, IntegralType i) => DecimalRules.Wider(d, DecimalRules.Of(i)),
            (IntegralType i, DecimalType d) => DecimalRules.Wider(DecimalRules.Of(i), d),
            (DecimalType, FractionalType) or (FractionalType, DecimalType) => SparkType.Double,
            _ => null,
        };

    private static SparkType? AnsiString(SparkType left, SparkType right) =>
        (left, right) switch
        {
            (StringType, StringType) => null,
            (StringType, IntegralType) or (IntegralType, StringType) => SparkType.Long,
            (StringType, NumericType) or (NumericType, StringType) => SparkType.Double,
            (StringType, YearMonthIntervalType or DayTimeIntervalType) or (YearMonthIntervalType or DayTimeIntervalType, StringType) =>
                null,
            (StringType, _) when IsAtomic(right) => right,
            (_, StringType) when IsAtomic(left) => left,
            _ => null,
        };

    private static SparkType? LegacyString(SparkType left, SparkType right) =>
        (left, right) switch
        {
            (StringType, _) when IsAtomic(right) && right != SparkType.Binary && right != SparkType.Boolean => left,
            (_, StringType) when IsAtomic(left) && left != SparkType.Binary && left != SparkType.Boolean => right,
            _ => null,
        };

    private static SparkType? LegacyStringComparison(SparkType other) =>
        other is DecimalType ? SparkType.Double
        : IsAtomic(other) ? other
        : null;

    private static SparkType? AnsiImplicit(SparkType from, SparkType to) =>
        from is StringType ? (IsAtomic(to) ? to : null)
        : CanStore(from, to) ? to
        : null;

    /// <summary>Whether a function's argument of one type may stand for another: as in ANSI store assignment, numbers narrow with a check.</summary>
    private static bool CanStore(SparkType from, SparkType to) =>
        (from, to) switch
        {
            (NumericType, NumericType) => true,
            (ArrayType a, ArrayType b) => (b.ContainsNull || !a.ContainsNull)
                && (a.Element == SparkType.Null || a.Element == b.Element || CanStore(a.Element, b.Element)),
            _ when IsDateOrTimestamp(from) && IsDateOrTimestamp(to) => true,
            _ => CanUpCast(from, to),
        };

    private static bool CanUpCast(SparkType from, SparkType to) =>
        (from, to) switch
        {
            (IntegralType a, IntegralType b) => a.Bytes <= b.Bytes,
            (IntegralType a, DecimalType b) => DecimalRules.IsWiderThan(b, a),
            (NumericType and not DecimalType, FractionalType) => Precedence(from) <= Precedence(to),
            (DecimalType a, DecimalType b) => DecimalRules.IsWiderThan(b, a),
            (DecimalType a, IntegralType b) => a.Scale == 0 && a.Precision < DecimalRules.Of(b).Precision,
            (_, StringType { Length: null }) => IsAtomic(from) && from != SparkType.Binary || from == SparkType.CalendarInterval,
            (ArrayType a, ArrayType b) => (b.ContainsNull || !a.ContainsNull)
                && (SameType(a.Element, b.Element) || a.Element == SparkType.Null || CanUpCast(a.Element, b.Element)),
            (MapType a, MapType b) => (b.ValueContainsNull || !a.ValueContainsNull)
                && (SameType(a.Key, b.Key) || a.Key == SparkType.Null || CanUpCast(a.Key, b.Key))
                && (SameType(a.Value, b.Value) || a.Value == SparkType.Null || CanUpCast(a.Value, b.Value)),
            (StructType a, StructType b) => a.Fields.Count == b.Fields.Count
                && a.Fields.Zip(b.Fields)
                    .All(pair =>
                        (pair.Second.Nullable || !pair.First.Nullable)
                        && (SameType(pair.First.Type, pair.Second.Type) || CanUpCast(pair.First.Type, pair.Second.Type))
                    ),
            (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => true,
            _ => (from == SparkType.Date || from == SparkType.TimestampNtz) && to == SparkType.Timestamp
                || (from == SparkType.Date || from == SparkType.Timestamp) && to == SparkType.TimestampNtz,
        };

    private static SparkType? LegacyImplicit(SparkType from, SparkType to) =>
        (from, to) switch
        {
            (NumericType, NumericType) => to,
            (StringType, NumericType) => to,
            (StringType, _) when IsAtomic(to) && to != SparkType.Boolean => to,
            (_, StringType) when IsAtomic(from) || from == SparkType.CalendarInterval => to,
            (ArrayType a, ArrayType b) => ImplicitType(a.Element, TypeFamily.Of(b.Element), EvalMode.Legacy) is { } element
                ? new ArrayType(element, a.ContainsNull)
                : null,
            (MapType, MapType) => CanUpCast(from, to) ? to : null,
            _ when IsDateOrTimestamp(from) && IsDateOrTimestamp(to) => to,
            _ => null,
        };
}
