using Amazon.Runtime;

namespace Amazon.ElasticMapReduce.Model;

/// <summary>What every request to Amazon EMR is.</summary>
public abstract class AmazonElasticMapReduceRequest : AmazonWebServiceRequest;
