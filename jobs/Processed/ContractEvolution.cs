using Microsoft.Spark.Sql;
using Spark.Jobs.Datasets;
using Spark.Jobs.Lakes;

namespace Spark.Jobs.Processed;

/// <summary>Brings a processed table to the columns of a contract that changed since the table was made.</summary>
internal static class ContractEvolution
{
    /// <summary>Adds new columns that may be missing in the rows that are there; everything else needs the table made anew.</summary>
    /// <exception cref="LakeException">The table and the contract differ otherwise; the message names the columns.</exception>
    public static void Apply(SparkSession spark, DataContract contract, LakeTable table)
    {
        var there = spark
            .Read()
            .Format("delta")
            .Load(table.Path)
            .Schema()
            .Fields.ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
        var differences = new List<string>();
        var added = new List<string>();
        foreach (var property in contract.Properties)
        {
            if (!there.Remove(property.Name, out var field))
            {
                if (property.Required)
                    differences.Add($"'{property.Name}' is required and new: the rows that are there have no value for it");
                else
                    added.Add($"`{property.Name}` {property.PhysicalType}");
            }
            else if (field.DataType.CatalogString != property.PhysicalType)
            {
                differences.Add(
                    $"'{property.Name}' is {property.PhysicalType} in the contract and {field.DataType.CatalogString} in the table"
                );
            }
        }

        var more = there.Keys.Where(column => column != DataContract.SourceHash).ToList();
        differences.AddRange(more.Select(column => $"the contract no longer has '{column}'"));
        if (differences.Count > 0)
        {
            throw new LakeException(
                $"{table.Name} does not fit version {contract.Version} of its contract: {string.Join("; ", differences)}. "
                    + "Run with --full-refresh to make it anew from the raw files."
            );
        }

        if (added.Count > 0)
            spark.Sql(
                $"alter table delta.`{table.Path.Replace("`", "``", StringComparison.Ordinal)}` add columns ({string.Join(", ", added)})"
            );
    }
}
