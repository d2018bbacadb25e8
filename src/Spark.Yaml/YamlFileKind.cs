namespace Spark.Yaml;

/// <summary>A field of a YAML file.</summary>
/// <param name="File">The file's path, as it was given.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Field">The path of the field, such as <c>cluster.fleets[0].role</c>; empty for the file as a whole.</param>
public sealed record YamlPlace(string File, long Line, string Field);

/// <summary>A kind of YAML file: what its errors are, and how they say it.</summary>
/// <param name="Content">What such a file holds, for the error of one that does not: <c>a data contract is one YAML mapping</c>.</param>
/// <param name="Error">Makes the exception for a problem at a place. The problem is no sentence yet: <c>must be true or false</c>.</param>
/// <param name="UnknownField">Says what is wrong with a field that the reader does not know; it gets the field's name and those that are known.</param>
public sealed record YamlFileKind(
    string Content,
    Func<YamlPlace, string, Exception> Error,
    Func<string, IReadOnlyCollection<string>, string> UnknownField
);
