using Spark.Embedded.Errors;
using Spark.Embedded.Plan;
using Spark.Embedded.Types;
using static Spark.Embedded.Functions.FunctionBuilder;
using static Spark.Embedded.Functions.Parameter;

namespace Spark.Embedded.Functions;

/// <summary>String functions.</summary>
/// <remarks>https://spark.apache.org/docs/latest/sql-ref-functions-builtin.html#string-functions</remarks>
internal static class StringFunctions
{
    public static IReadOnlyList<FunctionRow> Rows =>
        [
            new(["ascii"], "SELECT ascii('222')", name => Scalar(name, [Text], SparkType.Integer, a => $"ascii({a[0]})")),
            new(["base64"], "SELECT base64('Spark SQL')", name => Scalar(name, [Binary], SparkType.String, a => $"base64({a[0]})")),
            new(["unbase64"], "SELECT unbase64('U3BhcmsgU1FM')", name => Scalar(name, [Text], StringForms.UnBase64)),
            new(
                ["bit_length"],
                "SELECT bit_length('Spark SQL')",
                name => Scalar(name, [TextOrBinary], SparkType.Integer, a => $"CAST(octet_length({Bytes(a, 0)}) * 8 AS INTEGER)")
            ),
            new(
                ["octet_length"],
                "SELECT octet_length('Spark SQL')",
                name => Scalar(name, [TextOrBinary], SparkType.Integer, a => $"CAST(octet_length({Bytes(a, 0)}) AS INTEGER)")
            ),
            new(
                ["length", "len", "char_length", "character_length"],
                "SELECT length('Spark SQL ')",
                name =>
                    Scalar(
                        name,
                        [TextOrBinary],
                        SparkType.Integer,
                        a => $"CAST({(IsBinary(a, 0) ? "octet_length" : "length")}({a[0]}) AS INTEGER)"
                    )
            ),
            new(
                ["btrim"],
                "SELECT btrim('    SparkSQL   ')",
                name => Scalar(name, [Text, Text.Or(" ")], SparkType.String, a => $"trim({a[0]}, {a[1]})").PrintedAsWritten()
            ),
            new(["trim"], "SELECT trim('    SparkSQL   ')", name => Trim(name, "trim", "BOTH")),
            new(["ltrim"], "SELECT ltrim('    SparkSQL   ')", name => Trim(name, "ltrim", "LEADING")),
            new(["rtrim"], "SELECT rtrim('    SparkSQL   ')", name => Trim(name, "rtrim", "TRAILING")),
            new(
                ["char", "chr"],
                "SELECT char(65)",
                name =>
                    Scalar(name, [Long], SparkType.String, a => $"CASE WHEN {a[0]} < 0 THEN '' ELSE chr(CAST({a[0]} & 255 AS INTEGER)) END")
            ),
            new(["concat"], "SELECT concat('Spark', 'SQL')", name => Bound(name, FunctionKind.Scalar, Concat).PrintedAs("concat"))
            {
                ParserNames = ["||"],
            },
            new(["concat_ws"], "SELECT concat_ws(' ', 'Spark', 'SQL')", name => Bound(name, FunctionKind.Scalar, ConcatWithSeparator)),
            new(["contains"], "SELECT contains('Spark SQL', 'Spark')", name => Search(name, "contains", StringForms.ContainsBytes)),
            new(
                ["startswith"],
                "SELECT startswith('Spark SQL', 'Spark')",
                name => Search(name, "starts_with", StringForms.StartsWithBytes)
            ),
            new(["endswith"], "SELECT endswith('Spark SQL', 'SQL')", name => Search(name, "ends_with", StringForms.EndsWithBytes)),
            new(["encode"], "SELECT encode('abc', 'utf-8')", name => Scalar(name, [Text, Text], StringForms.Encode)),
            new(["decode"], "SELECT decode(encode('abc', 'utf-8'), 'utf-8')", name => Bound(name, FunctionKind.Scalar, Decode)),
            new(["elt"], "SELECT elt(1, 'scala', 'java')", name => Bound(name, FunctionKind.Scalar, Elt)),
            new(["find_in_set"], "SELECT find_in_set('ab','abc,b,ab,c,def')", name => Scalar(name, [Text, Text], StringForms.FindInSet)),
            new(
                ["format_number"],
                "SELECT format_number(12332.123456, 4)",
                name => Bound(name, FunctionKind.Scalar, NumberFormats.FormatNumber)
            ),
            new(
                ["format_string", "printf"],
                "SELECT format_string(\"Hello World %d %s\", 100, \"days\")",
                name => Bound(name, FunctionKind.Scalar, PrintfFormats.FormatString)
            ),
            new(["initcap"], "SELECT initcap('sPark sql')", name => Scalar(name, [Text], StringForms.InitCap)),
            new(
                ["instr"],
                "SELECT instr('SparkSQL', 'SQL')",
                name => Scalar(name, [Text, Text], SparkType.Integer, a => $"CAST(instr({a[0]}, {a[1]}) AS INTEGER)")
            ),
            new(
                ["is_valid_utf8"],
                "SELECT is_valid_utf8('Spark')",
                name => Scalar(name, [Text], SparkType.Boolean, a => $"({a[0]} IS NOT NULL OR NULL)")
            ),
            new(
                ["make_valid_utf8", "validate_utf8", "try_validate_utf8"],
                "SELECT make_valid_utf8('Spark')",
                name => Scalar(name, [Text], SparkType.String, a => a[0])
            ),
            new(["lower", "lcase"], "SELECT lower('SparkSql')", name => Scalar(name, [Text], SparkType.String, a => CaseMapping.Lower(a))),
            new(["upper", "ucase"], "SELECT upper('SparkSql')", name => Scalar(name, [Text], SparkType.String, a => CaseMapping.Upper(a))),
            new(
                ["left"],
                "SELECT left('Spark SQL', 3)",
                name => Scalar(name, [TextOrBinary, Int], SparkType.String, a => $"substring({a[0]}, 1, {NotNegative(a[1])})").Typed()
            ),
            new(
                ["right"],
                "SELECT right('Spark SQL', 3)",
                name => Scalar(name, [Text, Int], SparkType.String, a => $"right({a[0]}, {NotNegative(a[1])})")
            ),
            new(
                ["levenshtein"],
                "SELECT levenshtein('kitten', 'sitting')",
                name =>
                    Bound(
                        name,
                        FunctionKind.Scalar,
                        call =>
                            Result(
                                call,
                                Match(call, [Text, Text, Int.OrNull()]) is var x && call.Arguments.Count == 2 ? x.Take(2).ToList() : x,
                                SparkType.Integer,
                                x.Any(e => e.Nullable),
                                a => a.Native(a.Count == 2 ? StringForms.Levenshtein : StringForms.LevenshteinThreshold, a.Sql.Sql)
                            )
                    )
            ),
            new(
                ["locate", "position"],
                "SELECT locate('bar', 'foobarbar')",
                name => Scalar(name, [Text, Text, Int.Or(1)], StringForms.Locate)
            ),
            new(["lpad"], "SELECT lpad('hi', 5, '??')", name => Pad(name, StringForms.LeftPad, StringForms.LeftPadBytes)),
            new(["rpad"], "SELECT rpad('hi', 5, '??')", name => Pad(name, StringForms.RightPad, StringForms.RightPadBytes)),
            new(["luhn_check"], "SELECT luhn_check('8112189876')", name => Scalar(name, [Text], StringForms.LuhnCheck)),
            new(
                ["mask"],
                "SELECT mask('abcd-EFGH-8765-4321')",
                name =>
                    Of(
                        name,
                        FunctionKind.Scalar,
                        [Text, Text.Or("X").Foldable(), Text.Or("x").Foldable(), Text.Or("n").Foldable(), Text.OrNull().Foldable()],
                        _ => SparkType.String,
                        _ => true,
                        a => a.Native(StringForms.Mask, a.Sql.Sql)
                    )
            ),
            new(
                ["overlay"],
                "SELECT overlay('Spark SQL' PLACING '_' FROM 6)",
                name => Scalar(name, [TextOrBinary, TextOrBinary, Int, Int.Or(-1)], a => a[0].Type, Overlay)
            ),
            new(
                ["quote"],
                "SELECT quote('Don\\'t')",
                name => Scalar(name, [Text], SparkType.String, a => $"'''' || replace(replace({a[0]}, '\\', '\\\\'), '''', '\\''') || ''''")
            ),
            new(["repeat"], "SELECT repeat('123', 2)", name => Scalar(name, [Text, Int], SparkType.String, a => $"repeat({a[0]}, {a[1]})")),
            new(
                ["replace"],
                "SELECT replace('ABCabc', 'abc', 'DEF')",
                name => Scalar(name, [Text, Text, Text.Or("")], SparkType.String, a => $"replace({a[0]}, {a[1]}, {a[2]})")
            ),
            new(
                ["reverse"],
                "SELECT reverse('Spark SQL')",
                name =>
                    Scalar(
                        name,
                        [ArrayOrText],
                        a => a[0].Type,
                        a => a.Type is ArrayType ? $"list_reverse({a[0]})" : a.Native(StringForms.Reverse, a[0])
                    )
            ),
            new(["soundex"], "SELECT soundex('Miller')", name => Scalar(name, [Text], StringForms.Soundex)),
            new(
                ["space"],
                "SELECT concat(space(2), '1')",
                name => Scalar(name, [Int], SparkType.String, a => $"repeat(' ', {NotNegative(a[0])})")
            ),
            new(
                ["split_part"],
                "SELECT split_part('11.12.13', '.', 3)",
                name => Scalar(name, [Text, Text, Int], StringForms.SplitPart).MayBeNull()
            ),
            new(["substr", "substring"], "SELECT substr('Spark SQL', 5)", name => Bound(name, FunctionKind.Scalar, Substring)),
            new(
                ["substring_index"],
                "SELECT substring_index('www.apache.org', '.', 2)",
                name => Scalar(name, [Text, Text, Int], StringForms.SubstringIndex)
            ),
            new(["translate"], "SELECT translate('AaBbCc', 'abc', '123')", name => Scalar(name, [Text, Text, Text], StringForms.Translate)),
            new(
                ["collation"],
                "SELECT collation('Spark SQL')",
                name => Scalar(name, [Text], SparkType.String, a => $"'SYSTEM.BUILTIN.{((StringType)a.TypeOf(0)).Collation}'").NeverNull()
            ),
        ];

    private static readonly Parameter ArrayOrText = AnyOf(AnyArray, Text);

    /// <summary>A count of which the negative ones are none; null stays null, which DuckDB's greatest would pass over.</summary>
    internal static string NotNegative(string count) => $"CASE WHEN {count} < 0 THEN 0 ELSE {count} END";

    internal static bool IsBinary(Operands a, int index) => a.TypeOf(index) == SparkType.Binary;

    private static string Bytes(Operands a, int index) => IsBinary(a, index) ? a[index] : $"encode({a[index]})";

    /// <summary>The row, whose result has the type of the first argument: text or binary.</summary>
    private static FunctionDefinition Typed(this FunctionDefinition row) =>
        row with
        {
            Bind = call =>
                row.Bind(call) is var bound && bound.Arguments[0].Type == SparkType.Binary ? bound with { Type = SparkType.Binary } : bound,
        };

    /// <summary><c>trim(s)</c>, and <c>trim(chars, s)</c>, which the parser makes of <c>TRIM(chars FROM s)</c>.</summary>
    private static FunctionDefinition Trim(string name, string function, string side) =>
        Bound(
            name,
            FunctionKind.Scalar,
            call =>
            {
                var arguments = Match(call, [Text, Text.OrNull()]);
                if (call.Arguments.Count == 1)
                    return Result(call, [arguments[0]], SparkType.String, arguments[0].Nullable, a => $"{function}({a[0]}, ' ')");
                return Result(call, arguments, SparkType.String, arguments.Any(a => a.Nullable), a => $"{function}({a[1]}, {a[0]})") with
                {
                    Print = printed => $"TRIM({side} {printed[0]} FROM {printed[1]})",
                };
            }
        );

    /// <summary>A search for a part of text or of bytes.</summary>
    private static FunctionDefinition Search(string name, string function, NativeFunction bytes) =>
        Bound(
            name,
            FunctionKind.Scalar,
            call =>
            {
                var binary = call.Arguments.Count == 2 && call.Arguments.All(a => a.Type == SparkType.Binary);
                var arguments = Match(call, binary ? [Binary, Binary] : [Text, Text]);
                return Result(
                    call,
                    arguments,
                    SparkType.Boolean,
                    arguments.Any(a => a.Nullable),
                    a => binary ? a.Native(bytes, a[0], a[1]) : $"{function}({a[0]}, {a[1]})"
                );
            }
        );

    private static FunctionDefinition Pad(string name, NativeFunction text, NativeFunction bytes) =>
        Bound(
            name,
            FunctionKind.Scalar,
            call =>
            {
                var binary = call.Arguments.Count > 0 && call.Arguments[0].Type == SparkType.Binary;
                var arguments = Match(call, binary ? [Binary, Int, Binary.OrNull()] : [Text, Int, Text.Or(" ")]);
                if (binary && call.Arguments.Count == 2)
                    arguments = [arguments[0], arguments[1], new Literal(new byte[] { 0 }, SparkType.Binary)];
                return Result(
                    call,
                    arguments,
                    arguments[0].Type,
                    arguments.Any(a => a.Nullable),
                    a => a.Native(binary ? bytes : text, a.Sql.Sql)
                );
            }
        );

    private static BoundFunction Substring(FunctionCall call)
    {
        var arguments = Match(call, [TextOrBinary, Int, Int.Or(int.MaxValue)]);
        return Result(
            call,
            arguments,
            arguments[0].Type,
            arguments.Any(a => a.Nullable),
            a =>
            {
                if (IsBinary(a, 0))
                    return a.Native(StringForms.SubstringBytes, a.Sql.Sql);

                // DuckDB agrees where the position is positive and the length not negative.
                if (a.Arguments[1] is Literal { Value: int and > 0 } && a.Arguments[2] is Literal { Value: int length })
                {
                    return length == int.MaxValue ? $"substring({a[0]}, {a[1]})"
                        : length <= 0 ? $"substring({a[0]}, 1, 0)"
                        : $"substring({a[0]}, {a[1]}, {a[2]})";
                }

                return a.Native(StringForms.Substring, a.Sql.Sql);
            }
        );
    }

    private static string Overlay(Operands a)
    {
        if (IsBinary(a, 0))
            throw BindError.Unsupported(a.Call, "of binary values");
        return a.Native(StringForms.Overlay, a.Sql.Sql);
    }

    private static BoundFunction Concat(FunctionCall call)
    {
        if (call.Arguments.Any(a => a.Type is ArrayType))
            return ArrayForms.Concat(call);
        var binary = call.Arguments.Count > 0 && call.Arguments.All(a => a.Type == SparkType.Binary || a.Type is NullType);
        var arguments = Match(call, [(binary ? Binary : Text).Repeated()]);
        return Result(
            call,
            arguments,
            binary ? SparkType.Binary : SparkType.String,
            arguments.Any(a => a.Nullable),
            a => a.Count == 0 ? "''" : $"({string.Join(" || ", a.Sql.Sql)})"
        );
    }

    private static BoundFunction ConcatWithSeparator(FunctionCall call)
    {
        var arguments = Match(call, [Text, AnyOf(To(new ArrayType(SparkType.String)), Text).Repeated()]);
        return Result(
            call,
            arguments,
            SparkType.String,
            arguments[0].Nullable,
            a =>
            {
                var lists = a.Arguments.Skip(1).Any(e => e.Type is ArrayType);
                if (a.Count == 1)
                    return $"CASE WHEN {a[0]} IS NOT NULL THEN '' END";
                if (!lists)
                    return $"concat_ws({a[0]}, {a.List(1)})";
                var parts = Enumerable.Range(1, a.Count - 1).Select(i => a.TypeOf(i) is ArrayType ? $"coalesce({a[i]}, [])" : $"[{a[i]}]");
                return $"coalesce(array_to_string(list_filter(list_concat({string.Join(", ", parts)}), lambda x: x IS NOT NULL), {a[0]}), CASE WHEN {a[0]} IS NOT NULL THEN '' END)";
            }
        );
    }

    /// <summary><c>decode(bin, charset)</c>, and <c>decode(expr, search, result, ..., default)</c> as in Oracle.</summary>
    private static BoundFunction Decode(FunctionCall call)
    {
        if (call.Arguments.Count == 2)
        {
            var binary = Match(call, [Binary, Text]);
            return Result(call, binary, SparkType.String, binary.Any(a => a.Nullable), a => a.Native(StringForms.Decode, a[0], a[1]));
        }

        if (call.Arguments.Count < 3)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "> 1", call.Arguments.Count);
        var searches = Enumerable
            .Range(0, call.Arguments.Count)
            .Where(i => i == 0 || (i % 2 == 1 && i + 1 < call.Arguments.Count))
            .ToHashSet();
        var searched =
            TypeCoercion.CommonType(searches.Select(i => call.Arguments[i].Type), call.Mode) ?? throw BindError.DifferentTypes(call);
        var results = Enumerable.Range(1, call.Arguments.Count - 1).Where(i => !searches.Contains(i)).ToList();
        var type = TypeCoercion.CommonType(results.Select(i => call.Arguments[i].Type), call.Mode) ?? throw BindError.DifferentTypes(call);
        var arguments = call
            .Arguments.Select((e, i) => ImplicitTypeCasts.CastTo(e, searches.Contains(i) ? searched : type, call.Mode))
            .ToList();
        var hasDefault = call.Arguments.Count % 2 == 0;
        return Result(
            call,
            arguments,
            type,
            !hasDefault || results.Any(i => arguments[i].Nullable),
            a =>
            {
                var cases = Enumerable
                    .Range(0, (a.Count - 1) / 2)
                    .Select(i => $"WHEN {a[0]} IS NOT DISTINCT FROM {a[(2 * i) + 1]} THEN {a[(2 * i) + 2]}");
                return $"CASE {string.Join(" ", cases)}{(hasDefault ? $" ELSE {a[a.Count - 1]}" : "")} END";
            }
        );
    }

    private static BoundFunction Elt(FunctionCall call)
    {
        if (call.Arguments.Count < 2)
            throw SparkErrors.WrongNumberOfArguments(call.Name, "> 1", call.Arguments.Count);
        var binary = call.Arguments.Skip(1).All(a => a.Type == SparkType.Binary);
        var arguments = Match(call, [Int, (binary ? Binary : Text).Repeated()]);
        return Result(
            call,
            arguments,
            binary ? SparkType.Binary : SparkType.String,
            true,
            a =>
            {
                var cases = string.Join(" ", Enumerable.Range(1, a.Count - 1).Select(i => $"WHEN {i} THEN {a[i]}"));
                var invalid =
                    a.Call.Mode == EvalMode.Ansi
                        ? RuntimeError.Sql(
                            "INVALID_ARRAY_INDEX",
                            ("indexValue", a[0]),
                            ("arraySize", $"'{a.Count - 1}'"),
                            ("ansiConfig", "'\"spark.sql.ansi.enabled\"'")
                        )
                        : "NULL";
                return $"CASE WHEN {a[0]} IS NULL THEN NULL ELSE CASE {a[0]} {cases} ELSE {invalid} END END";
            }
        );
    }
}
