using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Amazon.ElasticMapReduce.Internal;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.IdentityManagement;

/// <summary>
/// AWS Identity and Access Management: what <c>doctor</c> needs of it. It stands in for the package AWSSDK.IdentityManagement, with that
/// package's names, on the pipeline of AWSSDK.Core.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html</remarks>
public sealed class AmazonIdentityManagementServiceClient(AmazonIdentityManagementServiceConfig config) : AmazonServiceClient(config)
{
    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<Amazon.Runtime.Internal.EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RegionEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new AuthSchemeHandler());
    }

    /// <inheritdoc cref="GetRoleRequest"/>
    public Task<GetRoleResponse> GetRoleAsync(GetRoleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetRoleResponse>(request, cancellationToken);

    /// <inheritdoc cref="GetInstanceProfileRequest"/>
    public Task<GetInstanceProfileResponse> GetInstanceProfileAsync(
        GetInstanceProfileRequest request,
        CancellationToken cancellationToken = default
    ) => InvokeAsync<GetInstanceProfileResponse>(request, cancellationToken);

    private Task<T> InvokeAsync<T>(AmazonIdentityManagementServiceRequest request, CancellationToken cancellationToken)
        where T : AmazonIdentityManagementServiceResponse, new() =>
        InvokeAsync<T>(
            request,
            new InvokeOptions { RequestMarshaller = new QueryMarshaller(), ResponseUnmarshaller = new QueryUnmarshaller<T>() },
            cancellationToken
        );

    /// <summary>The query protocol: a form with the action, the API's version and the parameters.</summary>
    private sealed class QueryMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var fields = ((AmazonIdentityManagementServiceRequest)input)
                .Parameters.Prepend(("Version", "2010-05-08"))
                .Prepend(("Action", RequestMarshaller.OperationOf(input)))
                .Where(field => field.Item2 is not null);
            var request = new DefaultRequest(input, "Amazon.IdentityManagement")
            {
                HttpMethod = "POST",
                ResourcePath = "/",
                Content = Encoding.UTF8.GetBytes(
                    string.Join('&', fields.Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2!)}"))
                ),
            };
            request.Headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8";
            return request;
        }
    }

    /// <summary>Reads the answer's <c>{Action}Result</c>, or its <c>Error</c>.</summary>
    private sealed class QueryUnmarshaller<T> : XmlResponseUnmarshaller
        where T : AmazonIdentityManagementServiceResponse, new()
    {
        public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context)
        {
            var response = new T();
            if (
                XDocument
                    .Load(context.Stream)
                    .Root?.Elements()
                    .FirstOrDefault(element => element.Name.LocalName.EndsWith("Result", StringComparison.Ordinal)) is
                { } result
            )
                response.Read(result);
            return response;
        }

        public override AmazonServiceException UnmarshallException(
            XmlUnmarshallerContext context,
            Exception innerException,
            HttpStatusCode statusCode
        )
        {
            XElement? answer = null;
            try
            {
                answer = XDocument.Load(context.Stream).Root;
            }
            catch (XmlException)
            {
                // A proxy or load balancer answered, not the service: the status tells what can be told.
            }

            var error = answer is null ? null : Xml.Child(answer, "Error");
            return new AmazonIdentityManagementServiceException(
                error is null ? $"HTTP status {(int)statusCode}." : Xml.Text(error, "Message") ?? "",
                innerException,
                (int)statusCode >= 500 ? ErrorType.Receiver : ErrorType.Sender,
                error is null ? null : Xml.Text(error, "Code"),
                answer is null ? null : Xml.Text(answer, "RequestId"),
                statusCode
            );
        }
    }

    private sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => "IAM";

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
