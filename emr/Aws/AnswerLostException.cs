namespace Spark.Emr.Aws;

/// <summary>A request was sent and its answer never came: it may or may not have been carried out.</summary>
internal sealed class AnswerLostException(Exception innerException) : Exception("The answer to a request was lost.", innerException);
