using System.Globalization;
using Spark.Connect;
using Spark.Embedded.Parse.Statements;

namespace Spark.Embedded.Parse.Grammar;

// The statements of Delta Lake: https://docs.delta.io/delta-utility/.
internal sealed partial class SqlGrammar
{
    /// <summary>A table by name, or by its path in quotes.</summary>
    private List<string> DeltaTable() => Current.Kind == TokenKind.String ? ["delta", StringLiteral()] : MultipartIdentifier();

    private Statement Optimize()
    {
        Expect("OPTIMIZE");
        var table = DeltaTable();
        var full = Take("FULL");
        var condition = Take("WHERE") ? ExpressionWithText() : null;
        List<IReadOnlyList<string>> columns = [];
        if (Take("ZORDER", "BY"))
            columns = At("(")
                ? Parenthesized<IReadOnlyList<string>>(MultipartIdentifier)
                : List<IReadOnlyList<string>>(MultipartIdentifier);
        return new OptimizeStatement(table, full, condition, columns);
    }

    private Statement Vacuum()
    {
        Expect("VACUUM");
        var table = DeltaTable();
        var (lite, dryRun) = (false, false);
        double? retention = null;
        Relation? inventory = null;
        while (true)
        {
            if (TakeAny("LITE", "FULL"))
                lite = _tokens[_position - 1].Is("LITE");
            else if (Take("USING", "INVENTORY"))
            {
                inventory = At("(") ? ParenthesizedQuery() : TableReference(_position);
            }
            else if (Take("RETAIN"))
            {
                var sign = Take("-") ? -1 : 1;
                if (!Current.IsNumber)
                    throw Unexpected();
                retention =
                    sign
                    * double.Parse(Next().Text.TrimEnd('D', 'd', 'L', 'l', 'B', 'b', 'S', 's', 'Y', 'y'), CultureInfo.InvariantCulture);
                Expect("HOURS");
            }
            else if (Take("DRY", "RUN"))
                dryRun = true;
            else
                return new VacuumStatement(table, lite, retention, dryRun, inventory);
        }
    }

    private Relation ParenthesizedQuery()
    {
        Expect("(");
        var query = Query();
        Expect(")");
        return query;
    }

    private Statement Restore()
    {
        Expect("RESTORE");
        if (At("TABLE") && (Peek().Kind is TokenKind.Word or TokenKind.QuotedIdentifier or TokenKind.String) && !Peek().Is("TO"))
            Take("TABLE");
        var table = DeltaTable();
        Take("TO");
        var (version, timestamp) = VersionOrTimestamp() ?? throw Unexpected();
        return new RestoreStatement(table, version, timestamp);
    }

    /// <summary>The constant version or timestamp that Delta's statements take.</summary>
    private (long? Version, string? Timestamp)? VersionOrTimestamp()
    {
        var start = _position;
        if (TemporalClause() is not { } travel)
            return null;
        if (travel.HasVersion)
        {
            return long.TryParse(travel.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? (version, null)
                : throw Error(start, "_LEGACY_ERROR_TEMP_0056", ("reason", $"'{travel.Version}' is not a version number"));
        }
        return ConstantString(travel.Timestamp) is { } text
            ? (null, text)
            : throw Error(start, "_LEGACY_ERROR_TEMP_0056", ("reason", "the timestamp must be a string literal"));
    }

    private Statement ConvertToDelta()
    {
        Expect("CONVERT");
        Expect("TO");
        Expect("DELTA");
        var table = MultipartIdentifier();
        var statistics = !Take("NO", "STATISTICS");
        DataType? schema = null;
        if (Take("PARTITIONED", "BY"))
        {
            Expect("(");
            schema = TableSchema();
            Expect(")");
        }
        return new ConvertToDeltaStatement(table, statistics, schema);
    }

    private Statement Generate()
    {
        Expect("GENERATE");
        var mode = Identifier();
        Expect("FOR");
        Expect("TABLE");
        return new GenerateStatement(mode, DeltaTable());
    }

    private Statement Clone(List<string> table, CreateMode mode)
    {
        _position += 2;
        var source = MultipartIdentifier();
        var (version, timestamp) = VersionOrTimestamp() ?? (null, null);
        var properties = Take("TBLPROPERTIES") ? PropertyList() : [];
        return new CloneTableStatement(table, mode, source, version, timestamp, properties, At("LOCATION") ? LocationClause() : null);
    }

    private Statement Reorg()
    {
        Expect("REORG");
        Expect("TABLE");
        var table = DeltaTable();
        var condition = Take("WHERE") ? ExpressionWithText() : null;
        Expect("APPLY");
        Expect("(");
        if (At("UPGRADE"))
            throw Unsupported("REORG ... APPLY (UPGRADE UNIFORM)");
        Expect("PURGE");
        Expect(")");
        return new ReorgStatement(table, condition);
    }
}
