using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Resolve;

/// <summary>Generators in select lists and lateral views.</summary>
internal static class Generators
{
    /// <summary>Takes the generators out of a select list: their rows are made under it, and their columns stand in their place.</summary>
    public static (LogicalPlan Plan, List<SelectItem> Items) Extract(LogicalPlan plan, List<SelectItem> items, RelationResolver relations)
    {
        if (items.Count(item => item.IsGenerator) > 1)
        {
            throw SparkErrors.Analysis(
                "UNSUPPORTED_GENERATOR.MULTI_GENERATOR",
                ("num", items.Count(item => item.IsGenerator).ToString(System.Globalization.CultureInfo.InvariantCulture)),
                (
                    "generators",
                    string.Join(
                        ", ",
                        items.Where(item => item.IsGenerator).Select(item => SparkErrors.Quote(ExprPrinter.Print(item.Value)))
                    )
                )
            );
        }

        var result = new List<SelectItem>(items.Count + 1);
        foreach (var item in items)
        {
            if (!item.IsGenerator)
            {
                if (item.Value.Any(static e => e is Call { Function.Definition.Kind: FunctionKind.Generator }))
                {
                    throw SparkErrors.Analysis(
                        "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS",
                        ("expression", SparkErrors.Quote(ExprPrinter.Print(item.Value)))
                    );
                }

                result.Add(item);
                continue;
            }

            var generator = (Call)item.Value;
            var generate = Over(plan, generator, IsOuter(generator), item.Names, relations);
            plan = generate;
            result.AddRange(generate.Columns.Select(column => new SelectItem(column.Name, column)));
        }

        return (plan, result);
    }

    /// <summary>Every row of a plan with each row that a generator makes of it.</summary>
    /// <param name="names">The names of the generator's columns; empty for its own.</param>
    public static Generate Over(LogicalPlan plan, Call generator, bool outer, IReadOnlyList<string> names, RelationResolver relations)
    {
        var fields = ((StructType)generator.Type).Fields;
        if (names.Count > 0 && names.Count != fields.Count)
        {
            throw SparkErrors.Analysis(
                "UDTF_ALIAS_NUMBER_MISMATCH",
                ("aliasesSize", fields.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("aliasesNames", string.Join(",", names))
            );
        }

        var columns = fields
            .Select((field, i) => relations.NewColumn(names.Count > 0 ? names[i] : field.Name, field.Type, field.Nullable || outer))
            .ToList();
        return new Generate(generator, outer, columns, plan);
    }

    /// <summary>Whether the generator keeps rows that it makes none of.</summary>
    public static bool IsOuter(Call generator) => generator.Function.Definition.Name.EndsWith("_outer", StringComparison.Ordinal);
}
