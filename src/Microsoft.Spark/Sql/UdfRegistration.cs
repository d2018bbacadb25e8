using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <summary>Registers functions of users under a name for SQL.</summary>
public sealed class UdfRegistration
{
    private readonly SparkSession _session;

    internal UdfRegistration(SparkSession session) => _session = session;

    /// <summary>Registers a function that a Java class of the engine's class path does.</summary>
    /// <param name="name">The name for SQL.</param>
    /// <param name="className">A class that implements one of Spark's <c>UDF0</c> to <c>UDF22</c>.</param>
    /// <typeparam name="TResult">What it returns.</typeparam>
    public void RegisterJava<TResult>(string name, string className) =>
        RegisterJava(name, className, ClrTypes.ToDataType(typeof(TResult)).Type);

    /// <summary>Registers a function that a Java class of the engine's class path does; the engine finds out what it returns.</summary>
    public void RegisterJava(string name, string className) => RegisterJava(name, className, null);

    /// <summary>Registers an aggregate function that a Java class of the engine's class path does.</summary>
    public void RegisterJavaUDAF(string name, string className) =>
        _session.Execution.Command(
            new()
            {
                RegisterFunction = new()
                {
                    FunctionName = name,
                    Deterministic = true,
                    JavaUdf = new() { ClassName = className, Aggregate = true },
                },
            }
        );

    /// <summary>Spark Connect cannot run .NET code in a query.</summary>
    /// <exception cref="SparkUnsupportedOperationException">Always.</exception>
    public void Register<TResult>(string name, Func<TResult> f) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register(string name, Func<Row> f, StructType returnType) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T, TResult>(string name, Func<T, TResult> f) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T>(string name, Func<T, Row> f, StructType returnType) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, TResult>(string name, Func<T1, T2, TResult> f) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2>(string name, Func<T1, T2, Row> f, StructType returnType) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, TResult>(string name, Func<T1, T2, T3, TResult> f) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3>(string name, Func<T1, T2, T3, Row> f, StructType returnType) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, TResult>(string name, Func<T1, T2, T3, T4, TResult> f) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4>(string name, Func<T1, T2, T3, T4, Row> f, StructType returnType) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, TResult>(string name, Func<T1, T2, T3, T4, T5, TResult> f) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5>(string name, Func<T1, T2, T3, T4, T5, Row> f, StructType returnType) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, T6, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, TResult> f) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, T6>(string name, Func<T1, T2, T3, T4, T5, T6, Row> f, StructType returnType) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, T6, T7, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, TResult> f) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, T6, T7>(string name, Func<T1, T2, T3, T4, T5, T6, T7, Row> f, StructType returnType) =>
        throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> f) =>
        throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, Row> f, StructType returnType) =>
        throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult> f) =>
        throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
        string name,
        Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, Row> f,
        StructType returnType
    ) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult>(
        string name,
        Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult> f
    ) => throw NoUdf;

    /// <inheritdoc cref="Register{TResult}(string, Func{TResult})"/>
    public void Register<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(
        string name,
        Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, Row> f,
        StructType returnType
    ) => throw NoUdf;

    private static SparkUnsupportedOperationException NoUdf =>
        UserCode.Unsupported(
            "UdfRegistration.Register",
            "Define the function in SQL with CREATE TEMPORARY FUNCTION ... RETURN, or register a Java class with RegisterJava."
        );

    private void RegisterJava(string name, string className, DataType? returnType) =>
        _session.Execution.Command(
            new()
            {
                RegisterFunction = new()
                {
                    FunctionName = name,
                    Deterministic = true,
                    JavaUdf = new() { ClassName = className, OutputType = returnType?.ToProto() },
                },
            }
        );
}
