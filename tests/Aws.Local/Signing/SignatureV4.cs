using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Aws.Local.Signing;

/// <summary>A verified signature: who signed, for which service and region, and what chunk signatures continue from.</summary>
/// <param name="Seed">The request's signature, from which those of its chunks follow.</param>
public sealed record VerifiedSignature(
    string AccessKey,
    string Region,
    string Service,
    string Timestamp,
    string Scope,
    byte[] SigningKey,
    string Seed,
    string PayloadHash
)
{
    /// <summary>The signature of <paramref name="text"/> under this request's key, in hexadecimal.</summary>
    public string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(SigningKey, Encoding.UTF8.GetBytes(text)));
}

/// <summary>
/// Verifies AWS Signature Version 4 in the Authorization header or in a presigned URL's query.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
/// </summary>
public sealed class SignatureV4(IReadOnlyDictionary<string, string> secrets, TimeProvider clock)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);

    /// <summary>The service that a request claims to be signed for; S3 when it is not signed at all.</summary>
    public static string ServiceOf(HttpRequest request)
    {
        var credential = request.Headers.Authorization.ToString().Split("Credential=", 2) is [_, var rest]
            ? rest.Split(',')[0]
            : request.Query["X-Amz-Credential"].ToString();
        return credential.Split('/') is [_, _, _, var service, ..] ? service : "s3";
    }

    /// <exception cref="AwsError">The signature is missing, wrong, or too old; the codes are those of S3 and IAM.</exception>
    public async Task<VerifiedSignature> VerifyAsync(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Algorithm, StringComparison.Ordinal))
        {
            return request.Query.ContainsKey("X-Amz-Signature")
                ? VerifyPresigned(request)
                : throw new AwsError(403, "MissingAuthenticationToken", "The request is not signed with Signature Version 4.");
        }

        var payload = request.Headers["X-Amz-Content-SHA256"].ToString();
        return VerifyHeader(request, header, payload.Length > 0 ? payload : await HashOfBodyAsync(request));
    }

    /// <summary>Only S3 asks for the hash in a header; the other services compute it, so the body is read ahead.</summary>
    private static async Task<string> HashOfBodyAsync(HttpRequest request)
    {
        var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        content.Position = 0;
        request.Body = content;
        return Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
    }

    private VerifiedSignature VerifyHeader(HttpRequest request, string header, string payload)
    {
        var parts = header[Algorithm.Length..]
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1]);
        if (
            !parts.TryGetValue("Credential", out var credential)
            || !parts.TryGetValue("SignedHeaders", out var signed)
            || !parts.TryGetValue("Signature", out var signature)
        )
            throw new AwsError(
                400,
                "AuthorizationHeaderMalformed",
                "The Authorization header lacks Credential, SignedHeaders or Signature."
            );
        var timestamp = request.Headers["X-Amz-Date"].ToString();
        CheckAge(timestamp, AllowedSkew);
        return Check(request, credential, signed, signature, timestamp, payload);
    }

    private VerifiedSignature VerifyPresigned(HttpRequest request)
    {
        string Value(string name) => request.Query[name].ToString();
        var timestamp = Value("X-Amz-Date");
        if (!int.TryParse(Value("X-Amz-Expires"), CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > 604_800)
            throw new AwsError(400, "AuthorizationQueryParametersError", "X-Amz-Expires must be between 1 and 604800 seconds.");
        CheckAge(timestamp, TimeSpan.FromSeconds(seconds));
        return Check(
            request,
            Value("X-Amz-Credential"),
            Value("X-Amz-SignedHeaders"),
            Value("X-Amz-Signature"),
            timestamp,
            "UNSIGNED-PAYLOAD"
        );
    }

    private void CheckAge(string timestamp, TimeSpan limit)
    {
        if (
            !DateTimeOffset.TryParseExact(
                timestamp,
                "yyyyMMdd'T'HHmmss'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var signedAt
            )
        )
            throw new AwsError(403, "AccessDenied", "X-Amz-Date is missing or not of the form 20261121T000000Z.");
        var age = clock.GetUtcNow() - signedAt;
        if (age > limit || age < -AllowedSkew)
            throw new AwsError(403, "RequestTimeTooSkewed", "The difference between the request time and the server's time is too large.");
    }

    private VerifiedSignature Check(
        HttpRequest request,
        string credential,
        string signedHeaders,
        string signature,
        string timestamp,
        string payload
    )
    {
        var scope = credential.Split('/', 5);
        if (scope is not [var accessKey, var date, var region, var service, "aws4_request"])
            throw new AwsError(400, "AuthorizationHeaderMalformed", "The credential's scope is not key/date/region/service/aws4_request.");
        if (!secrets.TryGetValue(accessKey, out var secret))
            throw new AwsError(
                403,
                service == "s3" ? "InvalidAccessKeyId" : "UnrecognizedClientException",
                "The access key is not known here."
            );

        var canonical = string.Join(
            '\n',
            request.Method,
            CanonicalPath(request, service),
            CanonicalQuery(request),
            string.Concat(signedHeaders.Split(';').Select(name => $"{name}:{HeaderValue(request, name)}\n")),
            signedHeaders,
            payload
        );
        var fullScope = string.Join('/', date, region, service, "aws4_request");
        var toSign = string.Join(
            '\n',
            Algorithm,
            timestamp,
            fullScope,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))
        );
        var key = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secret), date), region), service), "aws4_request");
        var expected = Convert.ToHexStringLower(Hmac(key, toSign));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature)))
            throw new AwsError(403, "SignatureDoesNotMatch", "The signature that was calculated does not match the one provided.");
        return new VerifiedSignature(accessKey, region, service, timestamp, fullScope, key, signature, payload);
    }

    /// <summary>The path as S3 signs it, encoded once; every other service encodes the encoded path again.</summary>
    private static string CanonicalPath(HttpRequest request, string service)
    {
        var raw = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = raw.Split('?', 2)[0];
        var encoded = Encode(Uri.UnescapeDataString(path), keepSlash: true);
        return service == "s3" ? encoded : Encode(encoded, keepSlash: true);
    }

    private static string CanonicalQuery(HttpRequest request)
    {
        var raw = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        if (raw.Length < 2)
            return "";
        return string.Join(
            '&',
            raw[1]
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .Select(pair =>
                    (
                        Name: Encode(Uri.UnescapeDataString(pair[0])),
                        Value: pair.Length > 1 ? Encode(Uri.UnescapeDataString(pair[1].Replace('+', ' '))) : ""
                    )
                )
                .Where(pair => pair.Name != "X-Amz-Signature")
                .OrderBy(pair => pair.Name, StringComparer.Ordinal)
                .ThenBy(pair => pair.Value, StringComparer.Ordinal)
                .Select(pair => $"{pair.Name}={pair.Value}")
        );
    }

    private static string HeaderValue(HttpRequest request, string name) =>
        name switch
        {
            "host" => request.Host.Value ?? "",
            _ => string.Join(
                ' ',
                string.Join(',', request.Headers[name].Select(value => value?.Trim())).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            ),
        };

    /// <summary>Percent-encodes all but the unreserved characters of RFC 3986.</summary>
    private static string Encode(string text, bool keepSlash = false)
    {
        var encoded = Uri.EscapeDataString(text);
        return keepSlash ? encoded.Replace("%2F", "/", StringComparison.Ordinal) : encoded;
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
