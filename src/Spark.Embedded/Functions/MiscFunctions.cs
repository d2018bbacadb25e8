using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>Miscellaneous functions: about the session, the row, the type; and errors that a query raises itself.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#misc-functions</remarks>
internal static class MiscFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(
                ["typeof"],
                "SELECT typeof(1)",
                name => Scalar(name, [Any], SparkType.String, a => $"'{a.TypeOf(0).Name.Replace("'", "''")}'").NeverNull()
            ),
            new(["version"], "SELECT version()", name => Scalar(name, [], SparkType.String, _ => "'4.1.3 embedded'")),
            new(
                ["current_user", "user", "session_user"],
                "SELECT current_user()",
                name => Scalar(name, [], SparkType.String, _ => $"'{Environment.UserName.Replace("'", "''")}'")
            ),
            new(["current_catalog"], "SELECT current_catalog()", name => Scalar(name, [], SparkType.String, _ => "'spark_catalog'")),
            new(
                ["current_database", "current_schema"],
                "SELECT current_database()",
                name =>
                    Scalar(name, [], SparkType.String, a => $"'{a.Call.Session.CurrentDatabase.Replace("'", "''")}'")
                        .PrintedAs("current_schema")
            ),
            new(
                ["uuid"],
                "SELECT uuid()",
                name =>
                    Bound(
                            name,
                            FunctionKind.Scalar,
                            call =>
                                call.Arguments.Count == 0
                                    ? Result(call, [], SparkType.String, false, _ => "CAST(uuid() AS VARCHAR)")
                                    : throw BindError.Unsupported(call, "with a seed")
                        )
                        .Indeterminate()
            ),
            new(
                ["monotonically_increasing_id"],
                "SELECT monotonically_increasing_id()",
                name => Scalar(name, [], SparkType.Long, _ => "(row_number() OVER () - 1)").Indeterminate()
            ),
            new(
                ["spark_partition_id"],
                "SELECT spark_partition_id()",
                name => Scalar(name, [], SparkType.Integer, _ => "0").Indeterminate().PrintedAs("SPARK_PARTITION_ID")
            ),
            new(["assert_true"], "SELECT assert_true(0 < 1)", name => Bound(name, FunctionKind.Scalar, AssertTrue)),
            new(["raise_error"], "SELECT raise_error('custom error message')", name => Bound(name, FunctionKind.Scalar, RaiseError)),
        ];

    private static BoundFunction AssertTrue(FunctionCall call)
    {
        var message =
            call.Arguments.Count == 1 ? new Literal($"'{ExprPrinter.Print(call.Arguments[0])}' is not true!", SparkType.String) : null;
        var arguments = Match(message is null ? call : call with { Arguments = [call.Arguments[0], message] }, [Flag, Text]);
        return Result(
            call,
            arguments,
            SparkType.Null,
            true,
            a => $"CASE WHEN {a[0]} THEN CAST(NULL AS INTEGER) ELSE {RuntimeError.Sql("USER_RAISED_EXCEPTION", ("errorMessage", a[1]))} END"
        );
    }

    private static BoundFunction RaiseError(FunctionCall call)
    {
        if (call.Arguments.Count == 2)
            throw BindError.Unsupported(call, "with an error class");
        var arguments = Match(call, [Text]);
        return Result(
            call,
            arguments,
            SparkType.Null,
            true,
            a =>
                $"CASE WHEN {a[0]} IS NULL THEN {RuntimeError.Sql("USER_RAISED_EXCEPTION", ("errorMessage", "'null'"))} "
                + $"ELSE {RuntimeError.Sql("USER_RAISED_EXCEPTION", ("errorMessage", a[0]))} END"
        ) with
        {
            Deterministic = false,
            Print = printed => $"raise_error(USER_RAISED_EXCEPTION, map(errorMessage, {printed[0]}))",
        };
    }
}
