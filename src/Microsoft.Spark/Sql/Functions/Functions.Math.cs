namespace Microsoft.Spark.Sql;

/// <content>Mathematical functions.</content>
public static partial class Functions
{
    /// <summary>The logarithm to a base.</summary>
    public static Column Log(double logBase, Column column) => Invoke("log", Lit(logBase), column);

    /// <inheritdoc cref="Log(double, Column)"/>
    public static Column Log(double logBase, string columnName) => Log(logBase, Col(columnName));

    /// <summary>The angle, in radians, of the point to the axis of x.</summary>
    public static Column Atan2(Column y, Column x) => Invoke("atan2", y, x);

    /// <summary>The angle, in radians, of the point to the axis of x.</summary>
    public static Column Atan2(Column y, string xName) => Invoke("atan2", y, Col(xName));

    /// <summary>The angle, in radians, of the point to the axis of x.</summary>
    public static Column Atan2(string yName, Column x) => Invoke("atan2", Col(yName), x);

    /// <summary>The angle, in radians, of the point to the axis of x.</summary>
    public static Column Atan2(string yName, string xName) => Invoke("atan2", Col(yName), Col(xName));

    /// <summary>The angle, in radians, of the point to the axis of x.</summary>
    public static Column Atan2(Column y, double xValue) => Invoke("atan2", y, Lit(xValue));

    /// <summary>The angle, in radians, of the point to the axis of x.</summary>
    public static Column Atan2(string yName, double xValue) => Invoke("atan2", Col(yName), Lit(xValue));

    /// <summary>The angle, in radians, of the point to the axis of x.</summary>
    public static Column Atan2(double yValue, Column x) => Invoke("atan2", Lit(yValue), x);

    /// <summary>The angle, in radians, of the point to the axis of x.</summary>
    public static Column Atan2(double yValue, string xName) => Invoke("atan2", Lit(yValue), Col(xName));

    /// <summary>The square root of the sum of both squares, without overflow on the way.</summary>
    public static Column Hypot(Column left, Column right) => Invoke("hypot", left, right);

    /// <summary>The square root of the sum of both squares, without overflow on the way.</summary>
    public static Column Hypot(Column left, string rightName) => Invoke("hypot", left, Col(rightName));

    /// <summary>The square root of the sum of both squares, without overflow on the way.</summary>
    public static Column Hypot(string leftName, Column right) => Invoke("hypot", Col(leftName), right);

    /// <summary>The square root of the sum of both squares, without overflow on the way.</summary>
    public static Column Hypot(string leftName, string rightName) => Invoke("hypot", Col(leftName), Col(rightName));

    /// <summary>The square root of the sum of both squares, without overflow on the way.</summary>
    public static Column Hypot(Column left, double right) => Invoke("hypot", left, Lit(right));

    /// <summary>The square root of the sum of both squares, without overflow on the way.</summary>
    public static Column Hypot(string leftName, double right) => Invoke("hypot", Col(leftName), Lit(right));

    /// <summary>The square root of the sum of both squares, without overflow on the way.</summary>
    public static Column Hypot(double left, Column right) => Invoke("hypot", Lit(left), right);

    /// <summary>The square root of the sum of both squares, without overflow on the way.</summary>
    public static Column Hypot(double left, string rightName) => Invoke("hypot", Lit(left), Col(rightName));

    /// <summary>The first to the power of the second.</summary>
    public static Column Pow(Column left, Column right) => Invoke("power", left, right);

    /// <summary>The first to the power of the second.</summary>
    public static Column Pow(Column left, string rightName) => Invoke("power", left, Col(rightName));

    /// <summary>The first to the power of the second.</summary>
    public static Column Pow(string leftName, Column right) => Invoke("power", Col(leftName), right);

    /// <summary>The first to the power of the second.</summary>
    public static Column Pow(string leftName, string rightName) => Invoke("power", Col(leftName), Col(rightName));

    /// <summary>The first to the power of the second.</summary>
    public static Column Pow(Column left, double right) => Invoke("power", left, Lit(right));

    /// <summary>The first to the power of the second.</summary>
    public static Column Pow(string leftName, double right) => Invoke("power", Col(leftName), Lit(right));

    /// <summary>The first to the power of the second.</summary>
    public static Column Pow(double left, Column right) => Invoke("power", Lit(left), right);

    /// <summary>The first to the power of the second.</summary>
    public static Column Pow(double left, string rightName) => Invoke("power", Lit(left), Col(rightName));

    /// <summary>The value without its sign.</summary>
    public static Column Abs(Column column) => Invoke("abs", column);

    /// <summary>The value without its sign.</summary>
    public static Column Abs(string columnName) => Invoke("abs", Col(columnName));

    /// <summary>The arc cosine, in radians.</summary>
    public static Column Acos(Column column) => Invoke("acos", column);

    /// <summary>The arc cosine, in radians.</summary>
    public static Column Acos(string columnName) => Invoke("acos", Col(columnName));

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static Column Acosh(Column column) => Invoke("acosh", column);

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static Column Acosh(string columnName) => Invoke("acosh", Col(columnName));

    /// <summary>The arc sine, in radians.</summary>
    public static Column Asin(Column column) => Invoke("asin", column);

    /// <summary>The arc sine, in radians.</summary>
    public static Column Asin(string columnName) => Invoke("asin", Col(columnName));

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Column Asinh(Column column) => Invoke("asinh", column);

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Column Asinh(string columnName) => Invoke("asinh", Col(columnName));

    /// <summary>The arc tangent, in radians.</summary>
    public static Column Atan(Column column) => Invoke("atan", column);

    /// <summary>The arc tangent, in radians.</summary>
    public static Column Atan(string columnName) => Invoke("atan", Col(columnName));

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Column Atanh(Column column) => Invoke("atanh", column);

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Column Atanh(string columnName) => Invoke("atanh", Col(columnName));

    /// <summary>The whole number in binary digits.</summary>
    public static Column Bin(Column column) => Invoke("bin", column);

    /// <summary>The whole number in binary digits.</summary>
    public static Column Bin(string columnName) => Invoke("bin", Col(columnName));

    /// <summary>The cube root.</summary>
    public static Column Cbrt(Column column) => Invoke("cbrt", column);

    /// <summary>The cube root.</summary>
    public static Column Cbrt(string columnName) => Invoke("cbrt", Col(columnName));

    /// <summary>The least whole number that is not less.</summary>
    public static Column Ceil(Column column) => Invoke("ceil", column);

    /// <summary>The least whole number that is not less.</summary>
    public static Column Ceil(string columnName) => Invoke("ceil", Col(columnName));

    /// <summary>The least number of that many digits after the point that is not less.</summary>
    public static Column Ceil(Column column, int scale) => Invoke("ceil", column, Lit(scale));

    /// <summary>The least whole number that is not less.</summary>
    public static Column Ceiling(Column column) => Invoke("ceiling", column);

    /// <summary>The least whole number that is not less.</summary>
    public static Column Ceiling(string columnName) => Invoke("ceiling", Col(columnName));

    /// <summary>The number, as text, from one base in another.</summary>
    public static Column Conv(Column column, int fromBase, int toBase) => Invoke("conv", column, Lit(fromBase), Lit(toBase));

    /// <summary>The cosine of an angle in radians.</summary>
    public static Column Cos(Column column) => Invoke("cos", column);

    /// <summary>The cosine of an angle in radians.</summary>
    public static Column Cos(string columnName) => Invoke("cos", Col(columnName));

    /// <summary>The hyperbolic cosine.</summary>
    public static Column Cosh(Column column) => Invoke("cosh", column);

    /// <summary>The hyperbolic cosine.</summary>
    public static Column Cosh(string columnName) => Invoke("cosh", Col(columnName));

    /// <summary>The cotangent of an angle in radians.</summary>
    public static Column Cot(Column column) => Invoke("cot", column);

    /// <summary>The cotangent of an angle in radians.</summary>
    public static Column Cot(string columnName) => Invoke("cot", Col(columnName));

    /// <summary>The cosecant of an angle in radians.</summary>
    public static Column Csc(Column column) => Invoke("csc", column);

    /// <summary>The cosecant of an angle in radians.</summary>
    public static Column Csc(string columnName) => Invoke("csc", Col(columnName));

    /// <summary>Radians in degrees.</summary>
    public static Column Degrees(Column column) => Invoke("degrees", column);

    /// <summary>Radians in degrees.</summary>
    public static Column Degrees(string columnName) => Invoke("degrees", Col(columnName));

    /// <summary>Euler's number.</summary>
    public static Column E() => Invoke("e");

    /// <summary>e to the power of the value.</summary>
    public static Column Exp(Column column) => Invoke("exp", column);

    /// <summary>e to the power of the value.</summary>
    public static Column Exp(string columnName) => Invoke("exp", Col(columnName));

    /// <summary>e to the power of the value, less 1.</summary>
    public static Column Expm1(Column column) => Invoke("expm1", column);

    /// <summary>e to the power of the value, less 1.</summary>
    public static Column Expm1(string columnName) => Invoke("expm1", Col(columnName));

    /// <summary>The factorial.</summary>
    public static Column Factorial(Column column) => Invoke("factorial", column);

    /// <summary>The factorial.</summary>
    public static Column Factorial(string columnName) => Invoke("factorial", Col(columnName));

    /// <summary>The greatest whole number that is not greater.</summary>
    public static Column Floor(Column column) => Invoke("floor", column);

    /// <summary>The greatest whole number that is not greater.</summary>
    public static Column Floor(string columnName) => Invoke("floor", Col(columnName));

    /// <summary>The greatest number of that many digits after the point that is not greater.</summary>
    public static Column Floor(Column column, int scale) => Invoke("floor", column, Lit(scale));

    /// <summary>The number, text or bytes in hexadecimal digits.</summary>
    public static Column Hex(Column column) => Invoke("hex", column);

    /// <summary>The number, text or bytes in hexadecimal digits.</summary>
    public static Column Hex(string columnName) => Invoke("hex", Col(columnName));

    /// <summary>Hexadecimal digits as bytes.</summary>
    public static Column Unhex(Column column) => Invoke("unhex", column);

    /// <summary>Hexadecimal digits as bytes.</summary>
    public static Column Unhex(string columnName) => Invoke("unhex", Col(columnName));

    /// <summary>The natural logarithm.</summary>
    public static Column Ln(Column column) => Invoke("ln", column);

    /// <summary>The natural logarithm.</summary>
    public static Column Ln(string columnName) => Invoke("ln", Col(columnName));

    /// <summary>The natural logarithm.</summary>
    public static Column Log(Column column) => Invoke("ln", column);

    /// <summary>The natural logarithm.</summary>
    public static Column Log(string columnName) => Invoke("ln", Col(columnName));

    /// <summary>The logarithm to base 10.</summary>
    public static Column Log10(Column column) => Invoke("log10", column);

    /// <summary>The logarithm to base 10.</summary>
    public static Column Log10(string columnName) => Invoke("log10", Col(columnName));

    /// <summary>The natural logarithm of the value and 1.</summary>
    public static Column Log1p(Column column) => Invoke("log1p", column);

    /// <summary>The natural logarithm of the value and 1.</summary>
    public static Column Log1p(string columnName) => Invoke("log1p", Col(columnName));

    /// <summary>The logarithm to base 2.</summary>
    public static Column Log2(Column column) => Invoke("log2", column);

    /// <summary>The logarithm to base 2.</summary>
    public static Column Log2(string columnName) => Invoke("log2", Col(columnName));

    /// <summary>The number with the other sign.</summary>
    public static Column Negative(Column column) => Invoke("negative", column);

    /// <summary>The number with the other sign.</summary>
    public static Column Negative(string columnName) => Invoke("negative", Col(columnName));

    /// <summary>The number.</summary>
    public static Column Positive(Column column) => Invoke("positive", column);

    /// <summary>The number.</summary>
    public static Column Positive(string columnName) => Invoke("positive", Col(columnName));

    /// <summary>The number π.</summary>
    public static Column Pi() => Invoke("pi");

    /// <summary>The remainder, not negative for a positive divisor.</summary>
    public static Column Pmod(Column left, Column right) => Invoke("pmod", left, right);

    /// <summary>Degrees in radians.</summary>
    public static Column Radians(Column column) => Invoke("radians", column);

    /// <summary>Degrees in radians.</summary>
    public static Column Radians(string columnName) => Invoke("radians", Col(columnName));

    /// <summary>The nearest whole number, as a double.</summary>
    public static Column Rint(Column column) => Invoke("rint", column);

    /// <summary>The nearest whole number, as a double.</summary>
    public static Column Rint(string columnName) => Invoke("rint", Col(columnName));

    /// <summary>The value rounded, halves away from 0, to that many digits after the point or to whole numbers.</summary>
    public static Column Round(Column column) => Invoke("round", column);

    /// <summary>The value rounded, halves away from 0, to that many digits after the point or to whole numbers.</summary>
    public static Column Round(Column column, int scale) => Invoke("round", column, Lit(scale));

    /// <summary>The value rounded, halves to even, to that many digits after the point or to whole numbers.</summary>
    public static Column Bround(Column column) => Invoke("bround", column);

    /// <summary>The value rounded, halves to even, to that many digits after the point or to whole numbers.</summary>
    public static Column Bround(Column column, int scale) => Invoke("bround", column, Lit(scale));

    /// <summary>The secant of an angle in radians.</summary>
    public static Column Sec(Column column) => Invoke("sec", column);

    /// <summary>The secant of an angle in radians.</summary>
    public static Column Sec(string columnName) => Invoke("sec", Col(columnName));

    /// <summary>-1, 0 or 1.</summary>
    public static Column Sign(Column column) => Invoke("sign", column);

    /// <summary>-1, 0 or 1.</summary>
    public static Column Sign(string columnName) => Invoke("sign", Col(columnName));

    /// <summary>-1, 0 or 1.</summary>
    public static Column Signum(Column column) => Invoke("signum", column);

    /// <summary>-1, 0 or 1.</summary>
    public static Column Signum(string columnName) => Invoke("signum", Col(columnName));

    /// <summary>The sine of an angle in radians.</summary>
    public static Column Sin(Column column) => Invoke("sin", column);

    /// <summary>The sine of an angle in radians.</summary>
    public static Column Sin(string columnName) => Invoke("sin", Col(columnName));

    /// <summary>The hyperbolic sine.</summary>
    public static Column Sinh(Column column) => Invoke("sinh", column);

    /// <summary>The hyperbolic sine.</summary>
    public static Column Sinh(string columnName) => Invoke("sinh", Col(columnName));

    /// <summary>The square root.</summary>
    public static Column Sqrt(Column column) => Invoke("sqrt", column);

    /// <summary>The square root.</summary>
    public static Column Sqrt(string columnName) => Invoke("sqrt", Col(columnName));

    /// <summary>The tangent of an angle in radians.</summary>
    public static Column Tan(Column column) => Invoke("tan", column);

    /// <summary>The tangent of an angle in radians.</summary>
    public static Column Tan(string columnName) => Invoke("tan", Col(columnName));

    /// <summary>The hyperbolic tangent.</summary>
    public static Column Tanh(Column column) => Invoke("tanh", column);

    /// <summary>The hyperbolic tangent.</summary>
    public static Column Tanh(string columnName) => Invoke("tanh", Col(columnName));

    /// <summary>The sum; null when it overflows.</summary>
    public static Column TryAdd(Column left, Column right) => Invoke("try_add", left, right);

    /// <summary>The quotient; null for a divisor of 0.</summary>
    public static Column TryDivide(Column left, Column right) => Invoke("try_divide", left, right);

    /// <summary>The remainder; null for a divisor of 0.</summary>
    public static Column TryMod(Column left, Column right) => Invoke("try_mod", left, right);

    /// <summary>The product; null when it overflows.</summary>
    public static Column TryMultiply(Column left, Column right) => Invoke("try_multiply", left, right);

    /// <summary>The difference; null when it overflows.</summary>
    public static Column TrySubtract(Column left, Column right) => Invoke("try_subtract", left, right);

    /// <summary>The number of the bucket that the value falls into when the range is cut into equal ones.</summary>
    public static Column WidthBucket(Column value, Column min, Column max, Column numBuckets) =>
        Invoke("width_bucket", value, min, max, numBuckets);
}
