using Spark.Embedded.Errors;
using Spark.Embedded.Plan;

namespace Spark.Embedded.Resolve;

/// <summary>A column as a name finds it.</summary>
/// <param name="Qualifier">What may stand before its name: a table's alias, or its full name.</param>
public sealed record ScopeColumn(AttributeReference Attribute, IReadOnlyList<string> Qualifier)
{
    /// <summary>The id of the column that this one repeats in a select list: names take the two for one.</summary>
    public long Origin { get; init; } = Attribute.Id;

    /// <summary>Of a hidden column: whether a qualified star shows it, as it does the sides of USING.</summary>
    public bool InQualifiedStar { get; init; }

    /// <summary>The name with its qualifier, as error messages print it.</summary>
    public string FullName => SparkErrors.Identifier([.. Qualifier, Attribute.Name]);
}

/// <summary>A resolved relation with the names by which its columns are found.</summary>
/// <param name="Plan">The relation.</param>
/// <param name="Columns">The columns that <c>*</c> stands for, in order.</param>
public sealed record Scope(LogicalPlan Plan, IReadOnlyList<ScopeColumn> Columns)
{
    private Dictionary<string, List<ScopeColumn>>? _byName;

    /// <summary>Columns of the plan that only names find: metadata columns, and the sides of USING.</summary>
    public IReadOnlyList<ScopeColumn> Hidden { get; init; } = [];

    /// <summary>The id by which a DataFrame's columns point at this relation.</summary>
    public long? PlanId { get; init; }

    /// <summary>The relations this one is made of.</summary>
    public IReadOnlyList<Scope> Inputs { get; init; } = [];

    /// <summary>Set for a relation of groups, whose sort keys and HAVING may hold further aggregates.</summary>
    internal AggregateScope? Aggregation { get; init; }

    /// <summary>Whether ORDER BY and HAVING above may use columns of the input that the select list leaves out.</summary>
    internal bool ShowsInput { get; init; }

    /// <summary>The columns of a name, visible ones if there are any, hidden ones otherwise.</summary>
    public IReadOnlyList<ScopeColumn> Find(string name, SessionContext session, bool hidden = false)
    {
        if (hidden)
            return [.. Hidden.Where(column => session.Names.Equals(column.Attribute.Name, name))];
        if (_byName is null)
        {
            _byName = new Dictionary<string, List<ScopeColumn>>(Columns.Count, session.Names);
            foreach (var column in Columns)
            {
                if (_byName.TryGetValue(column.Attribute.Name, out var list))
                    list.Add(column);
                else
                    _byName[column.Attribute.Name] = [column];
            }
        }

        return _byName.GetValueOrDefault(name) ?? [];
    }

    /// <summary>The same columns over another plan.</summary>
    public Scope Over(LogicalPlan plan) => new(plan, Columns) { Hidden = Hidden, Inputs = [this] };
}
