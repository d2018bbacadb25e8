using System.Globalization;
using Spark.Embedded.Errors;
using Spark.Embedded.Functions.Operators;
using Spark.Embedded.Plan;
using Spark.Embedded.Resolve;
using Spark.Embedded.Types;

namespace Spark.Embedded.Lower;

/// <summary>
/// Casts with Spark's results. Text is read by native functions, which look at its bytes once; between numbers and dates DuckDB's own
/// casts answer wherever they agree.
/// </summary>
internal static class CastLowering
{
    private const long MicrosPerSecond = 1_000_000;

    /// <summary>The digits of the largest long; Spark gives the type one more.</summary>
    private const int DigitsOfLong = 19;

    /// <summary>The SQL of a whole number as the decimal it is cast to; null when it does not fit, and the cast must say so.</summary>
    public static string? Constant(Literal literal, SparkType to)
    {
        if (to is not DecimalType type || literal is not { Type: IntegralType, Value: { } value })
            return null;
        var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        return DecimalRules.IsWiderThan(type, DecimalRules.OfConstant(number)) ? $"CAST({Digits(number)} AS {to.DuckDb})" : null;
    }

    /// <summary>The SQL of a cast.</summary>
    /// <param name="sql">The value.</param>
    /// <param name="zone">The session's time zone.</param>
    /// <param name="natives">Receives the native functions that the SQL calls.</param>
    public static string Sql(string sql, SparkType from, SparkType to, EvalMode mode, string zone, ICollection<NativeFunction> natives)
    {
        if (from == to || from.DuckDb == to.DuckDb && TypeCoercion.SameType(from, to))
            return sql;
        if (from == SparkType.Null)
            return $"CAST({sql} AS {to.DuckDb})";
        var context = new Context(mode, zone, natives);
        return (from, to) switch
        {
            (ArrayType a, ArrayType b) => $"list_transform({sql}, lambda e: {Sql("e", a.Element, b.Element, mode, zone, natives)})",
            (MapType a, MapType b) => Map(sql, a, b, context),
            (StructType a, StructType b) => Struct(sql, a, b, context),
            (_, StringType) => ToText(sql, from, context),
            (StringType, _) => FromText(sql, to, context),
            (NumericType, NumericType) => Number(sql, from, (NumericType)to, context),
            _ when to == SparkType.Boolean && from is NumericType => $"({sql} <> 0)",
            _ when from == SparkType.Boolean && to is NumericType => $"CAST({sql} AS {to.DuckDb})",
            _ when IsDatetime(from) && IsDatetime(to) => ZoneSql.Cast(sql, from, to, zone),
            _ when to == SparkType.Timestamp && from is NumericType => FromSeconds(sql, from, context),
            _ when from == SparkType.Timestamp && to is NumericType => ToSeconds(sql, (NumericType)to, context),
            _ when to == SparkType.Binary && from is IntegralType whole => context.Call(CastNatives.Bytes(whole), sql),
            (YearMonthIntervalType a, YearMonthIntervalType b) => b.End == 0 && a.End != 0 ? $"(({sql} // 12) * 12)" : sql,
            (DayTimeIntervalType a, DayTimeIntervalType b) => b.End < a.End ? Truncated(sql, UnitMicros(b.End)) : sql,
            (YearMonthIntervalType i, IntegralType or DecimalType) => Number(
                $"({sql} // {(i.End == 0 ? 12 : 1)})",
                SparkType.Integer,
                (NumericType)to,
                context
            ),
            (DayTimeIntervalType i, IntegralType) => Number($"({sql} // {UnitMicros(i.End)})", SparkType.Long, (NumericType)to, context),
            (DayTimeIntervalType { End: 3 }, DecimalType d) => Number(
                $"(CAST({sql} AS DECIMAL(25,6)) / 1000000)",
                SparkType.Double,
                d,
                context
            ),
            (DayTimeIntervalType i, DecimalType d) => Number($"({sql} // {UnitMicros(i.End)})", SparkType.Long, d, context),
            (IntegralType, YearMonthIntervalType i) => $"CAST(CAST({sql} AS HUGEINT) * {(i.End == 0 ? 12 : 1)} AS INTEGER)",
            (IntegralType, DayTimeIntervalType i) => $"CAST(CAST({sql} AS HUGEINT) * {UnitMicros(i.End)} AS BIGINT)",
            _ when from == SparkType.Boolean && to == SparkType.Timestamp => $"make_timestamptz(CAST({sql} AS BIGINT))",
            _ when from == SparkType.Timestamp && to == SparkType.Boolean => $"(epoch_us({sql}) <> 0)",
            _ when from == SparkType.Date && to is NumericType or AtomicType => $"CAST(NULL AS {to.DuckDb})",
            _ => throw SparkErrors.Unsupported($"the cast from {from.Name} to {to.Name}"),
        };
    }

    private readonly record struct Context(EvalMode Mode, string Zone, ICollection<NativeFunction> Natives)
    {
        public string Call(NativeFunction function, params IReadOnlyList<string> arguments)
        {
            Natives.Add(function);
            return $"{function.Name}({string.Join(", ", arguments)})";
        }
    }

    private static bool IsDatetime(SparkType type) =>
        type == SparkType.Date || type == SparkType.Timestamp || type == SparkType.TimestampNtz;

    private static long UnitMicros(int field) =>
        field switch
        {
            0 => 86_400 * MicrosPerSecond,
            1 => 3600 * MicrosPerSecond,
            2 => 60 * MicrosPerSecond,
            _ => MicrosPerSecond,
        };

    private static string Truncated(string sql, long unit) => $"(({sql} // {unit}) * {unit})";

    private static string Map(string sql, MapType from, MapType to, Context context) =>
        $"CASE WHEN {sql} IS NOT NULL THEN map(list_transform(map_keys({sql}), lambda k: {Sql("k", from.Key, to.Key, context.Mode, context.Zone, context.Natives)}), "
        + $"list_transform(map_values({sql}), lambda v: {Sql("v", from.Value, to.Value, context.Mode, context.Zone, context.Natives)})) END";

    private static string Struct(string sql, StructType from, StructType to, Context context)
    {
        var fields = from.Fields.Select(
            (field, i) =>
                $"{SqlText.String(to.Fields[i].Name)}: {Sql(Extraction.FieldSql(sql, field.Name), field.Type, to.Fields[i].Type, context.Mode, context.Zone, context.Natives)}"
        );
        return $"CASE WHEN {sql} IS NOT NULL THEN {{{string.Join(", ", fields)}}} END";
    }

    private static string Number(string sql, SparkType from, NumericType to, Context context)
    {
        switch (from, to)
        {
            case (IntegralType a, IntegralType b) when a.Bytes <= b.Bytes:
            case (IntegralType or FractionalType, FractionalType):
            case (DecimalType, FractionalType):
                return $"CAST({sql} AS {to.DuckDb})";
            case (IntegralType, IntegralType narrow):
                return context.Mode switch
                {
                    EvalMode.Legacy => ArithmeticOperators.Wrapped($"CAST({sql} AS HUGEINT)", narrow),
                    EvalMode.Try => $"TRY_CAST({sql} AS {to.DuckDb})",
                    _ => Checked(sql, $"TRY_CAST({sql} AS {to.DuckDb})", from, to),
                };
            case (DecimalType, IntegralType narrow):
                var whole = $"trunc({sql})";
                return context.Mode switch
                {
                    EvalMode.Legacy => ArithmeticOperators.Wrapped($"CAST({whole} AS HUGEINT)", narrow),
                    EvalMode.Try => $"TRY_CAST({whole} AS {to.DuckDb})",
                    _ => Checked(sql, $"TRY_CAST({whole} AS {to.DuckDb})", from, to),
                };
            case (FractionalType, IntegralType narrow):
                return context.Mode switch
                {
                    EvalMode.Legacy => context.Call(CastNatives.Saturating(narrow), $"CAST({sql} AS DOUBLE)"),
                    EvalMode.Try => $"TRY_CAST(trunc({sql}) AS {to.DuckDb})",
                    _ => Checked(sql, $"TRY_CAST(trunc({sql}) AS {to.DuckDb})", from, to),
                };
            case (IntegralType or DecimalType, DecimalType b) when DecimalRules.IsWiderThan(b, from):
            case (IntegralType { Bytes: 8 }, DecimalType { Precision: var precision, Scale: var scale })
                when precision - scale >= DigitsOfLong:
                return $"CAST({sql} AS {to.DuckDb})";
            case (DecimalType { Precision: > 18 } wide, DecimalType b) when b.Scale < wide.Scale:
                return context.Call(CastNatives.Rounded(wide, b, context.Mode), sql);
            default:
                // The digits of a floating-point number are those that it prints.
                var source = from is FractionalType ? $"CAST(CAST({sql} AS DOUBLE) AS VARCHAR)" : sql;
                var cast = $"TRY_CAST({source} AS {to.DuckDb})";
                if (context.Mode != EvalMode.Ansi)
                    return cast;
                var raise = RuntimeError.Sql(
                    "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION",
                    ("value", sql),
                    ("precision", SqlText.String(Digits(((DecimalType)to).Precision))),
                    ("scale", SqlText.String(Digits(((DecimalType)to).Scale))),
                    ("config", "'\"spark.sql.ansi.enabled\"'")
                );
                return OrRaise(cast, sql, raise);
        }
    }

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A cast that gives null for values outside the type, with Spark's error in the place of those nulls.</summary>
    private static string Checked(string sql, string cast, SparkType from, SparkType to)
    {
        var suffix = from switch
        {
            IntegralType { Bytes: 8 } => "L",
            IntegralType { Bytes: 2 } => "S",
            IntegralType { Bytes: 1 } => "T",
            FractionalType when from == SparkType.Double => "D",
            DecimalType => "BD",
            _ => "",
        };
        var text = from is FractionalType ? $"CAST({sql} AS VARCHAR)" : sql;
        var raise = RuntimeError.Sql(
            "CAST_OVERFLOW",
            ("value", $"{text} || '{suffix}'"),
            ("sourceType", SqlText.String(TypeText.Quoted(from))),
            ("targetType", SqlText.String(TypeText.Quoted(to))),
            ("ansiConfig", "'\"spark.sql.ansi.enabled\"'")
        );
        return OrRaise(cast, sql, raise);
    }

    /// <summary>What a cast gives, or an error where that is null and the value is not.</summary>
    private static string OrRaise(string cast, string sql, string raise) =>
        $"coalesce({cast}, CASE WHEN {sql} IS NOT NULL THEN {raise} END)";

    private static string FromSeconds(string sql, SparkType from, Context context) =>
        from switch
        {
            IntegralType => $"make_timestamptz(CAST({sql} AS BIGINT) * {MicrosPerSecond})",
            DecimalType => $"make_timestamptz(CAST(trunc(CAST({sql} AS DECIMAL(38,6)) * {MicrosPerSecond}) AS BIGINT))",
            _ =>
                $"CASE WHEN isfinite(CAST({sql} AS DOUBLE)) THEN make_timestamptz(CAST(trunc(CAST({sql} AS DOUBLE) * {MicrosPerSecond}) AS BIGINT)) END",
        };

    private static string ToSeconds(string sql, NumericType to, Context context) =>
        to switch
        {
            IntegralType => Number($"CAST(floor(epoch_us({sql}) / {MicrosPerSecond}) AS BIGINT)", SparkType.Long, to, context),
            DecimalType => Number(
                $"(CAST(epoch_us({sql}) AS DECIMAL(38,6)) * 0.000001::DECIMAL(7,6))",
                new DecimalType(38, 12),
                to,
                context
            ),
            _ => $"CAST(epoch_us({sql}) / {MicrosPerSecond}.0 AS {to.DuckDb})",
        };

    private static string ToText(string sql, SparkType from, Context context)
    {
        switch (from)
        {
            case StringType:
                return sql;
            case FractionalType:
                var native = context.Call(
                    from == SparkType.Float ? CastNatives.FloatText : CastNatives.DoubleText,
                    $"CAST({sql} AS DOUBLE)"
                );
                return $"CASE WHEN abs({sql}) >= 0.001 AND abs({sql}) < 10000000 THEN CAST({sql} AS VARCHAR) ELSE {native} END";
            case DecimalType { Precision: < DecimalType.MaxPrecision } d when d.Precision == d.Scale:
                // DuckDB leaves out the zero before the point when the type has no digit for it.
                return $"CAST(CAST({sql} AS {new DecimalType(d.Precision + 1, d.Scale).DuckDb}) AS VARCHAR)";
            case ArrayType array:
                var element = ToText("e", array.Element, context);
                return $"'[' || array_to_string(list_transform({sql}, lambda e: coalesce({element}, 'null')), ', ') || ']'";
            case MapType map:
                return $"'{{' || array_to_string(list_transform(map_entries({sql}), lambda e: {ToText("e.key", map.Key, context)} || ' -> ' || coalesce({ToText("e.value", map.Value, context)}, 'null')), ', ') || '}}'";
            case StructType structure:
                var fields = structure
                    .Fields.Select(field => $"coalesce({ToText(Extraction.FieldSql(sql, field.Name), field.Type, context)}, 'null')")
                    .ToList();
                return $"CASE WHEN {sql} IS NOT NULL THEN '{{' || {(fields.Count == 0 ? "''" : string.Join(" || ', ' || ", fields))} || '}}' END";
            case YearMonthIntervalType interval:
                return context.Call(CastNatives.IntervalText(interval), sql);
            case DayTimeIntervalType interval:
                return context.Call(CastNatives.IntervalText(interval), sql);
        }

        if (from == SparkType.Date)
            return $"CASE WHEN year({sql}) BETWEEN 1 AND 9999 THEN CAST({sql} AS VARCHAR) ELSE {context.Call(CastNatives.DateText, sql)} END";
        if (from == SparkType.Timestamp)
            return Wall(ZoneSql.Local(sql, context.Zone), context);
        if (from == SparkType.TimestampNtz)
            return Wall(sql, context);
        if (from == SparkType.Binary)
            return context.Call(CastNatives.Utf8Text, sql);
        if (from == SparkType.CalendarInterval)
            return context.Call(
                CastNatives.CalendarIntervalText,
                $"datepart('year', {sql}) * 12 + datepart('month', {sql})",
                $"datepart('day', {sql})",
                $"epoch_us({sql} - to_months(CAST(datepart('year', {sql}) * 12 + datepart('month', {sql}) AS INTEGER)) - to_days(CAST(datepart('day', {sql}) AS INTEGER)))"
            );
        return $"CAST({sql} AS VARCHAR)";
    }

    private static string Wall(string sql, Context context) =>
        $"CASE WHEN year({sql}) BETWEEN 1 AND 9999 THEN CAST({sql} AS VARCHAR) ELSE {context.Call(CastNatives.TimestampText, sql)} END";

    private static string FromText(string sql, SparkType to, Context context)
    {
        switch (to)
        {
            case IntegralType whole:
                return context.Call(CastNatives.Whole(whole, context.Mode), sql);
            case FractionalType:
                var parsed = $"TRY_CAST({sql} AS {to.DuckDb})";
                return $"CASE WHEN {parsed} IS NOT NULL AND isfinite({parsed}) AND NOT contains({sql}, '_') THEN {parsed} ELSE {context.Call(CastNatives.Fractional(to, context.Mode), sql)} END";
            case DecimalType d:
                return context.Call(CastNatives.Decimal(d, context.Mode), sql);
            case YearMonthIntervalType or DayTimeIntervalType:
                return context.Call(CastNatives.Interval(to, context.Mode), sql);
        }

        if (to == SparkType.Boolean)
            return context.Mode == EvalMode.Ansi
                ? Boolean(
                    sql,
                    RuntimeError.Sql(
                        "CAST_INVALID_INPUT",
                        ("expression", $"'''' || {sql} || ''''"),
                        ("sourceType", "'\"STRING\"'"),
                        ("targetType", "'\"BOOLEAN\"'"),
                        ("ansiConfig", "'\"spark.sql.ansi.enabled\"'")
                    )
                )
                : Boolean(sql, "NULL");
        if (to == SparkType.Binary)
            return $"encode({sql})";
        if (to == SparkType.Date)
            return context.Call(CastNatives.Date(context.Mode), sql);
        if (to == SparkType.TimestampNtz)
            return context.Call(CastNatives.TimestampNtz(context.Mode), sql);
        if (to == SparkType.Timestamp)
            return context.Call(CastNatives.Timestamp(context.Mode, context.Zone), sql);
        throw SparkErrors.Unsupported($"the cast from string to {to.Name}");
    }

    private static string Boolean(string sql, string otherwise) =>
        $"CASE WHEN lower(trim({sql})) IN ('t', 'true', 'y', 'yes', '1') THEN true WHEN lower(trim({sql})) IN ('f', 'false', 'n', 'no', '0') THEN false WHEN {sql} IS NULL THEN NULL ELSE {otherwise} END";
}
