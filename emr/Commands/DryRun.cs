using System.Text.Json.Nodes;
using Amazon.ElasticMapReduce.Internal;
using Amazon.EMRServerless.Model;
using Spark.Emr.Errors;
using Spark.Emr.Targets;

namespace Spark.Emr.Commands;

/// <summary>Prints requests instead of sending them: the bodies are those that the client would send, byte for byte.</summary>
internal static class DryRun
{
    public static ExitCode Show(LauncherServices services, IEnumerable<PlannedRequest> requests)
    {
        var list = new JsonArray();
        foreach (var (request, condition) in requests)
        {
            var item = new JsonObject
            {
                ["operation"] = RequestMarshaller.OperationOf(request),
                ["body"] = JsonNode.Parse(request is StartJobRunRequest ? AwsJson.CamelCaseBody(request) : AwsJson.Body(request)),
            };
            if (condition is not null)
                item["condition"] = condition;
            list.Add((JsonNode)item);
        }

        services.Out.WriteLine(new JsonObject { ["requests"] = list }.ToJsonString(LauncherServices.JsonLayout));
        return ExitCode.Success;
    }
}
