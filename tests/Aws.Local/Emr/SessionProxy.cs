using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aws.Local.Emr;

/// <summary>
/// The endpoint of a cluster's sessions: HTTP/2 over TLS, which lets a request through to the Spark Connect server when its session and
/// token are good.
/// </summary>
public sealed class SessionProxy : IAsyncDisposable
{
    private static readonly string[] Hidden = ["x-aws-proxy-auth", "authorization", "host", "transfer-encoding", "connection"];
    private readonly WebApplication _app;
    private readonly HttpClient _client = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
    private readonly Uri _backend;
    private readonly string? _backendToken;
    private readonly Func<string, string, bool> _accepts;

    private SessionProxy(
        WebApplication app,
        X509Certificate2 certificate,
        Uri backend,
        string? backendToken,
        Func<string, string, bool> accepts
    ) =>
        (_app, CertificatePem, _backend, _backendToken, _accepts) = (
            app,
            certificate.ExportCertificatePem(),
            backend,
            backendToken,
            accepts
        );

    /// <summary>Host and port.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The certificate to trust, as SSL_CERT_FILE takes it.</summary>
    public string CertificatePem { get; }

    /// <param name="backend">The Spark Connect server, <c>http://host:port</c>.</param>
    /// <param name="backendToken">The server's own token; null when it has none.</param>
    /// <param name="accepts">Whether a session id and a token belong together now.</param>
    public static async Task<SessionProxy> StartAsync(Uri backend, string? backendToken, Func<string, string, bool> accepts)
    {
        var certificate = SelfSigned();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    listen.Protocols = HttpProtocols.Http2;
                    listen.UseHttps(certificate);
                }
            )
        );
        var app = builder.Build();
        var proxy = new SessionProxy(app, certificate, backend, backendToken, accepts);
        app.Run(proxy.ForwardAsync);
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        proxy.Address = $"localhost:{address.Port}";
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var (incoming, outgoing) = (context.Request, context.Response);
        if (!_accepts(incoming.Headers.Authorization.ToString(), incoming.Headers["x-aws-proxy-auth"].ToString()))
        {
            // An error before any message is "trailers-only": its status stands in the headers.
            outgoing.ContentType = "application/grpc";
            outgoing.Headers["grpc-status"] = "16";
            outgoing.Headers["grpc-message"] = "The session's token is not valid or has expired.";
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(incoming.Method), new Uri(_backend, incoming.Path.Value))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StreamContent(incoming.Body),
        };
        foreach (
            var (name, values) in incoming.Headers.Where(header =>
                !header.Key.StartsWith(':') && !Hidden.Contains(header.Key.ToLowerInvariant())
            )
        )
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        if (_backendToken is not null)
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {_backendToken}");
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        outgoing.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            outgoing.Headers[name] = values.ToArray();
        await response.Content.CopyToAsync(new FlushingStream(outgoing), context.RequestAborted);
        var trailers = context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        foreach (var (name, values) in response.TrailingHeaders)
            trailers[name] = values.ToArray();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true)
        );
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Hands every piece on at once: a stream of results must not wait for the next one.</summary>
    private sealed class FlushingStream(HttpResponse response) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await response.BodyWriter.WriteAsync(buffer, cancellationToken);
            await response.BodyWriter.FlushAsync(cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
