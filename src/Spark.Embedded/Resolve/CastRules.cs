using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Which explicit casts there are.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html#cast</remarks>
public static class CastRules
{
    /// <summary>Refuses a cast that Spark refuses.</summary>
    public static void Check(Expr child, SparkType type, EvalMode mode)
    {
        if (CanCast(child.Type, type, mode))
            return;
        if (mode != EvalMode.Legacy && CanCast(child.Type, type, EvalMode.Legacy))
        {
            throw mode == EvalMode.Try || WithFunction(child.Type, type) is not { } functions
                ? SparkErrors.Analysis(
                    "DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION",
                    ("sqlExpr", Sql(child, type, mode)),
                    ("srcType", TypeText.Quoted(child.Type)),
                    ("targetType", TypeText.Quoted(type)),
                    ("config", "\"spark.sql.ansi.enabled\""),
                    ("configVal", "'false'")
                )
                : SparkErrors.Analysis(
                    "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION",
                    ("sqlExpr", Sql(child, type, mode)),
                    ("srcType", TypeText.Quoted(child.Type)),
                    ("targetType", TypeText.Quoted(type)),
                    ("functionNames", functions)
                );
        }

        throw SparkErrors.Analysis(
            "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION",
            ("sqlExpr", Sql(child, type, mode)),
            ("srcType", TypeText.Quoted(child.Type)),
            ("targetType", TypeText.Quoted(type))
        );
    }

    /// <summary>Whether values of one type can be cast to another.</summary>
    public static bool CanCast(SparkType from, SparkType to, EvalMode mode)
    {
        if (from == to || from == SparkType.Null)
            return true;
        switch (from, to)
        {
            case (ArrayType a, ArrayType b):
                return CanCast(a.Element, b.Element, mode);
            case (MapType a, MapType b):
                return CanCast(a.Key, b.Key, mode) && CanCast(a.Value, b.Value, mode);
            case (StructType a, StructType b):
                return a.Fields.Count == b.Fields.Count
                    && a.Fields.Zip(b.Fields).All(pair => CanCast(pair.First.Type, pair.Second.Type, mode));
            case (_, StringType):
                return true;
            case (ArrayType or MapType or StructType, _) or (_, ArrayType or MapType or StructType):
                return from == SparkType.Variant || to == SparkType.Variant && from is not MapType and not StructType;
            case (StringType, _):
                return true;
            case (NumericType, NumericType):
                return true;
            case (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType):
                return true;
            case (YearMonthIntervalType or DayTimeIntervalType, IntegralType or DecimalType):
                return true;
            case (IntegralType or DecimalType, YearMonthIntervalType or DayTimeIntervalType):
                return true;
            case (TimeType, TimeType):
                return true;
            case (TimeType, DecimalType or IntegralType):
                return true;
        }

        if (from == SparkType.Variant || to == SparkType.Variant)
            return true;
        var legacy = mode == EvalMode.Legacy;
        if (to == SparkType.Boolean)
            return from is NumericType || legacy && (from == SparkType.Date || from == SparkType.Timestamp);
        if (from == SparkType.Boolean)
            return to is NumericType || legacy && to == SparkType.Timestamp;
        if (to == SparkType.Binary)
            return from is IntegralType && legacy;
        if (from == SparkType.Binary)
            return false;
        if (IsDatetime(from) && IsDatetime(to))
            return true;
        if (to == SparkType.Timestamp)
            return from is NumericType;
        if (from == SparkType.Timestamp)
            return to is NumericType;
        if (from == SparkType.Date && to is NumericType)
            return legacy;
        return false;
    }

    private static bool IsDatetime(SparkType type) =>
        type == SparkType.Date || type == SparkType.Timestamp || type == SparkType.TimestampNtz;

    private static string? WithFunction(SparkType from, SparkType to) =>
        (from, to) switch
        {
            (IntegralType, _) when to == SparkType.Date => "`DATE_FROM_UNIX_DATE`",
            (IntegralType, _) when to == SparkType.Timestamp => "`TIMESTAMP_SECONDS`/`TIMESTAMP_MILLIS`/`TIMESTAMP_MICROS`",
            (_, IntegralType) when from == SparkType.Date => "`UNIX_DATE`",
            (_, IntegralType) when from == SparkType.Timestamp => "`UNIX_SECONDS`/`UNIX_MILLIS`/`UNIX_MICROS`",
            _ => null,
        };

    private static string Sql(Expr child, SparkType type, EvalMode mode) =>
        SparkErrors.Quote($"{(mode == EvalMode.Try ? "TRY_CAST" : "CAST")}({ExprPrinter.Print(child)} AS {TypeText.Sql(type)})");
}
