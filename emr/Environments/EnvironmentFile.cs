using System.Text.RegularExpressions;

namespace Spark.Emr.Environments;

/// <summary>Finds, reads and checks environment files.</summary>
public static partial class EnvironmentFile
{
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
        return Read(YamlFields.Load(file, overrides), Path.GetFileNameWithoutExtension(file));
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

    private static LaunchEnvironment Read(YamlFields root, string name)
    {
        var environment = new LaunchEnvironment
        {
            Name = name,
            Region = root.Text("region", text => Region().IsMatch(text), "an AWS region such as eu-west-1"),
            Account = root.Text("account", text => text.Length == 12 && text.All(char.IsAsciiDigit), "the account's twelve digits, quoted"),
            Release = root.Text("release", text => Release().IsMatch(text), "an EMR release label such as emr-spark-8.2.0 or emr-7.12.0"),
            Buckets = ReadBuckets(root.Section("buckets")),
            Roles = ReadRoles(root.Section("roles")),
            Network = ReadNetwork(root.Section("network")),
            Cluster = ReadCluster(root.Section("cluster")),
            Serverless = root.OptionalSection("serverless") is { } serverless ? ReadServerless(serverless) : null,
            Bootstrap = [.. root.Sections("bootstrap").Select(ReadBootstrap)],
            Configurations = [.. root.Sections("configurations").Select(ReadClassification)],
            Tags = root.Map("tags"),
            Schedule = root.OptionalText(
                "schedule",
                text => text.StartsWith("cron(", StringComparison.Ordinal) || text.StartsWith("rate(", StringComparison.Ordinal),
                "an EventBridge expression: cron(...) or rate(...)"
            ),
        };
        root.End();
        return environment;
    }

    private static Buckets ReadBuckets(YamlFields fields)
    {
        string Bucket(string zone) => fields.Text(zone, text => BucketName().IsMatch(text), "an S3 bucket's name, without s3://");
        var buckets = new Buckets(Bucket("raw"), Bucket("processed"), Bucket("curated"), Bucket("artifacts"), Bucket("logs"));
        fields.End();
        return buckets;
    }

    private static Roles ReadRoles(YamlFields fields)
    {
        var roles = new Roles(fields.Text("service"), fields.Text("instance"));
        fields.End();
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
            throw fields.Error("subnets must name at least one subnet.");
        fields.End();
        return network;
    }

    private static ClusterPlan ReadCluster(YamlFields fields)
    {
        var plan = new ClusterPlan
        {
            Name = fields.Text("name"),
            Fleets = [.. fields.Sections("fleets").Select(ReadFleet)],
            Groups = [.. fields.Sections("groups").Select(ReadGroup)],
            StepConcurrency = fields.Number("stepConcurrency", 1, 1, 256),
            IdleMinutes = fields.Number("idleMinutes", 60, 1, 10_080),
            TerminationProtected = fields.Flag("terminationProtected"),
            RootVolumeSize = fields.Number("rootVolumeSize", 0, 10, 16_384) is > 0 and var size ? size : null,
        };
        if (plan.Fleets.Count > 0 == plan.Groups.Count > 0)
            throw fields.Error("give either fleets or groups.");
        if (plan.Fleets.Count(fleet => fleet.Role == NodeRole.Primary) + plan.Groups.Count(group => group.Role == NodeRole.Primary) != 1)
            throw fields.Error("exactly one fleet or group must have the role primary.");
        fields.End();
        return plan;
    }

    private static InstanceFleet ReadFleet(YamlFields fields)
    {
        var types = fields
            .Sections("types")
            .Select(type =>
            {
                var weighted = new WeightedType(ReadType(type), type.Number("weight", 1, 1, 1000));
                type.End();
                return weighted;
            })
            .ToList();
        var fleet = new InstanceFleet(
            ReadRole(fields),
            fields.Number("onDemand", 0, 0, 4000),
            fields.Number("spot", 0, 0, 4000),
            types,
            fields.Number("spotTimeoutMinutes", 10, 5, 1440)
        );
        if (types.Count == 0)
            throw fields.Error("types must name at least one instance type.");
        if (fleet.OnDemand + fleet.Spot == 0)
            throw fields.Error("onDemand and spot together must be at least 1.");
        if (fleet.Role == NodeRole.Primary && fleet.OnDemand + fleet.Spot != 1)
            throw fields.Error("the primary fleet has a capacity of 1.");
        fields.End();
        return fleet;
    }

    private static InstanceGroup ReadGroup(YamlFields fields)
    {
        var group = new InstanceGroup(ReadRole(fields), ReadType(fields), fields.Number("count", 1, 1, 4000), fields.Flag("spot"));
        fields.End();
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
        fields.End();
        return plan;
    }

    private static BootstrapAction ReadBootstrap(YamlFields fields)
    {
        var action = new BootstrapAction(fields.Text("name"), fields.Text("path"), fields.Texts("arguments"));
        fields.End();
        return action;
    }

    private static Classification ReadClassification(YamlFields fields)
    {
        var classification = new Classification(fields.Text("classification"), fields.Map("properties"));
        fields.End();
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
