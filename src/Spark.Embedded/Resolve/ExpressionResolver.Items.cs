using Spark.Embedded.Errors;
using Spark.Embedded.Parse;
using Spark.Embedded.Plan;
using Message = Spark.Connect.Expression;

namespace Spark.Embedded.Resolve;

internal sealed partial class ExpressionResolver
{
    /// <summary>Resolves a select list: stars become columns, and what has no name gets the one that Spark gives it.</summary>
    public List<SelectItem> ResolveItems(IEnumerable<Message> messages)
    {
        var items = new List<SelectItem>();
        foreach (var message in messages)
        {
            var first = items.Count;
            if (IsStar(message))
                items.AddRange(ExpandStar(message));
            else if (message.ExprTypeCase == Message.ExprTypeOneofCase.UnresolvedRegex)
                items.AddRange(RegexColumns(message.UnresolvedRegex).Select(SelectItem.Of));
            else
                items.Add(ResolveItem(message));
            for (var i = first; i < items.Count; i++)
            {
                if (Aliases is not null && items[i] is { Renamed: true, IsGenerator: false })
                    Aliases.Add((items[i].Name, items[i].Value));
            }
        }

        return items;
    }

    /// <summary>Whether an expression stands for several columns.</summary>
    public static bool IsStar(Message message) =>
        message.ExprTypeCase == Message.ExprTypeOneofCase.UnresolvedStar
        || message.ExprTypeCase == Message.ExprTypeOneofCase.Extension && message.Extension.Is(Star.Descriptor)
        || message.ExprTypeCase == Message.ExprTypeOneofCase.ExpressionString && message.ExpressionString.Expression.Trim() == "*";

    private SelectItem ResolveItem(Message message)
    {
        switch (message.ExprTypeCase)
        {
            case Message.ExprTypeOneofCase.Alias:
                var alias = message.Alias;
                var value = Resolve(alias.Expr);
                if (alias.Name.Count > 1 && value is not Call { Function.Definition.Kind: FunctionKind.Generator })
                    throw SparkErrors.Analysis(
                        "MULTI_ALIAS_WITHOUT_GENERATOR",
                        ("expr", ExprPrinter.Print(value)),
                        ("names", string.Join(", ", alias.Name))
                    );
                return new SelectItem(alias.Name[0], value) { Renamed = true, Names = alias.Name };
            case Message.ExprTypeOneofCase.ExpressionString:
                return ResolveItem(Session.Parser.ParseExpression(message.ExpressionString.Expression));
            case Message.ExprTypeOneofCase.Extension when message.Extension.Is(PipeExpression.Descriptor):
                var pipe = message.Extension.Unpack<PipeExpression>();
                ResolvePipeExpression(pipe);
                return ResolveItem(pipe.Child);
            default:
                return Named(Resolve(message), message);
        }
    }

    private SelectItem Named(Expr value, Message message)
    {
        if (value is AttributeReference column)
        {
            var qualifier =
                scope.Columns.FirstOrDefault(c => c.Attribute.Id == column.Id)?.Qualifier
                ?? scope.Hidden.FirstOrDefault(c => c.Attribute.Id == column.Id)?.Qualifier
                ?? [];
            return new SelectItem(column.Name, column) { Qualifier = qualifier };
        }

        // A field found by a dotted name is called by its last part, a bare cast of a column by the column.
        if (message.UnresolvedAttribute is { } attribute)
        {
            return new SelectItem(
                value is Call { Function.Definition.Name: "getfield" or "getitem" }
                    ? relations.ParseName(attribute.UnparsedIdentifier)[^1]
                    : ExprPrinter.Print(value),
                value
            );
        }

        if (value is Cast { Child: AttributeReference named })
            return new SelectItem(named.Name, value);
        return new SelectItem(ExprPrinter.Print(value), value);
    }

    private List<SelectItem> ExpandStar(Message message)
    {
        if (message.ExprTypeCase == Message.ExprTypeOneofCase.ExpressionString)
            return [.. scope.Columns.Select(SelectItem.Of)];
        if (message.ExprTypeCase == Message.ExprTypeOneofCase.Extension)
            return ExpandStar(message.Extension.Unpack<Star>());
        var star = message.UnresolvedStar;
        if (star.HasPlanId)
        {
            var origins = new List<Scope>();
            Collect(scope, star.PlanId, origins);
            if (origins.Count == 0)
                throw SparkErrors.Analysis("CANNOT_RESOLVE_DATAFRAME_COLUMN", ("name", "`*`"));
            return [.. origins[0].Columns.Select(SelectItem.Of)];
        }

        if (!star.HasUnparsedTarget)
            return [.. scope.Columns.Select(SelectItem.Of)];
        var target = star.UnparsedTarget.EndsWith(".*", StringComparison.Ordinal) ? star.UnparsedTarget[..^2] : star.UnparsedTarget;
        return ExpandQualified(relations.ParseName(target));
    }

    private List<SelectItem> ExpandQualified(IReadOnlyList<string> target)
    {
        var columns = scope
            .Columns.Concat(scope.Hidden.Where(column => column.InQualifiedStar))
            .Where(column => Matches(column.Qualifier, target, target.Count))
            .ToList();
        if (columns.Any(column => column.InQualifiedStar))
        {
            var order = scope
                .Plan.Output.Select((column, i) => (column.Id, i))
                .DistinctBy(pair => pair.Id)
                .ToDictionary(pair => pair.Id, pair => pair.i);
            columns = [.. columns.OrderBy(column => order.GetValueOrDefault(column.Attribute.Id, int.MaxValue))];
        }

        if (columns.Count > 0)
            return [.. columns.Select(SelectItem.Of)];
        Expr? value;
        try
        {
            value = ResolveName(target);
        }
        catch (Microsoft.Spark.AnalysisException missing)
            when (missing.ErrorClass?.StartsWith("UNRESOLVED_COLUMN", StringComparison.Ordinal) == true)
        {
            value = null;
        }

        if (value?.Type is Types.StructType structure)
        {
            return
            [
                .. structure.Fields.Select(field => new SelectItem(
                    field.Name,
                    Extraction.Fields(value, [field.Name], Mode, StringComparer.Ordinal)
                )),
            ];
        }

        throw SparkErrors.Analysis(
            "CANNOT_RESOLVE_STAR_EXPAND",
            ("targetString", SparkErrors.Identifier(target)),
            ("columns", string.Join(", ", scope.Columns.Select(column => SparkErrors.Identifier(column.Attribute.Name))))
        );
    }

    private List<SelectItem> ExpandStar(Star star)
    {
        var items = star.HasTarget ? ExpandQualified(relations.ParseName(star.Target)) : [.. scope.Columns.Select(SelectItem.Of)];
        foreach (var name in star.Except)
        {
            var parts = relations.ParseName(name);
            var resolved = ResolveName(parts);
            if (resolved is AttributeReference column)
            {
                items.RemoveAll(item => item.Value is AttributeReference own && own.Id == column.Id);
                continue;
            }

            var root = References.Of(resolved).Single();
            var at = items.FindIndex(item => item.Value is AttributeReference own && own.Id == root);
            var depth = Depth(resolved);
            items[at] = items[at] with
            {
                Value = Extraction.DropField(items[at].Value, [.. parts.Skip(parts.Count - depth)], Session.Names),
            };
        }

        foreach (var replacement in star.Replacements)
        {
            var at = items.FindIndex(item => Session.Names.Equals(item.Name, relations.ParseName(replacement.Column)[^1]));
            if (at < 0)
                throw Unresolved([replacement.Column]);
            items[at] = new SelectItem(items[at].Name, Resolve(replacement.Value)) { Renamed = true };
        }

        return items;
    }

    private static int Depth(Expr value) =>
        value is Call { Function.Definition.Name: "getfield" } call ? 1 + Depth(call.Function.Arguments[0]) : 0;
}
