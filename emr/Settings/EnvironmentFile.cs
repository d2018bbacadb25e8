using System.Text.RegularExpressions;
using Spark.Yaml;

namespace Spark.Emr.Settings;

/// <summary>Finds, reads and checks environment files.</summary>
internal static partial class EnvironmentFile
{
    private static readonly YamlFileKind Kind = new(
        "expected fields such as region, buckets and cluster",
        (place, problem) =>
            new EnvironmentFileException($"{place.File}:{place.Line}: {(place.Field.Length > 0 ? $"{place.Field} " : "")}{problem}."),
        (_, known) => $"is not a field here; known are {string.Join(", ", known.Order(StringComparer.Ordinal))}"
    );

    /// <summary>The environment named <paramref name="name"/>, or the file at that path.</summary>
    /// <param name="overrides">Fields to set before the file is checked, <c>cluster.idleMinutes=15</c>.</param>
    /// <exception cref="EnvironmentFileException">There is none, or a field of it is wrong; the message names file, line and field.</exception>
    public static LaunchEnvironment Load(string name, IReadOnlyList<string> overrides)
    {
        var file = name.EndsWith(".yaml", StringComparison.Ordinal)
            ? name
            : Folders().Select(folder => Path.Combine(folder, name + ".yaml")).FirstOrDefault(File.Exists);
        if (file is null || !File.Exists(file))
            throw new EnvironmentFileException($"There is no environment '{name}'; known are {string.Join(", ", Names())}.");
        var root = YamlFields.Load(file, Kind);
        foreach (var text in overrides)
            Override(root, text);
        return Read(root, Path.GetFileNameWithoutExtension(file));
    }

    /// <summary>The environments that can be named.</summary>
    public static IReadOnlyList<string> Names() =>
        [
            .. Folders()
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml"))
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Beside where the launcher was called from, in the repository, then beside the program.</summary>
    private static string[] Folders() =>
        ["environments", Path.Combine("emr", "environments"), Path.Combine(AppContext.BaseDirectory, "environments")];

    private static void Override(YamlFields root, string text)
    {
        if (text.Split('=', 2) is not [{ Length: > 0 } path, var value])
            throw new EnvironmentFileException($"--set {text}: expected field=value.");
        if (root.Override(path.Split('.'), value) is { } field)
            throw new EnvironmentFileException($"--set {text}: {field} is not a section.");
    }

    private static LaunchEnvironment Read(YamlFields root, string name)
    {
        var environment = new LaunchEnvironment
        {
            Name = name,
            Region = root.Text("region", text => Region().IsMatch(text), "an AWS region such as eu-west-1"),
            Account = root.Text("account", text => text.Length == 12 && text.All(char.IsAsciiDigit), "the account's twelve digits, quoted"),
            Release = root.Text("release", text => Release().IsMatch(text), "an EMR release label such as emr-spark-8.2.0 or emr-7.12.0"),
            Buckets = ReadBuckets(root.Mapping("buckets")),
            Roles = ReadRoles(root.Mapping("roles")),
            Network = ReadNetwork(root.Mapping("network")),
            Cluster = ReadCluster(root.Mapping("cluster")),
            Serverless = root.OptionalMapping("serverless") is { } serverless ? ReadServerless(serverless) : null,
            Bootstrap = [.. root.Mappings("bootstrap").Select(ReadBootstrap)],
            Configurations = [.. root.Mappings("configurations").Select(ReadClassification)],
            Tags = root.Map("tags"),
            Schedule = root.OptionalText(
                "schedule",
                text => text.StartsWith("cron(", StringComparison.Ordinal) || text.StartsWith("rate(", StringComparison.Ordinal),
                "an EventBridge expression: cron(...) or rate(...)"
            ),
        };
        root.Done();
        return environment;
    }

    private static Buckets ReadBuckets(YamlFields fields)
    {
        string Bucket(string zone) => fields.Text(zone, text => BucketName().IsMatch(text), "an S3 bucket's name, without s3://");
        var buckets = new Buckets(Bucket("raw"), Bucket("processed"), Bucket("curated"), Bucket("artifacts"), Bucket("logs"));
        fields.Done();
        return buckets;
    }

    private static Roles ReadRoles(YamlFields fields)
    {
        var roles = new Roles(fields.Text("service"), fields.Text("instance"));
        fields.Done();
        return roles;
    }

    private static Network ReadNetwork(YamlFields fields)
    {
        var network = new Network(
            fields.Texts("subnets"),
            fields.OptionalText("keyName"),
            fields.OptionalText("serviceAccessSecurityGroup")
        );
        if (network.Subnets.Count == 0)
            throw fields.Error("subnets", "must name at least one subnet");
        fields.Done();
        return network;
    }

    private static ClusterPlan ReadCluster(YamlFields fields)
    {
        var plan = new ClusterPlan
        {
            Name = fields.Text("name"),
            Fleets = [.. fields.Mappings("fleets").Select(ReadFleet)],
            Groups = [.. fields.Mappings("groups").Select(ReadGroup)],
            StepConcurrency = fields.Number("stepConcurrency", 1, 256) ?? 1,
            IdleMinutes = fields.Number("idleMinutes", 1, 10_080) ?? 60,
            TerminationProtected = fields.Flag("terminationProtected"),
            RootVolumeSize = fields.Number("rootVolumeSize", 10, 16_384),
        };
        if (plan.Fleets.Count > 0 == plan.Groups.Count > 0)
            throw fields.Error("fleets", "or groups must be given, and only one of them");
        if (plan.Fleets.Count(fleet => fleet.Role == NodeRole.Primary) + plan.Groups.Count(group => group.Role == NodeRole.Primary) != 1)
            throw fields.Error(plan.Fleets.Count > 0 ? "fleets" : "groups", "must have exactly one with the role primary");
        fields.Done();
        return plan;
    }

    private static FleetPlan ReadFleet(YamlFields fields)
    {
        var types = fields
            .Mappings("types")
            .Select(type =>
            {
                var weighted = new WeightedType(ReadType(type), type.Number("weight", 1, 1000) ?? 1);
                type.Done();
                return weighted;
            })
            .ToList();
        var fleet = new FleetPlan(
            ReadRole(fields),
            fields.Number("onDemand", 0, 4000) ?? 0,
            fields.Number("spot", 0, 4000) ?? 0,
            types,
            fields.Number("spotTimeoutMinutes", 5, 1440) ?? 10
        );
        if (types.Count == 0)
            throw fields.Error("types", "must name at least one instance type");
        if (fleet.OnDemand + fleet.Spot == 0)
            throw fields.Error("onDemand", "and spot together must be at least 1");
        if (fleet.Role == NodeRole.Primary && fleet.OnDemand + fleet.Spot != 1)
            throw fields.Error("role", "is primary, whose fleet has a capacity of 1");
        fields.Done();
        return fleet;
    }

    private static GroupPlan ReadGroup(YamlFields fields)
    {
        var group = new GroupPlan(ReadRole(fields), ReadType(fields), fields.Number("count", 1, 4000) ?? 1, fields.Flag("spot"));
        fields.Done();
        return group;
    }

    private static NodeRole ReadRole(YamlFields fields) =>
        fields.Text("role", text => text is "primary" or "core" or "task", "primary, core or task") switch
        {
            "primary" => NodeRole.Primary,
            "core" => NodeRole.Core,
            _ => NodeRole.Task,
        };

    private static string ReadType(YamlFields fields) =>
        fields.Text("type", text => InstanceType().IsMatch(text), "an instance type such as m7g.xlarge");

    private static ServerlessPlan ReadServerless(YamlFields fields)
    {
        var plan = new ServerlessPlan(fields.Text("applicationId"), fields.Text("executionRole"));
        fields.Done();
        return plan;
    }

    private static BootstrapAction ReadBootstrap(YamlFields fields)
    {
        var action = new BootstrapAction(fields.Text("name"), fields.Text("path"), fields.Texts("arguments"));
        fields.Done();
        return action;
    }

    private static Classification ReadClassification(YamlFields fields)
    {
        var classification = new Classification(fields.Text("classification"), fields.Map("properties"));
        fields.Done();
        return classification;
    }

    [GeneratedRegex(@"^[a-z]{2}(-[a-z]+)+-\d$")]
    private static partial Regex Region();

    [GeneratedRegex(@"^emr-(spark-8|7|6)\.\d+\.\d+$")]
    private static partial Regex Release();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"^[a-z0-9-]+\.[a-z0-9-]+$")]
    private static partial Regex InstanceType();
}
