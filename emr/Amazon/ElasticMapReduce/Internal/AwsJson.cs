using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.ElasticMapReduce.Internal;

/// <summary>
/// The AWS JSON 1.1 protocol for the request and response classes: members are written under their own names, absent ones are left out,
/// times are seconds since 1970. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
/// </summary>
public static class AwsJson
{
    /// <summary>How requests and responses are written and read.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Arguments hold any text; only what JSON requires is escaped, so that a body reads as it was written.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new EpochSecondsConverter(), new ConstantConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutTheSdksOwnMembers } },
    };

    /// <summary>The same for services whose members begin in lower case, EMR Serverless among them.</summary>
    public static readonly JsonSerializerOptions CamelCase = new(Options) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The body of a request as it is sent.</summary>
    public static byte[] Body(AmazonWebServiceRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, request.GetType(), Options);

    /// <summary>The body of a request to EMR Serverless as it is sent.</summary>
    public static byte[] CamelCaseBody(AmazonWebServiceRequest request) =>
        JsonSerializer.SerializeToUtf8Bytes(request, request.GetType(), CamelCase);

    private static void LeaveOutTheSdksOwnMembers(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (
                type.Properties[i].AttributeProvider is System.Reflection.MemberInfo member
                && member.DeclaringType?.Assembly == typeof(AmazonWebServiceRequest).Assembly
            )
                type.Properties.RemoveAt(i);
        }
    }

    private sealed class EpochSecondsConverter : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTime.UnixEpoch.AddTicks((long)(reader.GetDecimal() * TimeSpan.TicksPerSecond));

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
            writer.WriteNumberValue((decimal)(value.ToUniversalTime() - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond);
    }

    private sealed class ConstantConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsSubclassOf(typeof(ConstantClass));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

        private sealed class Converter<T> : JsonConverter<T>
            where T : ConstantClass
        {
            public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                (T?)Activator.CreateInstance(typeof(T), reader.GetString());

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
                writer.WriteStringValue(value.Value);
        }
    }
}

/// <summary>Writes a request; the operation is named by the request's class.</summary>
internal sealed class RequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static readonly RequestMarshaller Instance = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, "Amazon.ElasticMapReduce")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = AwsJson.Body(input),
        };
        request.Headers["X-Amz-Target"] = $"ElasticMapReduce.{OperationOf(input)}";
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        return request;
    }

    /// <summary><c>RunJobFlow</c> for a <c>RunJobFlowRequest</c>.</summary>
    public static string OperationOf(AmazonWebServiceRequest request) => request.GetType().Name[..^"Request".Length];
}

/// <summary>Reads a response, or the service's error.</summary>
internal sealed class ResponseUnmarshaller<T>(JsonSerializerOptions options) : JsonResponseUnmarshaller
    where T : AmazonWebServiceResponse, new()
{
    public static readonly ResponseUnmarshaller<T> Instance = new(AwsJson.Options);

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        return body.Length == 0 ? new T() : JsonSerializer.Deserialize<T>(body.GetBuffer().AsSpan(0, (int)body.Length), options) ?? new T();
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext context,
        Exception innerException,
        HttpStatusCode statusCode
    )
    {
        using var body = new MemoryStream();
        context.Stream.CopyTo(body);
        string? code = null,
            message = null;
        try
        {
            using var error = JsonDocument.Parse(body.ToArray());
            code = Text(error, "__type") ?? Text(error, "code");
            message = Text(error, "message") ?? Text(error, "Message");
        }
        catch (JsonException)
        {
            // A proxy or load balancer answered, not the service: the status tells what can be told.
        }

        // The type may come with a namespace before a # and an address behind a colon.
        code = code?.Split(':')[0].Split('#')[^1];
        if (string.IsNullOrEmpty(code) && context.ResponseData.IsHeaderPresent("x-amzn-ErrorType"))
            code = context.ResponseData.GetHeaderValue("x-amzn-ErrorType").Split(':')[0];
        var requestId = context.ResponseData.IsHeaderPresent("x-amzn-RequestId")
            ? context.ResponseData.GetHeaderValue("x-amzn-RequestId")
            : null;
        var type = (int)statusCode >= 500 ? ErrorType.Receiver : ErrorType.Sender;
        return new AmazonElasticMapReduceException(
            message ?? $"HTTP status {(int)statusCode}.",
            innerException,
            type,
            code,
            requestId,
            statusCode
        );
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value)
            ? value.GetString()
            : null;
}
