namespace Microsoft.Spark.Sql;

/// <content>URL functions.</content>
public static partial class Functions
{
    /// <summary>A part of a URL, such as <c>HOST</c>, or a key of its <c>QUERY</c>.</summary>
    public static Column ParseUrl(Column url, Column part) => Invoke("parse_url", url, part);

    /// <summary>A part of a URL, such as <c>HOST</c>, or a key of its <c>QUERY</c>.</summary>
    public static Column ParseUrl(Column url, Column part, Column key) => Invoke("parse_url", url, part, key);

    /// <summary>A part of a URL; null where it is none.</summary>
    public static Column TryParseUrl(Column url, Column part) => Invoke("try_parse_url", url, part);

    /// <summary>A part of a URL; null where it is none.</summary>
    public static Column TryParseUrl(Column url, Column part, Column key) => Invoke("try_parse_url", url, part, key);

    /// <summary>The text as part of a URL.</summary>
    public static Column UrlEncode(Column text) => Invoke("url_encode", text);

    /// <summary>The text of a part of a URL.</summary>
    public static Column UrlDecode(Column text) => Invoke("url_decode", text);

    /// <summary>The text of a part of a URL; null where it is none.</summary>
    public static Column TryUrlDecode(Column text) => Invoke("try_url_decode", text);
}
