using Spark.Connect;

namespace Spark.Embedded.Parse.Grammar;

// GROUP BY with ROLLUP, CUBE and GROUPING SETS.
internal sealed partial class SqlGrammar
{
    /// <summary>An expression of GROUP BY with its text, by which repeated ones are found.</summary>
    private sealed record GroupingKey(Expression Expression, string Text);

    /// <summary>One element of GROUP BY: an expression is one set of one key; ROLLUP, CUBE and GROUPING SETS are several sets.</summary>
    private sealed record GroupingElement(string Kind, List<List<GroupingKey>> Written, List<List<GroupingKey>> Sets);

    private sealed class Grouping
    {
        public List<GroupingElement> Elements { get; } = [];

        /// <summary>All keys in the order they are written; the ones of <c>GROUP BY a, b GROUPING SETS (...)</c> count alone.</summary>
        public List<GroupingKey>? Keys { get; set; }

        public int Start { get; init; }
    }

    private Grouping GroupBy(bool allowNames)
    {
        var grouping = new Grouping { Start = _position - 2 };
        grouping.Elements.AddRange(List(() => GroupingAnalytics() ?? PlainKey(allowNames)));
        if (At("WITH") && IsAny(Peek(), "ROLLUP", "CUBE"))
        {
            _position++;
            var kind = Next().Text.ToUpperInvariant();
            var keys = grouping.Elements.ConvertAll(element => element.Sets[0]);
            grouping.Elements.Clear();
            grouping.Elements.Add(new GroupingElement(kind, keys, kind == "CUBE" ? Cube(keys) : Rollup(keys)));
        }
        else if (At("GROUPING", "SETS"))
        {
            _position += 2;
            grouping.Keys = [.. grouping.Elements.SelectMany(element => element.Sets[0])];
            var sets = Parenthesized(GroupingSet);
            grouping.Elements.Clear();
            grouping.Elements.Add(new GroupingElement("GROUPING SETS", sets, sets));
        }
        return grouping;
    }

    private GroupingElement PlainKey(bool allowNames)
    {
        var start = _position;
        var expression = NamedExpression();
        if (!allowNames && expression.Alias is not null && !IsSemiStructured(expression))
        {
            var name = _tokens[_position - 1];
            throw SyntaxError(name, ": extra input " + name.Display);
        }
        var key = new GroupingKey(expression, TextFrom(start));
        return new GroupingElement(
            "",
            [
                [key],
            ],
            [
                [key],
            ]
        );
    }

    /// <summary>ROLLUP(...), CUBE(...) or GROUPING SETS (...); null when none begins here.</summary>
    private GroupingElement? GroupingAnalytics()
    {
        var start = _position;
        if (At("GROUPING", "SETS"))
        {
            _position += 2;
            var sets = Parenthesized(() => GroupingAnalytics()?.Sets ?? [GroupingSet()]).SelectMany(set => set).ToList();
            return new GroupingElement("GROUPING SETS", sets, sets);
        }
        if (!AtAny("ROLLUP", "CUBE") || !Peek().Is("("))
            return null;
        var kind = Next().Text.ToUpperInvariant();
        var keys = Parenthesized(GroupingSet);
        if (keys.Exists(key => key.Count == 0))
        {
            // Spark marks the whole GROUP BY.
            throw Error(_tokens[Math.Max(start - 2, 0)].Is("GROUP") ? start - 2 : start, "_LEGACY_ERROR_TEMP_0051", ("element", kind));
        }
        return new GroupingElement(kind, keys, kind == "CUBE" ? Cube(keys) : Rollup(keys));
    }

    private List<GroupingKey> GroupingSet()
    {
        if (At("(") && Peek().Is(")"))
        {
            _position += 2;
            return [];
        }
        var start = _position;
        var expression = Expression();
        // A row is a set of several keys.
        return _tokens[start].Is("(") && expression.UnresolvedFunction is { FunctionName: "struct" } row && _tokens[_position - 1].Is(")")
            ? [.. row.Arguments.Select(key => new GroupingKey(key, KeyText(key)))]
            : [new GroupingKey(expression, KeyText(expression))];
    }

    private string KeyText(Expression expression)
    {
        var place = expression.Common.Origin.JvmOrigin;
        return _text[place.StartIndex..(place.StopIndex + 1)];
    }

    private static List<List<GroupingKey>> Rollup(List<List<GroupingKey>> keys) =>
        [.. Enumerable.Range(0, keys.Count + 1).Select(dropped => keys.Take(keys.Count - dropped).SelectMany(key => key).ToList())];

    private static List<List<GroupingKey>> Cube(List<List<GroupingKey>> keys)
    {
        var sets = new List<List<GroupingKey>> { new() };
        foreach (var key in Enumerable.Reverse(keys))
            sets = [.. sets.Select(set => key.Concat(set).ToList()), .. sets];
        return sets;
    }

    private static Relation Aggregated(Relation input, Grouping grouping, List<Expression> items)
    {
        var aggregate = new Aggregate { Input = input, AggregateExpressions = { items } };
        if (grouping.Elements.TrueForAll(element => element.Kind.Length == 0))
        {
            aggregate.GroupType = Spark.Connect.Aggregate.Types.GroupType.Groupby;
            aggregate.GroupingExpressions.AddRange(grouping.Elements.Select(element => element.Sets[0][0].Expression));
        }
        else if (grouping.Elements is [{ Kind: "ROLLUP" or "CUBE" } only] && only.Written.TrueForAll(key => key.Count == 1))
        {
            aggregate.GroupType =
                only.Kind == "ROLLUP" ? Spark.Connect.Aggregate.Types.GroupType.Rollup : Spark.Connect.Aggregate.Types.GroupType.Cube;
            aggregate.GroupingExpressions.AddRange(only.Written.Select(key => key[0].Expression));
        }
        else
        {
            aggregate.GroupType = Spark.Connect.Aggregate.Types.GroupType.GroupingSets;
            var keys = grouping.Keys ?? [.. grouping.Elements.SelectMany(element => element.Written).SelectMany(set => set)];
            aggregate.GroupingExpressions.AddRange(
                keys.DistinctBy(key => key.Text, StringComparer.OrdinalIgnoreCase).Select(key => key.Expression)
            );
            foreach (var set in Product(grouping.Elements))
                aggregate.GroupingSets.Add(
                    new Aggregate.Types.GroupingSets { GroupingSet = { set.Select(key => key.Expression.Clone()) } }
                );
        }
        return new Relation { Aggregate = aggregate };
    }

    /// <summary>One set of each element, in every combination.</summary>
    private static IEnumerable<IEnumerable<GroupingKey>> Product(IEnumerable<GroupingElement> elements) =>
        elements.Aggregate<GroupingElement, IEnumerable<IEnumerable<GroupingKey>>>(
            [
                [],
            ],
            (left, element) =>
                from set in left
                from next in element.Sets
                select set.Concat(next).DistinctBy(key => key.Text, StringComparer.OrdinalIgnoreCase)
        );
}
