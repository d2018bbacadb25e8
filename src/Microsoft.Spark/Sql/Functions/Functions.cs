namespace Microsoft.Spark.Sql;

/// <summary>
/// The functions of Spark SQL. The files of this class are the families of https://spark.apache.org/docs/latest/api/sql/.
/// </summary>
/// <remarks>
/// A function's text parameters are the names of columns where the parameter is called so, and literals otherwise. Any function of the engine
/// that has no method here can be called through <see cref="CallFunction"/> or <see cref="Expr"/>.
/// </remarks>
public static partial class Functions;
