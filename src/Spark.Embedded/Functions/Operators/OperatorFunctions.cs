using Spark.Embedded.Errors;
using Spark.Embedded.Functions;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;

namespace Spark.Embedded.Functions.Operators;

/// <summary>The operators of Spark SQL, which the protocol calls as functions: arithmetic, comparison, logic and predicates.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-operators.html</remarks>
internal static class OperatorFunctions
{
    /// <summary>The operator of a name; null when it is none.</summary>
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["+"], "SELECT 1 + 2", _ => Plus) { Flags = FunctionFlags.Commutative },
            new(["-"], "SELECT 2 - 1", _ => Minus),
            new(["*"], "SELECT 2 * 3", _ => Times) { Flags = FunctionFlags.Commutative },
            new(["/"], "SELECT 3 / 2", _ => Divide),
            new(["%"], "SELECT 2 % 1.8", _ => Remainder),
            new(["div"], "SELECT 3 div 2", _ => IntegralDivide),
            new(["negative"], "SELECT negative(1)", _ => Negative),
            new(["positive"], "SELECT positive(1)", _ => Positive),
            new(["&"], "SELECT 3 & 5", _ => And_) { Flags = FunctionFlags.Commutative },
            new(["|"], "SELECT 3 | 5", _ => Or_) { Flags = FunctionFlags.Commutative },
            new(["^"], "SELECT 3 ^ 5", _ => Xor) { Flags = FunctionFlags.Commutative },
            new(["~"], "SELECT ~ 0", _ => Not_),
            new(["==", "="], "SELECT 2 == 2", _ => Equal) { Flags = FunctionFlags.Commutative },
            new(["<=>"], "SELECT 2 <=> 2", _ => NullSafeEqual) { Flags = FunctionFlags.Commutative },
            new([], null, _ => NotEqual) { ParserNames = ["!=", "<>"] },
            new(["<"], "SELECT 1 < 2", _ => Less),
            new(["<="], "SELECT 2 <= 2", _ => LessOrEqual),
            new([">"], "SELECT 2 > 1", _ => Greater),
            new([">="], "SELECT 2 >= 1", _ => GreaterOrEqual),
            new(["and"], "SELECT true and true", _ => And) { Flags = FunctionFlags.Commutative },
            new(["or"], "SELECT true or false", _ => Or) { Flags = FunctionFlags.Commutative },
            new(["not", "!"], "SELECT not true", _ => Not),
            new(["in"], "SELECT 1 in(1, 2, 3)", _ => In),
            new(["between"], "SELECT 0.5 between 0.1 AND 1.0", _ => Between),
            new(["like"], "SELECT like('Spark', '_park')", _ => Like),
            new(["ilike"], "SELECT ilike('Spark', '_Park')", _ => ILike),
            new([], null, _ => LikeAny) { ParserNames = ["likeany"] },
            new([], null, _ => LikeAll) { ParserNames = ["likeall"] },
            new([], null, _ => NotLikeAny) { ParserNames = ["notlikeany"] },
            new([], null, _ => NotLikeAll) { ParserNames = ["notlikeall"] },
            new(["isnull"], "SELECT isnull(1)", _ => IsNull),
            new(["isnotnull"], "SELECT isnotnull(1)", _ => IsNotNull),
            new([], null, _ => IsUnknown) { ParserNames = ["isunknown"] },
            new([], null, _ => IsNotUnknown) { ParserNames = ["isnotunknown"] },
        ];

    private static readonly FunctionDefinition Plus = Define("+", ArithmeticOperators.Add);
    private static readonly FunctionDefinition Minus = Define("-", ArithmeticOperators.Subtract);
    private static readonly FunctionDefinition Times = Define("*", ArithmeticOperators.Multiply);
    private static readonly FunctionDefinition Divide = Define("/", ArithmeticOperators.Divide);
    private static readonly FunctionDefinition Remainder = Define("%", ArithmeticOperators.Remainder);
    private static readonly FunctionDefinition IntegralDivide = Define("div", ArithmeticOperators.IntegralDivide);
    private static readonly FunctionDefinition Negative = Define("negative", ArithmeticOperators.Negate);
    private static readonly FunctionDefinition Positive = Define("positive", ArithmeticOperators.Positive);
    private static readonly FunctionDefinition And_ = Define("&", call => ArithmeticOperators.Bitwise(call, "&"));
    private static readonly FunctionDefinition Or_ = Define("|", call => ArithmeticOperators.Bitwise(call, "|"));
    private static readonly FunctionDefinition Xor = Define("^", call => ArithmeticOperators.Bitwise(call, "^"));
    private static readonly FunctionDefinition Not_ = Define("~", ArithmeticOperators.BitwiseNot);
    private static readonly FunctionDefinition Equal = Define("==", call => ComparisonOperators.Compare(call, "="));
    private static readonly FunctionDefinition NullSafeEqual = Define("<=>", call => ComparisonOperators.Compare(call, "<=>"));
    private static readonly FunctionDefinition NotEqual = Define("!=", ComparisonOperators.NotEqual);
    private static readonly FunctionDefinition Less = Define("<", call => ComparisonOperators.Compare(call, "<"));
    private static readonly FunctionDefinition LessOrEqual = Define("<=", call => ComparisonOperators.Compare(call, "<="));
    private static readonly FunctionDefinition Greater = Define(">", call => ComparisonOperators.Compare(call, ">"));
    private static readonly FunctionDefinition GreaterOrEqual = Define(">=", call => ComparisonOperators.Compare(call, ">="));
    private static readonly FunctionDefinition And = Define("and", call => ComparisonOperators.Logic(call, "AND"));
    private static readonly FunctionDefinition Or = Define("or", call => ComparisonOperators.Logic(call, "OR"));
    private static readonly FunctionDefinition Not = Define("not", ComparisonOperators.Not);
    private static readonly FunctionDefinition In = Define("in", PredicateOperators.In);
    private static readonly FunctionDefinition Between = Define("between", PredicateOperators.Between);
    private static readonly FunctionDefinition Like = Define("like", call => PredicateOperators.Like(call, ignoreCase: false));
    private static readonly FunctionDefinition ILike = Define("ilike", call => PredicateOperators.Like(call, ignoreCase: true));
    private static readonly FunctionDefinition LikeAny = Define(
        "likeany",
        call => PredicateOperators.LikeMany(call, all: false, not: false)
    );
    private static readonly FunctionDefinition LikeAll = Define(
        "likeall",
        call => PredicateOperators.LikeMany(call, all: true, not: false)
    );
    private static readonly FunctionDefinition NotLikeAny = Define(
        "notlikeany",
        call => PredicateOperators.LikeMany(call, all: false, not: true)
    );
    private static readonly FunctionDefinition NotLikeAll = Define(
        "notlikeall",
        call => PredicateOperators.LikeMany(call, all: true, not: true)
    );
    private static readonly FunctionDefinition IsNull = Define("isnull", call => PredicateOperators.IsNull(call, "IS NULL"));
    private static readonly FunctionDefinition IsNotNull = Define("isnotnull", call => PredicateOperators.IsNull(call, "IS NOT NULL"));
    private static readonly FunctionDefinition IsUnknown = Define("isunknown", call => PredicateOperators.IsUnknown(call, "IS NULL"));
    private static readonly FunctionDefinition IsNotUnknown = Define(
        "isnotunknown",
        call => PredicateOperators.IsUnknown(call, "IS NOT NULL")
    );

    /// <summary>The error for operands whose types do not go together.</summary>
    internal static Microsoft.Spark.AnalysisException DifferentTypes(FunctionCall call, string symbol) =>
        SparkErrors.Analysis(
            "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
            ("sqlExpr", SparkErrors.Quote(Text(call, symbol))),
            ("left", TypeText.Quoted(call.Arguments[0].Type)),
            ("right", TypeText.Quoted(call.Arguments[1].Type))
        );

    /// <summary>The error for operands of a type that the operator does not take.</summary>
    internal static Microsoft.Spark.AnalysisException WrongType(FunctionCall call, string symbol, string required, SparkType actual) =>
        SparkErrors.Analysis(
            "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE",
            ("sqlExpr", SparkErrors.Quote(Text(call, symbol))),
            ("inputType", required),
            ("actualType", TypeText.Quoted(actual))
        );

    /// <summary>An infix call as Spark prints it.</summary>
    internal static string Text(FunctionCall call, string symbol) =>
        $"({string.Join($" {symbol} ", call.Arguments.Select(ExprPrinter.Print))})";

    /// <summary>Requires a number of arguments.</summary>
    internal static void Count(FunctionCall call, int count)
    {
        if (call.Arguments.Count != count)
            throw SparkErrors.WrongNumberOfArguments(
                call.Name,
                count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                call.Arguments.Count
            );
    }

    /// <summary>What an operator binds to; the definition is filled in by <see cref="Define"/>.</summary>
    internal static BoundFunction Bound(
        IReadOnlyList<Expr> arguments,
        SparkType type,
        bool nullable,
        Func<SqlArguments, string> sql,
        Func<IReadOnlyList<string>, string> print
    ) => new(null!, arguments, type, nullable, sql) { Print = print };

    private static FunctionDefinition Define(string name, Func<FunctionCall, BoundFunction> bind)
    {
        FunctionDefinition? definition = null;
        definition = new FunctionDefinition(
            name,
            FunctionKind.Scalar,
            call => bind(call) is var bound && bound.Definition is null ? bound with { Definition = definition! } : bound
        );
        return definition;
    }
}
