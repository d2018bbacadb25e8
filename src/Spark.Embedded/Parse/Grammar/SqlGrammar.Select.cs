using Microsoft.Spark;
using Spark.Connect;

namespace Spark.Embedded.Parse.Grammar;

// SELECT: hints, the select list, WHERE, GROUP BY, HAVING and WINDOW.
internal sealed partial class SqlGrammar
{
    /// <summary>A window that is named before its definition is read.</summary>
    private sealed record OpenWindow(Expression.Types.Window Window, string Name, int Start, int Last);

    private readonly List<OpenWindow> _openWindows = [];
    private bool _inSelectList;

    private static Relation OneRow() => new() { Project = new Project() };

    private Relation Select() => SelectOf(null);

    /// <summary>A SELECT; <paramref name="from"/> is given when the FROM clause came before it.</summary>
    private Relation SelectOf(Relation? from, bool isPipe = false)
    {
        var start = _position;
        if (IsTransform())
            throw new SparkUnsupportedOperationException("TRANSFORM ... USING a script is not supported on the embedded engine.");
        Expect("SELECT");
        var hints = new List<(string Name, List<Expression> Parameters)>();
        while (Take("/*+"))
            Hints(hints);
        var distinct = !IsEndOfExpression(Peek()) && !IsAny(Peek(), "FROM", ".", "AS", "=") && SetQuantifier() == false;
        var items = SelectList();

        var input = from ?? (At("FROM") && !isPipe ? FromClause() : OneRow());
        while (!isPipe && At("LATERAL", "VIEW"))
            input = LateralView(input);
        if (!isPipe && Take("WHERE"))
            input = From(
                start,
                new Relation
                {
                    Filter = new Filter { Input = input, Condition = Expression() },
                }
            );
        var grouping = !isPipe && Take("GROUP", "BY") ? GroupBy(allowNames: false) : null;
        var having = !isPipe && Take("HAVING") ? Expression() : null;
        // Before any of it is packed into an extension message, where it could not be changed any more.
        if (At("WINDOW") && StartsNextClause())
            DefineWindows(WindowClause());
        if (isPipe)
            items = items.ConvertAll(item => PipeItem(item, isAggregate: false, "SELECT"));

        Relation query;
        if (grouping is null && having is not null && _options.HavingWithoutGroupByAsWhere)
            query = new Relation
            {
                Filter = new Filter { Input = Projected(input, items), Condition = having },
            };
        else if (grouping is not null || having is not null)
        {
            query = From(start, Aggregated(input, grouping ?? new Grouping(), items));
            if (having is not null)
                query = From(start, ExtensionRelation(new Having { Input = query, Condition = having }));
        }
        else
            query = From(start, Projected(input, items));
        if (distinct)
            query = From(
                start,
                new Relation
                {
                    Deduplicate = new Deduplicate { Input = query, AllColumnsAsKeys = true },
                }
            );
        for (var i = hints.Count - 1; i >= 0; i--)
            query = new Relation
            {
                Hint = new Hint
                {
                    Input = query,
                    Name = hints[i].Name,
                    Parameters = { hints[i].Parameters },
                },
            };
        return query;
    }

    private static Relation Projected(Relation input, List<Expression> items)
    {
        // The one row itself is a Project without anything, which needs no second one around it.
        var project = new Project { Expressions = { items } };
        if (input.Project is not { Input: null, Expressions.Count: 0 })
            project.Input = input;
        return new Relation { Project = project };
    }

    private List<Expression> SelectList()
    {
        var outer = _inSelectList;
        _inSelectList = true;
        var items = List(NamedExpression);
        _inSelectList = outer;
        return items;
    }

    private void Hints(List<(string Name, List<Expression> Parameters)> hints)
    {
        do
        {
            var name = Identifier();
            hints.Add((name, At("(") ? Parenthesized(PrimaryExpression) : []));
        } while (Take(",") || !At("*/"));
        Expect("*/");
    }

    /// <summary>Whether a script transformation begins here: TRANSFORM(...), MAP or REDUCE, with USING behind its arguments.</summary>
    private bool IsTransform()
    {
        var transform = At("SELECT", "TRANSFORM") && Peek(2).Is("(");
        if (!transform && !((At("MAP") || At("REDUCE")) && Peek().Kind is not (TokenKind.End or TokenKind.Symbol)))
            return false;
        var depth = 0;
        for (var i = _position + (transform ? 2 : 1); i < _tokens.Count; i++)
        {
            if (_tokens[i].Is("("))
                depth++;
            else if (_tokens[i].Is(")") && --depth < 0)
                return false;
            else if (
                depth == 0
                && IsAny(_tokens[i], "USING", "ROW", "RECORDWRITER")
                && _tokens[i + 1].Kind is TokenKind.String or TokenKind.Word
            )
                return _tokens[i + 1].Kind == TokenKind.String || _tokens[i + 1].Is("FORMAT");
            else if (depth == 0 && transform && i > _position + 2 && _tokens[i].Kind == TokenKind.Word)
                return false;
        }
        return false;
    }

    /// <summary><c>name AS window, ...</c></summary>
    private Dictionary<string, Expression.Types.Window> WindowClause()
    {
        var start = _position;
        Expect("WINDOW");
        var outer = _openWindows.Count;
        var windows = new Dictionary<string, Expression.Types.Window>(StringComparer.OrdinalIgnoreCase);
        var definitions = List(() =>
        {
            var name = ErrorCapturingIdentifier();
            Expect("AS");
            return (Name: name, Window: WindowSpecification());
        });
        // A window may be another name of one that is defined, but not of such a name.
        var references = _openWindows.Skip(outer).ToDictionary(open => open.Window, open => open.Name);
        _openWindows.RemoveRange(outer, _openWindows.Count - outer);
        foreach (var (name, window) in definitions)
        {
            if (!windows.TryAdd(name, window))
                throw Error(start, "INVALID_SQL_SYNTAX.REPETITIVE_WINDOW_DEFINITION", ("windowName", SqlNames.Quote([name])));
        }
        foreach (var (window, target) in references)
        {
            if (!windows.TryGetValue(target, out var definition))
                throw Error(start, "INVALID_SQL_SYNTAX.UNRESOLVED_WINDOW_REFERENCE", ("windowName", SqlNames.Quote([target])));
            if (references.ContainsKey(definition))
                throw Error(start, "INVALID_SQL_SYNTAX.INVALID_WINDOW_REFERENCE", ("windowName", SqlNames.Quote([target])));
            Fill(window, definition);
        }
        return windows;
    }

    private void DefineWindows(Dictionary<string, Expression.Types.Window> windows)
    {
        _openWindows.RemoveAll(open =>
        {
            if (!windows.TryGetValue(open.Name, out var definition))
                return false;
            Fill(open.Window, definition);
            return true;
        });
    }

    private static void Fill(Expression.Types.Window window, Expression.Types.Window definition)
    {
        window.PartitionSpec.AddRange(definition.PartitionSpec.Select(expression => expression.Clone()));
        window.OrderSpec.AddRange(definition.OrderSpec.Select(order => order.Clone()));
        window.FrameSpec = definition.FrameSpec?.Clone();
    }

    /// <summary>Refuses windows that no WINDOW clause defines.</summary>
    public void ExpectWindowsDefined()
    {
        if (_openWindows is not [var open, ..])
            return;
        throw new AnalysisException($"[MISSING_WINDOW_SPECIFICATION] No WINDOW clause defines the window {open.Name}. SQLSTATE: 42P20")
        {
            ErrorClass = "MISSING_WINDOW_SPECIFICATION",
            SqlState = "42P20",
            MessageParameters = new Dictionary<string, string>
            {
                ["windowName"] = open.Name,
                ["docroot"] = "https://spark.apache.org/docs/latest",
            },
        };
    }
}
