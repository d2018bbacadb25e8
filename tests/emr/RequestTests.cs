using System.Collections;
using System.Text.Json.Nodes;
using Amazon.ElasticMapReduce;
using Amazon.ElasticMapReduce.Model;
using Amazon.Runtime;
using Xunit;

namespace Emr.Tests;

public class RequestTests
{
    /// <summary>Of EMR-Spark 8, which is younger than the model that Debian ships.</summary>
    private static readonly HashSet<string> Newer = ["SessionEnabled"];

    public static TheoryData<string[]> Submissions =>
        new()
        {
            new[] { "submit", "--dry-run", "--cluster", "new" },
            new[] { "submit", "--dry-run" },
            new[] { "submit", "--dry-run", "--cluster", "j-1ABCDEFGH" },
            new[] { "cluster", "create", "--dry-run" },
        };

    [Theory]
    [MemberData(nameof(Submissions))]
    public async Task A_dry_run_sends_nothing_and_is_valid_for_the_service(string[] command)
    {
        var model = ServiceModel.Load();
        if (model is null)
            Assert.Skip("python3-botocore, which holds the service model, is not installed.");
        await using var launcher = await LauncherFixture.StartAsync(deploy: false);
        Assert.Equal(
            0,
            await launcher.RunAsync([.. command, .. command[0] == "submit" ? ["--", "run", "retail", "--input", "a b"] : (string[])[]])
        );
        Assert.Empty(launcher.Aws.Faults.Requests);
        var requests = launcher.Json()["requests"]!.AsArray();
        Assert.NotEmpty(requests);
        foreach (var request in requests)
            Assert.Empty(
                model.Differences(
                    request!["body"],
                    model.Input(request["operation"]!.GetValue<string>()),
                    request["operation"]!.GetValue<string>(),
                    Newer
                )
            );
    }

    [Fact]
    public void The_clients_classes_have_the_members_of_the_service_model()
    {
        var model = ServiceModel.Load();
        if (model is null)
            Assert.Skip("python3-botocore, which holds the service model, is not installed.");
        var checkedOperations = 0;
        foreach (
            var method in typeof(AmazonElasticMapReduceClient)
                .GetMethods()
                .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal))
        )
        {
            var operation = method.Name[..^"Async".Length];
            if (!model.Knows(operation))
            {
                Assert.Contains("Session", operation, StringComparison.Ordinal);
                continue;
            }

            Check(model, method.GetParameters()[0].ParameterType, model.Input(operation), operation, []);
            if (model.Output(operation) is { } output)
                Check(model, method.ReturnType.GetGenericArguments()[0], output, operation, []);
            checkedOperations++;
        }

        Assert.True(checkedOperations >= 15);
    }

    [Fact]
    public async Task A_dry_run_shows_the_bodies_exactly_as_they_are_sent()
    {
        await using var launcher = await LauncherFixture.StartAsync();
        string[] run = ["--cluster", "new", "--", "run", "retail", "--lake", "s3://l/ü x", "--input", "s3://i"];
        Assert.Equal(0, await launcher.RunAsync(["submit", "--dry-run", .. run]));
        var shown = launcher.Json()["requests"]![0]!["body"]!;
        Assert.Equal(0, await launcher.RunAsync(["submit", .. run]));
        var sent = launcher.Aws.Emr.Clusters[0].Request;
        foreach (var body in (JsonNode[])[shown, sent])
        {
            // The run ids differ, in the names alone.
            body["Name"] = "";
            body["Steps"]![0]!["Name"] = "";
        }

        Assert.True(JsonNode.DeepEquals(shown, sent));
    }

    [Fact]
    public async Task A_step_that_is_too_long_is_refused_here()
    {
        await using var launcher = await LauncherFixture.StartAsync(deploy: false);
        Assert.Equal(
            2,
            await launcher.RunAsync("submit", "--dry-run", "--cluster", "new", "--", "run", "retail", "--input", new string('x', 10_240))
        );
        Assert.Contains("10,240", launcher.Error, StringComparison.Ordinal);
        Assert.Empty(launcher.Aws.Faults.Requests);
    }

    private static void Check(ServiceModel model, Type type, JsonObject shape, string path, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return;
        foreach (
            var property in type.GetProperties()
                .Where(property => property.DeclaringType!.Assembly == typeof(Cluster).Assembly && !Newer.Contains(property.Name))
        )
        {
            var at = $"{path}.{type.Name}.{property.Name}";
            var member = shape["members"]![property.Name];
            Assert.True(member is not null, $"{at} is not in the service model.");
            var target = model.Shape(member["shape"]!.GetValue<string>());
            var kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var expected = target["type"]!.GetValue<string>() switch
            {
                "string" => target["enum"] is null ? kind == typeof(string) : kind.IsSubclassOf(typeof(ConstantClass)),
                "integer" => kind == typeof(int),
                "long" => kind == typeof(long),
                "boolean" => kind == typeof(bool),
                "double" => kind == typeof(double),
                "timestamp" => kind == typeof(DateTime),
                "list" => typeof(IList).IsAssignableFrom(kind),
                "map" => typeof(IDictionary).IsAssignableFrom(kind),
                _ => kind.IsClass,
            };
            Assert.True(expected, $"{at} is {kind.Name}, the service has {target["type"]}.");
            if (target["type"]!.GetValue<string>() == "structure")
                Check(model, kind, target, at, seen);
            else if (
                target["type"]!.GetValue<string>() == "list"
                && model.Shape(target["member"]!["shape"]!.GetValue<string>()) is var item
                && item["type"]!.GetValue<string>() == "structure"
            )
                Check(model, kind.GetGenericArguments()[0], item, at, seen);
        }
    }
}
