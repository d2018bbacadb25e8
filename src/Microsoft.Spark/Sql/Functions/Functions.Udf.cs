using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <content>Functions of users, which Spark Connect cannot run in .NET.</content>
public static partial class Functions
{
    /// <summary>A function in .NET. Code that makes one compiles and runs; a query that uses it raises <see cref="SparkUnsupportedOperationException"/>.</summary>
    /// <remarks>
    /// Spark Connect carries user functions in Python, Scala and Java only. The error says what to do instead.
    /// </remarks>
    public static Func<Column> Udf<TResult>(Func<TResult> udf) => () => UserCode.Column();

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column> Udf(Func<Row> udf, StructType returnType) => () => UserCode.Column();

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column> Udf<T, TResult>(Func<T, TResult> udf) => (c1) => UserCode.Column(c1);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column> Udf<T>(Func<T, Row> udf, StructType returnType) => (c1) => UserCode.Column(c1);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column> Udf<T1, T2, TResult>(Func<T1, T2, TResult> udf) => (c1, c2) => UserCode.Column(c1, c2);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column> Udf<T1, T2>(Func<T1, T2, Row> udf, StructType returnType) =>
        (c1, c2) => UserCode.Column(c1, c2);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column> Udf<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> udf) =>
        (c1, c2, c3) => UserCode.Column(c1, c2, c3);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column> Udf<T1, T2, T3>(Func<T1, T2, T3, Row> udf, StructType returnType) =>
        (c1, c2, c3) => UserCode.Column(c1, c2, c3);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> udf) =>
        (c1, c2, c3, c4) => UserCode.Column(c1, c2, c3, c4);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4>(Func<T1, T2, T3, T4, Row> udf, StructType returnType) =>
        (c1, c2, c3, c4) => UserCode.Column(c1, c2, c3, c4);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, TResult>(
        Func<T1, T2, T3, T4, T5, TResult> udf
    ) => (c1, c2, c3, c4, c5) => UserCode.Column(c1, c2, c3, c4, c5);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5>(
        Func<T1, T2, T3, T4, T5, Row> udf,
        StructType returnType
    ) => (c1, c2, c3, c4, c5) => UserCode.Column(c1, c2, c3, c4, c5);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, TResult>(
        Func<T1, T2, T3, T4, T5, T6, TResult> udf
    ) => (c1, c2, c3, c4, c5, c6) => UserCode.Column(c1, c2, c3, c4, c5, c6);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6>(
        Func<T1, T2, T3, T4, T5, T6, Row> udf,
        StructType returnType
    ) => (c1, c2, c3, c4, c5, c6) => UserCode.Column(c1, c2, c3, c4, c5, c6);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, TResult>(
        Func<T1, T2, T3, T4, T5, T6, T7, TResult> udf
    ) => (c1, c2, c3, c4, c5, c6, c7) => UserCode.Column(c1, c2, c3, c4, c5, c6, c7);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7>(
        Func<T1, T2, T3, T4, T5, T6, T7, Row> udf,
        StructType returnType
    ) => (c1, c2, c3, c4, c5, c6, c7) => UserCode.Column(c1, c2, c3, c4, c5, c6, c7);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(
        Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> udf
    ) => (c1, c2, c3, c4, c5, c6, c7, c8) => UserCode.Column(c1, c2, c3, c4, c5, c6, c7, c8);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8>(
        Func<T1, T2, T3, T4, T5, T6, T7, T8, Row> udf,
        StructType returnType
    ) => (c1, c2, c3, c4, c5, c6, c7, c8) => UserCode.Column(c1, c2, c3, c4, c5, c6, c7, c8);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<
        T1,
        T2,
        T3,
        T4,
        T5,
        T6,
        T7,
        T8,
        T9,
        TResult
    >(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult> udf) =>
        (c1, c2, c3, c4, c5, c6, c7, c8, c9) => UserCode.Column(c1, c2, c3, c4, c5, c6, c7, c8, c9);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<
        T1,
        T2,
        T3,
        T4,
        T5,
        T6,
        T7,
        T8,
        T9
    >(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, Row> udf, StructType returnType) =>
        (c1, c2, c3, c4, c5, c6, c7, c8, c9) => UserCode.Column(c1, c2, c3, c4, c5, c6, c7, c8, c9);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<
        T1,
        T2,
        T3,
        T4,
        T5,
        T6,
        T7,
        T8,
        T9,
        T10,
        TResult
    >(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult> udf) =>
        (c1, c2, c3, c4, c5, c6, c7, c8, c9, c10) => UserCode.Column(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10);

    /// <inheritdoc cref="Udf{TResult}(Func{TResult})"/>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<
        T1,
        T2,
        T3,
        T4,
        T5,
        T6,
        T7,
        T8,
        T9,
        T10
    >(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, Row> udf, StructType returnType) =>
        (c1, c2, c3, c4, c5, c6, c7, c8, c9, c10) => UserCode.Column(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10);
}
