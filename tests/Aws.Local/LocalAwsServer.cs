using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aws.Local.Emr;
using Aws.Local.EmrServerless;
using Aws.Local.Faults;
using Aws.Local.Identity;
using Aws.Local.S3;
using Aws.Local.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aws.Local;

/// <summary>
/// S3, EMR, EMR Serverless, STS and IAM behind one address on loopback, for <c>AWS_ENDPOINT_URL</c>. A request's service is the one it was signed for.
/// </summary>
public sealed class LocalAwsServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SignatureV4 _signatures;
    private readonly S3Service _s3;
    private readonly QueryServices _identity;
    private readonly ClusterSimulation _simulation;

    private LocalAwsServer(WebApplication app, LocalAwsOptions options)
    {
        _app = app;
        Clock = new ScaledClock(options.Speed);
        Objects = new ObjectStore(TimeProvider.System);
        _signatures = new SignatureV4(options.Secrets, TimeProvider.System);
        _s3 = new S3Service(Objects);
        _identity = new QueryServices(options);
        var logs = new LogUploads(options, Clock, Objects);
        _simulation = new ClusterSimulation(options, Clock, logs);
        Serverless = new EmrServerlessService(options, Clock, logs);
        Emr = new EmrService(options, _simulation);
    }

    /// <summary>The address for <c>AWS_ENDPOINT_URL</c>.</summary>
    public string Url { get; private set; } = "";

    public ScaledClock Clock { get; }

    public ObjectStore Objects { get; }

    public EmrService Emr { get; }

    public EmrServerlessService Serverless { get; }

    /// <summary>Faults for the next requests, and the trace of those that came.</summary>
    public FaultPlan Faults { get; } = new();

    public static async Task<LocalAwsServer> StartAsync(LocalAwsOptions? options = null)
    {
        options ??= new LocalAwsOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        var server = new LocalAwsServer(app, options);
        app.MapPost("/_local/faults", server.AddFaultAsync);
        app.MapFallback("{**path}", server.HandleAsync);
        await app.StartAsync();
        server.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _simulation.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Waits until somebody ends the process.</summary>
    public Task WaitAsync() => ((IHost)_app).WaitForShutdownAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var requestId = Guid.NewGuid().ToString();
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        context.Response.Headers["x-amz-request-id"] = requestId;
        var service = SignatureV4.ServiceOf(context.Request);
        try
        {
            var signature = await _signatures.VerifyAsync(context.Request);
            var form = QueryServices.Serves(service) ? await QueryServices.FormAsync(context.Request) : null;
            var operation = form?.GetValueOrDefault("Action") ?? Operation(context.Request, service);
            Faults.Requests.Enqueue((service, operation));
            var fault = Faults.Take(operation);
            await ApplyBeforeAsync(context, fault);
            await DispatchAsync(context, signature, operation, form, fault?.Kind == FaultKind.DropAfter);
        }
        catch (AwsError error) when (!context.Response.HasStarted)
        {
            if (service == "s3")
                await S3Service.ErrorAsync(context, error, requestId);
            else if (QueryServices.Serves(service))
                await XmlAsync(context, error.Status, QueryServices.Error(error));
            else
                await JsonAsync(context, error.Status, new JsonObject { ["__type"] = error.Code, ["Message"] = error.Message });
        }
        catch (ConnectionCut)
        {
            context.Abort();
        }
    }

    private async Task DispatchAsync(
        HttpContext context,
        VerifiedSignature signature,
        string operation,
        IReadOnlyDictionary<string, string>? form,
        bool dropAnswer
    )
    {
        switch (signature.Service)
        {
            case "s3":
                if (dropAnswer)
                {
                    await using var unsent = new MemoryStream();
                    context.Response.Body = unsent;
                    await _s3.HandleAsync(context, signature);
                    throw new ConnectionCut();
                }

                await _s3.HandleAsync(context, signature);
                break;
            case "elasticmapreduce":
                var body = await BodyAsync(context, signature);
                var answer = Emr.Handle(operation, body);
                if (dropAnswer)
                    throw new ConnectionCut();
                await JsonAsync(context, 200, answer);
                break;
            case "emr-serverless":
                var run = Serverless.Handle(operation, context.Request.Path, await BodyAsync(context, signature));
                if (dropAnswer)
                    throw new ConnectionCut();
                await JsonAsync(context, 200, run);
                break;
            case "sts" or "iam":
                // Compares the signed hash with the form that was read from the body.
                await PayloadReader.CopyToAsync(context.Request, signature, Stream.Null, context.RequestAborted);
                var identity = _identity.Handle(signature.Service, form!);
                if (dropAnswer)
                    throw new ConnectionCut();
                await XmlAsync(context, 200, identity);
                break;
            default:
                throw new AwsError(501, "NotImplemented", $"The service {signature.Service} is not served here.");
        }
    }

    private static string Operation(HttpRequest request, string service) =>
        service switch
        {
            "s3" => S3Service.OperationOf(request),
            "emr-serverless" => EmrServerlessService.OperationOf(request.Method, request.Path),
            _ => request.Headers["X-Amz-Target"].ToString().Split('.')[^1],
        };

    private static async Task ApplyBeforeAsync(HttpContext context, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Throttle:
                throw new AwsError(400, "ThrottlingException", "Rate exceeded");
            case FaultKind.InternalError:
                throw new AwsError(500, "InternalServerException", "Internal failure");
            case FaultKind.Unavailable:
                throw new AwsError(503, "ServiceUnavailable", "Please reduce your request rate.");
            case FaultKind.AccessDenied:
                throw new AwsError(403, "AccessDeniedException", "User is not authorized to perform this operation.");
            case FaultKind.DropBefore:
                throw new ConnectionCut();
            case FaultKind.Delay:
                await Task.Delay(fault.Delay, context.RequestAborted);
                break;
        }
    }

    private static async Task<JsonObject> BodyAsync(HttpContext context, VerifiedSignature signature)
    {
        using var content = new MemoryStream();
        await PayloadReader.CopyToAsync(context.Request, signature, content, context.RequestAborted);
        if (content.Length == 0)
            return [];
        try
        {
            return JsonNode.Parse(content.ToArray()) as JsonObject
                ?? throw new AwsError(400, "SerializationException", "The body is not a JSON object.");
        }
        catch (JsonException)
        {
            throw new AwsError(400, "SerializationException", "The body is not JSON.");
        }
    }

    private static async Task JsonAsync(HttpContext context, int status, JsonObject answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString()));
    }

    private static async Task XmlAsync(HttpContext context, int status, System.Xml.Linq.XElement answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(answer.ToString());
    }

    /// <summary><c>POST /_local/faults {"operation": "AddJobFlowSteps", "kind": "DropAfter", "count": 1}</c>, unsigned.</summary>
    private async Task AddFaultAsync(HttpContext context)
    {
        var request = await JsonNode.ParseAsync(context.Request.Body);
        if (!Enum.TryParse<FaultKind>(request?["kind"]?.GetValue<string>(), ignoreCase: true, out var kind))
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync($"kind is one of {string.Join(", ", Enum.GetNames<FaultKind>())}\n");
            return;
        }

        Faults.Add(
            new Fault(
                request["operation"]?.GetValue<string>() ?? "*",
                kind,
                request["count"]?.GetValue<int>() ?? 1,
                TimeSpan.FromSeconds(request["delaySeconds"]?.GetValue<double>() ?? 0)
            )
        );
        context.Response.StatusCode = 204;
    }

    private sealed class ConnectionCut : Exception;
}
