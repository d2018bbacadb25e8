using Spark.Embedded.Errors;
using Spark.Embedded.Functions;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Checks windows and settles their frames.</summary>
internal static class Windows
{
    /// <summary>A function over a window.</summary>
    public static WindowExpression Of(
        Call function,
        IReadOnlyList<Expr> partition,
        IReadOnlyList<SortKey> order,
        WindowFrame? frame,
        EvalMode mode
    )
    {
        var (name, flags) = (function.Function.Definition.Name, function.Function.Definition.Flags);
        if (function.Distinct)
            throw SparkErrors.Analysis(
                "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED",
                ("windowExpr", SparkErrors.Quote(ExprPrinter.Print(new WindowExpression(function, partition, order, frame))))
            );
        if (flags.HasFlag(FunctionFlags.IgnoresFrame) && order.Count == 0)
            throw MissingOrder(name);
        if (frame is not null && flags.HasFlag(FunctionFlags.IgnoresFrame))
        {
            var required = flags.HasFlag(FunctionFlags.RowsToCurrent)
                ? new WindowFrame(true, FrameBound.Limitless, FrameBound.CurrentRow)
                : null;
            if (required is null || frame != required)
            {
                throw SparkErrors.Analysis(
                    "WINDOW_FUNCTION_AND_FRAME_MISMATCH",
                    ("funcName", SparkErrors.Quote(ExprPrinter.Print(function))),
                    ("windowExpr", SparkErrors.Quote(ExprPrinter.Print(new WindowExpression(function, partition, order, frame))))
                );
            }
        }

        return new WindowExpression(function, partition, order, frame is null ? null : Checked(frame, order, mode));
    }

    private static Microsoft.Spark.AnalysisException MissingOrder(string name) =>
        SparkErrors.Analysis("_LEGACY_ERROR_TEMP_1037", ("wf", $"{name}()"));

    private static WindowFrame Checked(WindowFrame frame, IReadOnlyList<SortKey> order, EvalMode mode)
    {
        if (frame.IsRows)
        {
            foreach (var bound in (FrameBound[])[frame.Lower, frame.Upper])
            {
                if (bound.Offset is { } offset && offset.Type is not IntegralType)
                {
                    throw SparkErrors.Analysis(
                        "DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE",
                        ("sqlExpr", SparkErrors.Quote(ExprPrinter.Print(offset))),
                        ("location", ReferenceEquals(bound, frame.Lower) ? "lower" : "upper"),
                        ("exprType", TypeText.Quoted(offset.Type)),
                        ("expectedType", "\"INT\"")
                    );
                }
            }

            return frame;
        }

        if (frame.Lower.Offset is null && frame.Upper.Offset is null)
            return frame;
        if (order.Count == 0)
            throw SparkErrors.Analysis("DATATYPE_MISMATCH.RANGE_FRAME_WITHOUT_ORDER", ("sqlExpr", SparkErrors.Quote(FrameText(frame))));
        if (order.Count > 1)
            throw SparkErrors.Analysis(
                "DATATYPE_MISMATCH.RANGE_FRAME_MULTI_ORDER",
                ("sqlExpr", SparkErrors.Quote(FrameText(frame))),
                ("orderSpec", string.Join(",", order.Select(ExprPrinter.Print)))
            );
        var type = order[0].Child.Type;
        return frame with { Lower = Typed(frame.Lower, type, mode), Upper = Typed(frame.Upper, type, mode) };
    }

    private static string FrameText(WindowFrame frame) => $"{(frame.IsRows ? "ROWS" : "RANGE")} FRAME";

    private static FrameBound Typed(FrameBound bound, SparkType type, EvalMode mode)
    {
        if (bound.Offset is not { } offset)
            return bound;
        if (type is NumericType && ImplicitTypeCasts.ImplicitCast(offset, type, mode) is { } cast)
            return bound with { Offset = cast };
        if (type is NumericType && offset.Type is NumericType)
            return bound with { Offset = ImplicitTypeCasts.CastTo(offset, type, mode) };
        if (type == SparkType.Date && offset.Type is IntegralType { Bytes: <= 4 })
            return bound with { Offset = ImplicitTypeCasts.CastTo(offset, SparkType.Integer, mode) };
        if (
            (type == SparkType.Timestamp || type == SparkType.TimestampNtz || type == SparkType.Date)
                && offset.Type is DayTimeIntervalType or YearMonthIntervalType
            || offset.Type == SparkType.CalendarInterval
        )
            return bound;
        throw SparkErrors.Analysis(
            "DATATYPE_MISMATCH.RANGE_FRAME_INVALID_TYPE",
            ("sqlExpr", SparkErrors.Quote(ExprPrinter.Print(offset))),
            ("orderSpecType", TypeText.Quoted(type)),
            ("valueBoundaryType", TypeText.Quoted(offset.Type))
        );
    }
}
