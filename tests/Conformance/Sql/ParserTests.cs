using Microsoft.Spark;
using Spark.Embedded.Parse;
using Spark.Embedded.Parse.Statements;
using Xunit;

namespace Conformance.Tests.Sql;

/// <summary>What Spark parses is parsed, and what it refuses as text is refused with the same error.</summary>
public sealed class ParserTests
{
    public static TheoryData<string> Files() => GoldenSuite.Files();

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryStatementOfTheGoldenFilesIsParsedAsSparkDoes(string name)
    {
        var file = GoldenFile.Read(name);
        var config = new Dictionary<string, string>(file.Settings);
        var failures = new Dictionary<int, Outcome>();
        foreach (var golden in file.Cases)
        {
            if (Check(golden, config) is { } failure)
                failures[golden.Number] = new Outcome(Verdict.WrongError, failure);
        }
        KnownGaps.Check("parser", name, failures);
    }

    /// <summary>What is wrong with the parser's answer; null when it is Spark's.</summary>
    private static string? Check(GoldenCase golden, Dictionary<string, string> config)
    {
        var expected = golden.Error is { ExceptionClass: "ParseException" } error ? error : null;
        try
        {
            var statement = SqlParser.ParseStatement(golden.Sql, ParserOptions.FromConfig(key => config.GetValueOrDefault(key)));
            if (statement is SetConfigurationStatement { Key: { } key, Value: { } value })
                config[key] = value;
            return expected is null ? null : $"accepted instead of {expected.ErrorClass}";
        }
        catch (ParseException actual) when (expected is not null)
        {
            if (actual.ErrorClass != expected.ErrorClass || actual.SqlState != expected.SqlState)
                return $"{actual.ErrorClass} instead of {expected.ErrorClass}";
            var same =
                actual.MessageParameters.Count == expected.Parameters.Count
                && expected.Parameters.All(parameter => actual.MessageParameters.GetValueOrDefault(parameter.Key) == parameter.Value);
            return same ? null : $"parameters of {expected.ErrorClass} differ";
        }
        catch (SparkException actual)
        {
            // The parser also raises errors that are not about syntax, such as an overflow in a literal.
            return actual.ErrorClass is not null && actual.ErrorClass == golden.Error?.ErrorClass
                ? null
                : $"{actual.ErrorClass ?? actual.Message} instead of {expected?.ErrorClass ?? "accepting it"}";
        }
    }
}
