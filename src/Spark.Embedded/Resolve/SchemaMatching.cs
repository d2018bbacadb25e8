using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Fits columns to a schema by name, as <c>DataFrame.To</c> does.</summary>
internal static class SchemaMatching
{
    /// <summary>The column that a field of the schema takes.</summary>
    public static SelectItem Field(Scope input, StructField field, SessionContext session, EvalMode mode)
    {
        var found = input.Find(field.Name, session);
        if (found.Count == 0)
        {
            return field.Nullable
                ? new SelectItem(field.Name, new Literal(null, field.Type)) { Renamed = true }
                : throw SparkErrors.Analysis("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", ("objectName", SparkErrors.Identifier(field.Name)));
        }

        var column = found[0].Attribute;
        if (column.Nullable && !field.Nullable)
            throw SparkErrors.Analysis("NULLABLE_COLUMN_OR_FIELD", ("name", SparkErrors.Identifier(field.Name)));
        if (!CastRules.CanCast(column.Type, field.Type, mode))
        {
            throw SparkErrors.Analysis(
                "INVALID_COLUMN_OR_FIELD_DATA_TYPE",
                ("name", SparkErrors.Identifier(field.Name)),
                ("type", TypeText.Quoted(column.Type)),
                ("expectedType", TypeText.Quoted(field.Type))
            );
        }

        return new SelectItem(field.Name, ImplicitTypeCasts.CastTo(column, field.Type, mode)) { Renamed = true };
    }
}
