namespace Spark.Embedded.Parse.Grammar;

// Property lists: OPTIONS, TBLPROPERTIES and the like.
internal sealed partial class SqlGrammar
{
    /// <summary><c>('key' = 'value', a.b = 1, c)</c>; a key without a value has the value null.</summary>
    private List<KeyValuePair<string, string?>> Properties()
    {
        var start = _position;
        var properties = Parenthesized(() =>
        {
            var key =
                Current.Kind == TokenKind.String && Peek().Kind == TokenKind.String
                    ? StringText.Unquote(Next().Text, _options)
                    : PropertyKey();
            var value = Take("=") || !IsAny(Current, ",", ")") ? PropertyValue() : null;
            return KeyValuePair.Create(key, value);
        });
        if (properties.GroupBy(property => property.Key).FirstOrDefault(group => group.Count() > 1) is { } duplicate)
            throw Error(start, "DUPLICATE_KEY", ("keyColumn", SqlNames.Quote([duplicate.Key])));
        return properties;
    }

    /// <summary>Properties all of which must have a value.</summary>
    private Dictionary<string, string> PropertyList()
    {
        var start = _position;
        var properties = Properties();
        var missing = properties.Where(property => property.Value is null).Select(property => property.Key).ToList();
        if (missing.Count > 0)
            throw NotAllowed(start, $"Values must be specified for key(s): [{string.Join(',', missing)}]");
        return properties.ToDictionary(property => property.Key, property => property.Value!);
    }

    private string PropertyKey()
    {
        if (Current.Kind == TokenKind.String)
            return StringLiteral();
        var parts = new List<string> { ErrorCapturingIdentifier() };
        while (Take("."))
            parts.Add(ErrorCapturingIdentifier());
        return string.Join('.', parts);
    }

    private string PropertyValue()
    {
        if (Current.Kind is TokenKind.Integer or TokenKind.Decimal)
            return Next().Text;
        if (AtAny("TRUE", "FALSE"))
            return Next().Text.ToLowerInvariant();
        return StringLiteral();
    }
}
