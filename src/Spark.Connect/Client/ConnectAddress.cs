using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Spark.Connect.Client;

/// <summary>Where a Spark Connect server is and how to speak to it, as a connection string says: <c>sc://host:port/;key=value;key=value</c>.</summary>
/// <remarks>
/// The rules are those of Spark's own clients, https://github.com/apache/spark/blob/v4.1.3/sql/connect/docs/client-connection-string.md: the
/// parameters <c>token</c>, <c>use_ssl</c>, <c>user_id</c>, <c>user_agent</c>, <c>session_id</c> and <c>grpc_max_message_size</c> are the client's, any other
/// one travels as a header of every request.
/// </remarks>
public sealed partial class ConnectAddress
{
    public const int DefaultPort = 15002;

    /// <summary>128 MiB, the limit of Spark's server.</summary>
    public const int DefaultMaxMessageSize = 128 * 1024 * 1024;

    private const string Scheme = "sc://";
    private const string Expected = "expected sc://host:port/;key=value";

    private ConnectAddress(string host, int port)
    {
        Host = host;
        Port = port;
    }

    /// <summary>The host's name or address; an IPv6 address stands in brackets.</summary>
    public string Host { get; }

    public int Port { get; }

    /// <summary>
    /// Whether the connection is encrypted: when <c>use_ssl=true</c> says so, and always when a token would leave the machine.
    /// </summary>
    public bool UseTls { get; private init; }

    /// <summary>The user's id, by default the environment's <c>SPARK_USER</c> or the name of the account.</summary>
    public string UserId { get; private init; } = "";

    /// <summary>What the program calls itself; null for this library's name.</summary>
    public string? UserAgent { get; private init; }

    /// <summary>The session to join; null for one of our own.</summary>
    public string? SessionId { get; private init; }

    /// <summary>The longest message to send or to accept, in bytes.</summary>
    public int MaxMessageSize { get; private init; } = DefaultMaxMessageSize;

    /// <summary>The headers of every request; they hold secrets.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    internal Uri BaseUri => new($"{(UseTls ? "https" : "http")}://{Host}:{Port}/");

    /// <summary>Reads a connection string. Without a <c>token</c> in it, <c>SPARK_CONNECT_AUTHENTICATE_TOKEN</c> of the environment is the token.</summary>
    /// <exception cref="ArgumentException">It is not a connection string. The message never repeats the parameters' values.</exception>
    public static ConnectAddress Parse(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        if (!connectionString.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The connection string does not begin with {Scheme}; {Expected}.", nameof(connectionString));

        var rest = connectionString.AsSpan(Scheme.Length);
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? default : rest[(slash + 1)..];
        if (authority.Contains(';'))
            throw new ArgumentException(
                $"The parameters of the connection string need a / before the first semicolon; {Expected}.",
                nameof(connectionString)
            );
        if (!path.IsEmpty && path[0] != ';')
            throw new ArgumentException($"The connection string has a path, which must be empty; {Expected}.", nameof(connectionString));

        var (host, port) = ParseAuthority(authority);
        var parameters = ParseParameters(path);
        var token = Take(parameters, "token") ?? Environment.GetEnvironmentVariable("SPARK_CONNECT_AUTHENTICATE_TOKEN");
        var useSsl = string.Equals(Take(parameters, "use_ssl"), "true", StringComparison.OrdinalIgnoreCase);
        var userId = Take(parameters, "user_id");
        var userAgent = Take(parameters, "user_agent");
        var sessionId = Take(parameters, "session_id");
        var maxMessageSize = Take(parameters, "grpc_max_message_size");

        if (sessionId is not null && !Guid.TryParseExact(sessionId, "D", out _))
            throw new ArgumentException("The parameter session_id of the connection string is not a UUID.", nameof(connectionString));
        var limit = DefaultMaxMessageSize;
        if (
            maxMessageSize is not null
            && (!int.TryParse(maxMessageSize, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit == 0)
        )
            throw new ArgumentException(
                "The parameter grpc_max_message_size of the connection string is not a number of bytes.",
                nameof(connectionString)
            );

        var headers = new List<KeyValuePair<string, string>>(parameters);
        if (!headers.TrueForAll(header => HeaderName().IsMatch(header.Key)))
            throw new ArgumentException("A parameter of the connection string cannot be the name of a header.", nameof(connectionString));
        if (!string.IsNullOrEmpty(token))
            headers.Add(new("authorization", $"Bearer {token}"));
        return new ConnectAddress(host, port)
        {
            UseTls = useSsl || (!string.IsNullOrEmpty(token) && !IsLoopback(host)),
            UserId = userId ?? Environment.GetEnvironmentVariable("SPARK_USER") ?? Environment.UserName,
            UserAgent = userAgent ?? Environment.GetEnvironmentVariable("SPARK_CONNECT_USER_AGENT"),
            SessionId = sessionId,
            MaxMessageSize = limit,
            Headers = headers,
        };
    }

    /// <summary>The address without its parameters, because those hold secrets.</summary>
    public override string ToString() => $"{Scheme}{Host}:{Port}";

    private static (string Host, int Port) ParseAuthority(ReadOnlySpan<char> authority)
    {
        // An IPv6 address has colons of its own, in brackets.
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        var host = (hasPort ? authority[..colon] : authority).ToString();
        if (host.Contains('@'))
            throw new ArgumentException($"The connection string names a user before its host; {Expected}.");
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown || (host.Contains(':') && host[0] != '['))
            throw new ArgumentException(
                host.Length == 0 ? $"The connection string has no host; {Expected}." : $"'{host}' is not a host; {Expected}."
            );
        var port = DefaultPort;
        if (
            hasPort
            && (
                !int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535
            )
        )
            throw new ArgumentException($"'{authority[(colon + 1)..]}' is not a port; {Expected}.");
        return (host, port);
    }

    private static Dictionary<string, string> ParseParameters(ReadOnlySpan<char> path)
    {
        var parameters = new Dictionary<string, string>();
        foreach (var range in path.Split(';'))
        {
            var parameter = path[range];
            if (parameter.IsEmpty)
                continue;
            var equals = parameter.IndexOf('=');
            if (equals <= 0)
                throw new ArgumentException($"A parameter of the connection string is not a pair of a key and a value; {Expected}.");
            var name = parameter[..equals].ToString();
            var value = Uri.UnescapeDataString(parameter[(equals + 1)..]);
            // A line break would end the header and begin another.
            if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
                throw new ArgumentException($"The parameter {name} of the connection string has a line break in its value.");
            parameters[name] = value;
        }

        return parameters;
    }

    private static string? Take(Dictionary<string, string> parameters, string name) =>
        parameters.Remove(name, out var value) ? value : null;

    // A header whose name ends in -bin holds bytes, which a connection string cannot.
    [GeneratedRegex("^[0-9A-Za-z_.-]+$(?<!-bin)", RegexOptions.IgnoreCase)]
    private static partial Regex HeaderName();

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
