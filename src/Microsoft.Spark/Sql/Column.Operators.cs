using Proto = global::Spark.Connect;

namespace Microsoft.Spark.Sql;

/// <content>Operators and predicates.</content>
public sealed partial class Column
{
    /// <summary>The number with the other sign.</summary>
    public static Column operator -(Column self) => Function("negative", self);

    /// <summary>True where the condition is false, and the other way round.</summary>
    public static Column operator !(Column self) => Function("not", self);

    public static Column operator ==(Column? lhs, object? rhs) => Binary("==", lhs, rhs);

    public static Column operator !=(Column? lhs, object? rhs) => Function("not", Binary("==", lhs, rhs));

    public static Column operator >(Column lhs, object rhs) => Binary(">", lhs, rhs);

    public static Column operator <(Column lhs, object rhs) => Binary("<", lhs, rhs);

    public static Column operator <=(Column lhs, object rhs) => Binary("<=", lhs, rhs);

    public static Column operator >=(Column lhs, object rhs) => Binary(">=", lhs, rhs);

    public static Column operator |(Column lhs, Column rhs) => Function("or", lhs, rhs);

    public static Column operator &(Column lhs, Column rhs) => Function("and", lhs, rhs);

    public static Column operator +(Column lhs, object rhs) => Binary("+", lhs, rhs);

    public static Column operator -(Column lhs, object rhs) => Binary("-", lhs, rhs);

    public static Column operator *(Column lhs, object rhs) => Binary("*", lhs, rhs);

    public static Column operator /(Column lhs, object rhs) => Binary("/", lhs, rhs);

    public static Column operator %(Column lhs, object rhs) => Binary("%", lhs, rhs);

    /// <summary>Whether the two are equal; null when one of them is.</summary>
    public Column EqualTo(object? rhs) => this == rhs;

    /// <summary>Whether the two differ; null when one of them is.</summary>
    public Column NotEqual(object? rhs) => this != rhs;

    /// <summary>Whether this is greater.</summary>
    public Column Gt(object rhs) => this > rhs;

    /// <summary>Whether this is less.</summary>
    public Column Lt(object rhs) => this < rhs;

    /// <summary>Whether this is less or equal.</summary>
    public Column Leq(object rhs) => this <= rhs;

    /// <summary>Whether this is greater or equal.</summary>
    public Column Geq(object rhs) => this >= rhs;

    /// <summary>Whether the two are equal, where null equals null and nothing else.</summary>
    public Column EqNullSafe(object? obj) => Binary("<=>", this, obj);

    /// <summary>Whether the value lies between the two, both included.</summary>
    public Column Between(object lowerBound, object upperBound) => (this >= lowerBound) & (this <= upperBound);

    /// <summary>Whether the value is not a number.</summary>
    public Column IsNaN() => Function("isNaN", this);

    /// <summary>Whether there is no value.</summary>
    public Column IsNull() => Function("isNull", this);

    /// <summary>Whether there is a value.</summary>
    public Column IsNotNull() => Function("isNotNull", this);

    /// <summary>Whether this or the other holds.</summary>
    public Column Or(Column other) => this | other;

    /// <summary>Whether this and the other hold.</summary>
    public Column And(Column other) => this & other;

    /// <summary>The sum.</summary>
    public Column Plus(object rhs) => this + rhs;

    /// <summary>The difference.</summary>
    public Column Minus(object rhs) => this - rhs;

    /// <summary>The product.</summary>
    public Column Multiply(object rhs) => this * rhs;

    /// <summary>The quotient, as a fraction or a decimal.</summary>
    public Column Divide(object rhs) => this / rhs;

    /// <summary>The remainder, with the sign of the dividend.</summary>
    public Column Mod(object rhs) => this % rhs;

    /// <summary>Whether the text matches a pattern of SQL, where <c>%</c> is any text and <c>_</c> any character.</summary>
    public Column Like(string literal) => Binary("like", this, literal);

    /// <summary><see cref="Like(string)"/> without regard to case.</summary>
    public Column ILike(string literal) => Binary("ilike", this, literal);

    /// <summary>Whether a regular expression of Java matches somewhere in the text.</summary>
    public Column RLike(string literal) => Binary("rlike", this, literal);

    /// <summary>A part of the text or of the bytes.</summary>
    /// <param name="startPos">Where it begins; the first character is 1.</param>
    /// <param name="len">How many characters.</param>
    public Column SubStr(Column startPos, Column len) => Function("substr", this, startPos, len);

    /// <inheritdoc cref="SubStr(Column, Column)"/>
    public Column SubStr(int startPos, int len) => Function("substr", this, ToColumn(startPos), ToColumn(len));

    /// <summary>Whether the text holds the other.</summary>
    public Column Contains(object other) => Binary("contains", this, other);

    /// <summary>Whether the text begins with the other.</summary>
    public Column StartsWith(Column other) => Binary("startsWith", this, other);

    /// <inheritdoc cref="StartsWith(Column)"/>
    public Column StartsWith(string literal) => Binary("startsWith", this, literal);

    /// <summary>Whether the text ends with the other.</summary>
    public Column EndsWith(Column other) => Binary("endsWith", this, other);

    /// <inheritdoc cref="EndsWith(Column)"/>
    public Column EndsWith(string literal) => Binary("endsWith", this, literal);

    /// <summary>The bits that are set in either.</summary>
    public Column BitwiseOR(object other) => Binary("|", this, other);

    /// <summary>The bits that are set in both.</summary>
    public Column BitwiseAND(object other) => Binary("&", this, other);

    /// <summary>The bits that are set in one of the two.</summary>
    public Column BitwiseXOR(object other) => Binary("^", this, other);

    /// <summary>Whether the value is one of those listed.</summary>
    public Column IsIn(params string[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params int[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params long[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params bool[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params short[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params float[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params double[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params decimal[] list) => In(list);

    /// <inheritdoc cref="IsIn(string[])"/>
    public Column IsIn(params Column[] list) => In(list);

    /// <summary>Whether the value, or the tuple when this is a struct, is a row of a DataFrame.</summary>
    public Column IsIn(DataFrame subquery)
    {
        NotNull(subquery);
        var expression = new Proto.SubqueryExpression
        {
            PlanId = subquery.PlanId,
            SubqueryType = Proto.SubqueryExpression.Types.SubqueryType.In,
        };
        if (Expression.UnresolvedFunction is { FunctionName: "struct", Arguments: var fields })
            expression.InSubqueryValues.Add(fields);
        else
            expression.InSubqueryValues.Add(Expression);
        return new(new Proto.Expression { SubqueryExpression = expression }, Together(Subqueries, [subquery]));
    }

    private Column In<T>(IEnumerable<T> values) => Function("in", [this, .. values.Select(value => ToColumn(value))]);

    private static Column Binary(string name, Column? left, object? right) => Function(name, ToColumn(left), ToColumn(right));
}
