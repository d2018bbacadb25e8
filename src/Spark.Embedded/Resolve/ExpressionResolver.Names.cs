using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Message = Spark.Connect.Expression;

namespace Spark.Embedded.Resolve;

internal sealed partial class ExpressionResolver
{
    /// <summary>Functions that are called without parentheses when no column has their name.</summary>
    private static bool IsLiteralFunction(string name) =>
        name.ToLowerInvariant()
            is "current_date"
                or "current_timestamp"
                or "current_time"
                or "current_user"
                or "user"
                or "session_user"
                or "current_catalog"
                or "current_database"
                or "current_schema"
                or "localtimestamp";

    private Expr ResolveAttribute(Message.Types.UnresolvedAttribute attribute)
    {
        var parts = relations.ParseName(attribute.UnparsedIdentifier);
        if (attribute.HasPlanId)
            return ResolveBound(parts, attribute.PlanId);
        if (attribute is { HasIsMetadataColumn: true, IsMetadataColumn: true })
        {
            return Find(scope, parts, hiddenOnly: true) ?? throw Unresolved(parts);
        }

        return ResolveLambdaOrName(parts);
    }

    private Expr ResolveLambdaOrName(IReadOnlyList<string> parts) =>
        _lambdaVariables.Count > 0 ? ResolveLambdaVariable(parts) : ResolveName(parts);

    /// <summary>Finds the column, or field of a column, that a name stands for.</summary>
    public Expr ResolveName(IReadOnlyList<string> parts)
    {
        if (BelowFirst && Below is not null && Find(Below, parts) is { } early)
            return early;
        if (Find(scope, parts) is { } column)
            return column;
        if (!BelowFirst && Below is not null && Find(Below, parts) is { } late)
            return late;
        if (Below is null && SeesUnderSelectList && FindUnderSelectList(scope, parts) is { } below)
            return below;
        if (parts.Count == 1 && IsLiteralFunction(parts[0]))
            return ResolveFunction(new Message.Types.UnresolvedFunction { FunctionName = parts[0] });
        if (Aliases is not null && FindAlias(parts) is { } alias)
            return alias;
        for (var enclosing = outer; enclosing is not null; enclosing = enclosing.Enclosing)
        {
            if (enclosing.FindAsOuter(parts) is { } found)
            {
                UsesOuter = true;
                return found;
            }
        }

        if (Session.Catalog.FindVariable(parts) is { } variable)
            return variable.Value;
        throw Unresolved(parts);
    }

    private ExpressionResolver? Enclosing => outer;

    /// <summary>Names that a clause lends to the subqueries inside it.</summary>
    private Expr? FindAsOuter(IReadOnlyList<string> parts) =>
        Find(scope, parts) ?? (Below is null ? null : Find(Below, parts)) ?? (Aliases is null ? null : FindAlias(parts));

    private Expr? FindAlias(IReadOnlyList<string> parts)
    {
        var found = Aliases!.Where(alias => Session.Names.Equals(alias.Name, parts[0])).ToList();
        if (found.Count == 0)
            return null;
        if (found.Count > 1 && !FirstAlias)
            throw SparkErrors.Analysis(
                "AMBIGUOUS_LATERAL_COLUMN_ALIAS",
                ("name", SparkErrors.Identifier(parts)),
                ("n", found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))
            );
        if (!found[0].Value.IsDeterministic())
            throw SparkErrors.Unsupported($"a reference to the alias {parts[0]} of a non-deterministic expression in the same select list");
        return Extraction.Fields(found[0].Value, parts.Skip(1), Mode, Session.Names);
    }

    private Expr? Find(Scope within, IReadOnlyList<string> parts, bool hiddenOnly = false)
    {
        if (!hiddenOnly && FindAmong(within, parts, hidden: false) is { } visible)
            return Note(within, visible);
        return within.Hidden.Count > 0 && FindAmong(within, parts, hidden: true) is { } hidden ? Note(within, hidden) : null;
    }

    private Expr Note(Scope within, Expr found)
    {
        if (ReferenceEquals(within, Below))
            FoundBelow.UnionWith(References.Of(found));
        return found;
    }

    private Expr? FindAmong(Scope within, IReadOnlyList<string> parts, bool hidden)
    {
        for (var qualifiers = Math.Min(parts.Count - 1, 3); qualifiers >= 0; qualifiers--)
        {
            var candidates = within.Find(parts[qualifiers], Session, hidden);
            if (candidates.Count == 0)
                continue;
            ScopeColumn? found = null;
            var ambiguous = false;
            foreach (var candidate in candidates)
            {
                if (!Matches(candidate.Qualifier, parts, qualifiers))
                    continue;
                ambiguous |= found is not null && found.Origin != candidate.Origin;
                found ??= candidate;
            }

            if (ambiguous)
            {
                throw SparkErrors.Analysis(
                    "AMBIGUOUS_REFERENCE",
                    ("name", SparkErrors.Identifier(parts)),
                    (
                        "referenceNames",
                        $"[{string.Join(", ", candidates.Where(c => Matches(c.Qualifier, parts, qualifiers)).Select(c => c.FullName))}]"
                    )
                );
            }

            // A column is called as the query writes it.
            if (found is not null)
                return Extraction.Fields(
                    found.Attribute with
                    {
                        Name = parts[qualifiers],
                    },
                    parts.Skip(qualifiers + 1),
                    Mode,
                    Session.Names
                );
        }

        return null;
    }

    private bool Matches(IReadOnlyList<string> qualifier, IReadOnlyList<string> parts, int count)
    {
        if (count > qualifier.Count)
            return false;
        for (var i = 0; i < count; i++)
        {
            if (!Session.Names.Equals(qualifier[qualifier.Count - count + i], parts[i]))
                return false;
        }

        return true;
    }

    /// <summary>A column that the select list under a sort or filter leaves out; the caller widens the list.</summary>
    private Expr? FindUnderSelectList(Scope within, IReadOnlyList<string> parts)
    {
        for (var level = within; level is { ShowsInput: true, Inputs: [var below] }; level = below)
        {
            if (Find(below, parts) is { } found)
            {
                FoundBelow.UnionWith(References.Of(found));
                return found;
            }
        }

        return null;
    }

    /// <summary>A column of a DataFrame: looked up in the relation it came from, wherever that lies below.</summary>
    private Expr ResolveBound(IReadOnlyList<string> parts, long planId)
    {
        for (var resolver = this; resolver is not null; resolver = resolver.Enclosing)
        {
            var origins = new List<Scope>();
            Collect(resolver.Scope, planId, origins);
            if (origins.Count == 0)
                continue;
            Expr? found = null;
            foreach (var origin in origins)
            {
                if (Find(origin, parts) is not { } candidate || !Reaches(resolver, candidate))
                    continue;
                if (found is not null && !ExprTree.Same(found, candidate))
                    throw SparkErrors.Analysis("AMBIGUOUS_COLUMN_REFERENCE", ("name", SparkErrors.Identifier(parts)));
                found = candidate;
            }

            if (found is not null)
            {
                UsesOuter |= !ReferenceEquals(resolver, this);
                return found;
            }
        }

        throw SparkErrors.Analysis("CANNOT_RESOLVE_DATAFRAME_COLUMN", ("name", SparkErrors.Identifier(parts)));
    }

    private static void Collect(Scope within, long planId, List<Scope> origins)
    {
        if (within.PlanId == planId)
        {
            origins.Add(within);
            return;
        }

        foreach (var input in within.Inputs)
            Collect(input, planId, origins);
    }

    /// <summary>Whether a column found further down is still there, or can be brought up through the select list.</summary>
    private bool Reaches(ExpressionResolver resolver, Expr candidate)
    {
        var references = References.Of(candidate);
        var visible = resolver.Scope.Plan.Output;
        if (references.All(id => visible.Any(column => column.Id == id)))
            return true;
        if (resolver.Below is { } below && references.All(id => below.Plan.Output.Any(column => column.Id == id)))
        {
            FoundBelow.UnionWith(references);
            return true;
        }

        for (var level = resolver.Scope; resolver.SeesUnderSelectList && level is { ShowsInput: true, Inputs: [var input] }; level = input)
        {
            if (references.All(id => input.Plan.Output.Any(column => column.Id == id)))
            {
                FoundBelow.UnionWith(references);
                return true;
            }
        }

        return false;
    }

    /// <summary>The error for a name that nothing has, with the names that come nearest.</summary>
    private Microsoft.Spark.AnalysisException Unresolved(IReadOnlyList<string> parts) =>
        NameProposals.Unresolved(
            parts,
            [.. scope.Columns.Select(column => (IReadOnlyList<string>)[.. column.Qualifier, column.Attribute.Name])]
        );

    private List<ScopeColumn> RegexColumns(Message.Types.UnresolvedRegex regex)
    {
        var text = regex.ColName;
        string? table = null;
        if (text.IndexOf("`.`", StringComparison.Ordinal) is var dot and > 0)
        {
            table = text[..dot].Trim('`');
            text = text[(dot + 3)..];
        }
        else if (text.IndexOf(".`", StringComparison.Ordinal) is var bare and > 0)
        {
            table = text[..bare];
            text = text[(bare + 2)..];
        }

        var pattern = new System.Text.RegularExpressions.Regex(
            $"^(?:{Functions.JavaRegex.Translate(text.Trim('`'))})$",
            Session.CaseSensitive
                ? System.Text.RegularExpressions.RegexOptions.None
                : System.Text.RegularExpressions.RegexOptions.IgnoreCase,
            TimeSpan.FromSeconds(1)
        );
        return
        [
            .. scope.Columns.Where(column =>
                (table is null || column.Qualifier.Count > 0 && Session.Names.Equals(column.Qualifier[^1], table))
                && pattern.IsMatch(column.Attribute.Name)
            ),
        ];
    }
}
