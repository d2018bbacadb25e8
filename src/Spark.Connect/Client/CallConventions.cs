using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Spark.Connect.Client;

/// <summary>What every call has in common: the headers of the connection string, and answers that may nest as deep as Spark's plans.</summary>
internal sealed class CallConventions : Interceptor
{
    // Spark nests plans and types deeper than the parser's 100 levels; its own limit is 1024.
    private const int RecursionLimit = 1024;

    private readonly Metadata _headers = [];

    public CallConventions(IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
            _headers.Add(name, value);
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation
    ) => continuation(request, Apply(context));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation
    ) => continuation(request, Apply(context));

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation
    ) => continuation(Apply(context));

    private ClientInterceptorContext<TRequest, TResponse> Apply<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        var method = context.Method;
        var answers = new Marshaller<TResponse>(method.ResponseMarshaller.ContextualSerializer, Parse<TResponse>);
        return new(
            new Method<TRequest, TResponse>(method.Type, method.ServiceName, method.Name, method.RequestMarshaller, answers),
            context.Host,
            context.Options.WithHeaders(_headers)
        );
    }

    private static T Parse<T>(DeserializationContext context)
        where T : class
    {
        var payload = context.PayloadAsReadOnlySequence();
        try
        {
            var message = Activator.CreateInstance<T>();
            ((IMessage)message).MergeFrom(payload);
            return message;
        }
        catch (InvalidProtocolBufferException)
        {
            var message = Activator.CreateInstance<T>();
            var content = new MemoryStream(payload.ToArray(), writable: false);
            ((IMessage)message).MergeFrom(CodedInputStream.CreateWithLimits(content, int.MaxValue, RecursionLimit));
            return message;
        }
    }
}
