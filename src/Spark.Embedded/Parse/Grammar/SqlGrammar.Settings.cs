using System.Globalization;
using System.Text.RegularExpressions;
using Spark.Connect;
using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Parse.Grammar;

// SET and RESET: settings, the time zone, variables, the catalog.
internal sealed partial class SqlGrammar
{
    [GeneratedRegex(@"^([a-zA-Z_\d\\.:]+)\s*=([^;]*);*$", RegexOptions.Singleline)]
    private static partial Regex KeyAndValue();

    [GeneratedRegex(@"^[a-zA-Z_\d\\.:]+$")]
    private static partial Regex LoneKey();

    private Statement Set()
    {
        var start = _position;
        Expect("SET");
        if (At("ROLE"))
            throw Error(start, "INVALID_STATEMENT_OR_CLAUSE", ("operation", "SET ROLE"));
        if (At("TIME", "ZONE"))
            return SetTimeZone(start);
        if (At("CATALOG") && Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier or TokenKind.String)
        {
            _position++;
            if (Current.Kind == TokenKind.String)
                return new SetCatalogStatement(StringLiteral());
            var name = IdentifierReference();
            return name is [var catalog]
                ? new SetCatalogStatement(catalog)
                : throw Error(start, "INVALID_SQL_SYNTAX.MULTI_PART_NAME", ("statement", "SET CATALOG"), ("name", SqlNames.Quote(name)));
        }
        if (AtAny("VARIABLE", "VAR") && (Peek().Is("(") || Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier))
        {
            _position++;
            return SetVariable();
        }
        if (Current.Kind == TokenKind.QuotedIdentifier)
            return SetQuoted();
        var raw = RawText();
        if (raw.Length == 0)
            return new SetConfigurationStatement(null, null);
        if (raw.Equals("-v", StringComparison.OrdinalIgnoreCase))
            return new SetConfigurationStatement(null, null, Verbose: true);
        if (LoneKey().IsMatch(raw))
            return new SetConfigurationStatement(raw, null);
        if (KeyAndValue().Match(raw) is { Success: true } setting)
        {
            var value = setting.Groups[2].Value.Trim();
            if (value.Length > 1 && value[0] == '`' && value[^1] == '`')
                value = value[1..^1].Replace("``", "`");
            return new SetConfigurationStatement(setting.Groups[1].Value, value);
        }
        // A value in backquotes may hold what a plain one may not, but its key must be plain.
        var equals = raw.IndexOf('=');
        if (equals > 0 && raw[(equals + 1)..].Trim() is ['`', .. var quoted, '`'])
        {
            var key = raw[..equals].Trim();
            return LoneKey().IsMatch(key)
                ? new SetConfigurationStatement(key, quoted.Replace("``", "`"))
                : throw ErrorBetween(start, _tokens.Count - 2, "INVALID_PROPERTY_KEY", ("key", $"\"{key}\""), ("value", $"\"{quoted}\""));
        }
        throw ErrorBetween(start, _tokens.Count - 2, "INVALID_SET_SYNTAX");
    }

    /// <summary><c>SET `key` [= value]</c>.</summary>
    private Statement SetQuoted()
    {
        var start = _position - 1;
        var key = NameOf(Next());
        if (!Take("="))
        {
            return RawText().Length == 0
                ? new SetConfigurationStatement(key, null)
                : throw ErrorBetween(start, _tokens.Count - 2, "INVALID_SET_SYNTAX");
        }
        if (Current.Kind == TokenKind.QuotedIdentifier)
            return new SetConfigurationStatement(key, NameOf(Next()));
        var raw = RawText();
        return raw.Contains(';')
            ? throw ErrorBetween(start, _tokens.Count - 2, "INVALID_PROPERTY_VALUE", ("value", $"\"{raw}\""), ("key", $"\"{key}\""))
            : new SetConfigurationStatement(key, raw);
    }

    private Statement SetTimeZone(int start)
    {
        const string Key = "spark.sql.session.timeZone";
        _position += 2;
        if (Take("LOCAL"))
            return new SetConfigurationStatement(Key, TimeZoneInfo.Local.Id);
        if (Current.Kind == TokenKind.String && (Peek().Kind is TokenKind.End or TokenKind.String || Peek().Is(";")))
            return new SetConfigurationStatement(Key, StringLiteral());
        if (At("INTERVAL"))
        {
            var text = Attempt(() => IntervalLiteral(), () => Current.Kind == TokenKind.End || At(";"));
            if (text?.Literal is { } literal)
                return new SetConfigurationStatement(Key, Offset(literal));
        }
        _position = _tokens.Count - 1;
        while (_tokens[_position - 1].Is(";"))
            _position--;
        throw Error(start, "_LEGACY_ERROR_TEMP_0045");

        string Offset(Expression.Types.Literal literal)
        {
            var micros =
                literal.LiteralTypeCase == Spark.Connect.Expression.Types.Literal.LiteralTypeOneofCase.DayTimeInterval
                    ? literal.DayTimeInterval
                    : long.MaxValue;
            const long Hour = 3_600_000_000;
            if (Math.Abs(micros) > 18 * Hour || micros % 1_000_000 != 0)
            {
                var shown = (Math.Abs(micros) > 18 * Hour ? Math.Abs(micros) / Hour : micros / 1_000_000).ToString(
                    CultureInfo.InvariantCulture
                );
                // Days are shown as they are written.
                if (literal.DataType?.DayTimeInterval is { EndField: 0 })
                    shown = (micros / CalendarInterval.MicrosPerDay).ToString(CultureInfo.InvariantCulture);
                throw Error(start, "INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE", ("input", shown));
            }
            if (micros == 0)
                return "Z";
            var offset = TimeSpan.FromMicroseconds(Math.Abs(micros));
            return (micros < 0 ? "-" : "+")
                + offset.ToString(offset.Seconds == 0 ? @"hh\:mm" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);
        }
    }

    private Statement SetVariable()
    {
        if (At("("))
        {
            var names = Parenthesized<IReadOnlyList<string>>(MultipartIdentifier);
            Expect("=");
            Expect("(");
            var query = Query();
            Expect(")");
            return new SetVariablesFromQueryStatement(names, query);
        }
        return new SetVariablesStatement(
            List(() =>
            {
                var name = MultipartIdentifier();
                Expect("=");
                return new VariableAssignment(name, Expression());
            })
        );
    }

    private Statement Reset()
    {
        var start = _position;
        Expect("RESET");
        if (Current.Kind == TokenKind.QuotedIdentifier)
            return new ResetConfigurationStatement(NameOf(Next()));
        var raw = RawText();
        if (raw.Length == 0)
            return new ResetConfigurationStatement(null);
        return LoneKey().IsMatch(raw)
            ? new ResetConfigurationStatement(raw)
            : throw ErrorBetween(start, _tokens.Count - 2, "INVALID_RESET_COMMAND_FORMAT");
    }
}
