using Spark.Connect;
using Spark.Embedded.Lower;
using Spark.Embedded.Plan;
using Spark.Embedded.Resolve;
using Spark.Embedded.Types;

namespace Spark.Embedded;

/// <summary>From plan messages to DuckDB SQL: resolves names and types, then lowers.</summary>
public static class PlanCompiler
{
    /// <summary>Compiles a plan to run it.</summary>
    /// <exception cref="Microsoft.Spark.AnalysisException">Spark refuses the plan.</exception>
    /// <exception cref="Microsoft.Spark.SparkUnsupportedOperationException">Spark takes the plan and this engine cannot run it.</exception>
    public static CompiledQuery Compile(Relation relation, SessionContext session) => Lower(Resolve(relation, session), session);

    /// <summary>The schema of a plan, without compiling it.</summary>
    public static StructType Schema(Relation relation, SessionContext session)
    {
        var scope = new RelationResolver(session).Resolve(relation);
        return new StructType([
            .. scope.Columns.Select(column => new StructField(column.Attribute.Name, column.Attribute.Type, column.Attribute.Nullable)),
        ]);
    }

    /// <summary>Resolves a plan to the tree that <see cref="Lower"/> takes, which explain shows too.</summary>
    internal static LogicalPlan Resolve(Relation relation, SessionContext session) =>
        Scopes.Visible(new RelationResolver(session).Resolve(relation));

    /// <summary>Lowers a resolved plan.</summary>
    public static CompiledQuery Lower(LogicalPlan plan, SessionContext session) => QueryLowering.Compile(plan, session);

    /// <summary>Opens a table, or several side by side, for expressions over their columns: conditions of DELETE, assignments of MERGE, CHECK.</summary>
    public static TableExpressions Over(SessionContext session, params IReadOnlyList<TableColumns> tables) => new(session, tables);
}

/// <summary>A table as expressions see it.</summary>
/// <param name="Qualifier">What may stand before its columns' names: its alias, or its full name; empty for nothing.</param>
/// <param name="Schema">Its columns.</param>
/// <param name="Sql">How each column is called in DuckDB SQL, in order: <c>t."a"</c>.</param>
public sealed record TableColumns(IReadOnlyList<string> Qualifier, StructType Schema, IReadOnlyList<string> Sql);

/// <summary>Resolves and lowers single expressions over the columns of tables.</summary>
public sealed class TableExpressions
{
    private readonly SessionContext _session;
    private readonly RelationResolver _relations;
    private readonly Scope _scope;
    private readonly Dictionary<long, string> _sql = [];

    internal TableExpressions(SessionContext session, IReadOnlyList<TableColumns> tables)
    {
        _session = session;
        _relations = new RelationResolver(session);
        var columns = new List<ScopeColumn>();
        foreach (var table in tables)
        {
            for (var i = 0; i < table.Schema.Fields.Count; i++)
            {
                var field = table.Schema.Fields[i];
                var column = _relations.NewColumn(field.Name, field.Type, field.Nullable);
                columns.Add(new ScopeColumn(column, table.Qualifier));
                _sql[column.Id] = table.Sql[i];
            }
        }

        _scope = new Scope(new InlineRows([], [.. columns.Select(column => column.Attribute)]), columns);
    }

    /// <summary>The columns, in the order of the tables and of their schemas.</summary>
    public IReadOnlyList<AttributeReference> Columns => [.. _scope.Columns.Select(column => column.Attribute)];

    /// <summary>Resolves an expression.</summary>
    public Expr Resolve(Expression expression) => new ExpressionResolver(_relations, _scope, null).Resolve(expression);

    /// <summary>Resolves a condition, which must be boolean.</summary>
    /// <param name="clause">Where it stands, for the error message: <c>WHERE</c>, <c>MERGE</c>.</param>
    public Expr ResolveCondition(Expression expression, string clause = "WHERE") =>
        new ExpressionResolver(_relations, _scope, null).ResolveCondition(expression, clause);

    /// <summary>The expression in a type, as an assignment to a column of the type casts it.</summary>
    public Expr Assign(Expr value, SparkType type)
    {
        CastRules.Check(value, type, _session.Mode);
        return ImplicitTypeCasts.CastTo(value, type, _session.Mode);
    }

    /// <summary>The expression as DuckDB SQL, and the native functions that it calls.</summary>
    public (string Sql, IReadOnlyCollection<NativeFunction> Natives) Lower(Expr expression) =>
        QueryLowering.Expression(expression, _sql, _session);

    /// <summary>The conjuncts of a condition that compare a column with constants, by the column's position among <see cref="Columns"/>.</summary>
    public IReadOnlyList<ScanPredicate> Predicates(Expr condition) =>
        ScanPredicates.Of(
            [.. ScanPredicates.Conjuncts(condition)],
            new Scan(
                new ColumnsOnly(new StructType([.. Columns.Select(column => new StructField(column.Name, column.Type, column.Nullable))])),
                Columns
            )
        );

    /// <summary>Columns that are known and not scanned.</summary>
    private sealed record ColumnsOnly(StructType Schema) : ITableSource
    {
        public IReadOnlyList<StructField> MetadataColumns => [];

        public ScanSql ToSql(ScanRequest request) => throw new InvalidOperationException("These columns are not scanned.");
    }
}
