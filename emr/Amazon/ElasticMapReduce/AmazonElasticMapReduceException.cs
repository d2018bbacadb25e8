using System.Net;
using Amazon.Runtime;

namespace Amazon.ElasticMapReduce;

/// <summary>An error that Amazon EMR answered; <see cref="AmazonServiceException.ErrorCode"/> is its code.</summary>
public sealed class AmazonElasticMapReduceException(
    string message,
    Exception? innerException,
    ErrorType errorType,
    string? errorCode,
    string? requestId,
    HttpStatusCode statusCode
) : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode);
