namespace Microsoft.Spark.Sql;

/// <content>Predicates and bits.</content>
public static partial class Functions
{
    /// <summary>True where the condition is false, and the other way round.</summary>
    public static Column Not(Column column) => Invoke("not", column);

    /// <summary>The number with the other sign.</summary>
    public static Column Negate(Column column) => Invoke("negative", column);

    /// <summary>All bits turned over.</summary>
    public static Column BitwiseNOT(Column column) => Invoke("~", column);

    /// <summary>All bits turned over.</summary>
    public static Column Bitwise_Not(Column column) => Invoke("~", column);

    /// <summary>The number of bits that are set.</summary>
    public static Column BitCount(Column column) => Invoke("bit_count", column);

    /// <summary>The bit at a position, counted from the lowest as 0.</summary>
    public static Column BitGet(Column column, Column position) => Invoke("bit_get", column, position);

    /// <summary>The bit at a position, counted from the lowest as 0.</summary>
    public static Column GetBit(Column column, Column position) => Invoke("getbit", column, position);

    /// <summary>The bits moved left.</summary>
    public static Column ShiftLeft(Column column, int numBits) => Invoke("shiftleft", column, Lit(numBits));

    /// <summary>The bits moved left.</summary>
    public static Column Shiftleft(Column column, int numBits) => Invoke("shiftleft", column, Lit(numBits));

    /// <summary>The bits moved right, with the sign.</summary>
    public static Column ShiftRight(Column column, int numBits) => Invoke("shiftright", column, Lit(numBits));

    /// <summary>The bits moved right, with the sign.</summary>
    public static Column Shiftright(Column column, int numBits) => Invoke("shiftright", column, Lit(numBits));

    /// <summary>The bits moved right, without the sign.</summary>
    public static Column ShiftRightUnsigned(Column column, int numBits) => Invoke("shiftrightunsigned", column, Lit(numBits));

    /// <summary>The bits moved right, without the sign.</summary>
    public static Column Shiftrightunsigned(Column column, int numBits) => Invoke("shiftrightunsigned", column, Lit(numBits));

    /// <summary>Whether the text matches a pattern of SQL.</summary>
    public static Column Like(Column text, Column pattern) => Invoke("like", text, pattern);

    /// <summary>Whether the text matches a pattern of SQL.</summary>
    public static Column Like(Column text, Column pattern, Column escapeChar) => Invoke("like", text, pattern, escapeChar);

    /// <summary>Whether the text matches a pattern of SQL without regard to case.</summary>
    public static Column ILike(Column text, Column pattern) => Invoke("ilike", text, pattern);

    /// <summary>Whether the text matches a pattern of SQL without regard to case.</summary>
    public static Column ILike(Column text, Column pattern, Column escapeChar) => Invoke("ilike", text, pattern, escapeChar);

    /// <summary>Whether a regular expression matches somewhere in the text.</summary>
    public static Column RLike(Column text, Column regexp) => Invoke("rlike", text, regexp);

    /// <summary>Whether a regular expression matches somewhere in the text.</summary>
    public static Column Regexp(Column text, Column regexp) => Invoke("regexp", text, regexp);

    /// <summary>Whether a regular expression matches somewhere in the text.</summary>
    public static Column RegexpLike(Column text, Column regexp) => Invoke("regexp_like", text, regexp);

    /// <summary>Whether the first text holds the second.</summary>
    public static Column Contains(Column left, Column right) => Invoke("contains", left, right);

    /// <summary>Whether the text begins with the other.</summary>
    public static Column StartsWith(Column text, Column prefix) => Invoke("startswith", text, prefix);

    /// <summary>Whether the text ends with the other.</summary>
    public static Column EndsWith(Column text, Column suffix) => Invoke("endswith", text, suffix);
}
