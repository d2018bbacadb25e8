using Amazon.IdentityManagement;
using Aws.Local;
using Aws.Local.Faults;
using Xunit;

namespace Emr.Tests;

public class DoctorTests
{
    [Fact]
    public async Task An_environment_that_has_all_is_ok()
    {
        await using var launcher = await LauncherFixture.StartAsync(deploy: false);
        Assert.Equal(0, await launcher.RunAsync("doctor", "--json"));
        Assert.All(launcher.Json()["findings"]!.AsArray(), finding => Assert.Equal("ok", finding!["outcome"]!.GetValue<string>()));
        Assert.Equal("arn:aws:iam::000000000000:role/EMR_DefaultRole_V2", Detail(launcher, "role service"));
        Assert.Equal("arn:aws:iam::000000000000:instance-profile/EMR_EC2_DefaultRole", Detail(launcher, "role instance"));
    }

    [Fact]
    public async Task Missing_roles_are_named_and_exit_19()
    {
        await using var launcher = await LauncherFixture.StartAsync(
            new LocalAwsOptions { Roles = [], InstanceProfiles = [] },
            deploy: false
        );
        Assert.Equal(
            19,
            await launcher.RunAsync("doctor", "--set", "roles.instance=arn:aws:iam::000000000000:instance-profile/path/nobody", "--json")
        );
        Assert.Equal("missing", Outcome(launcher, "role service"));
        Assert.Contains(
            "The role with name EMR_DefaultRole_V2 cannot be found",
            Detail(launcher, "role service"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "The instance profile with name nobody cannot be found",
            Detail(launcher, "role instance"),
            StringComparison.Ordinal
        );
        Assert.Equal("ok", Outcome(launcher, "release"));
    }

    [Fact]
    public async Task Roles_that_may_not_be_looked_at_are_not_called_missing()
    {
        await using var launcher = await LauncherFixture.StartAsync(deploy: false);
        launcher.Aws.Faults.Add(new Fault("GetRole", FaultKind.AccessDenied));
        launcher.Aws.Faults.Add(new Fault("GetInstanceProfile", FaultKind.AccessDenied));
        Assert.Equal(0, await launcher.RunAsync("doctor", "--json"));
        Assert.Equal("unchecked", Outcome(launcher, "role service"));
        Assert.Equal("unchecked", Outcome(launcher, "role instance"));
        Assert.Contains("could not be checked", Detail(launcher, "role instance"), StringComparison.Ordinal);
        Assert.Contains("AccessDenied", Detail(launcher, "role instance"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IAM_has_an_address_of_its_own()
    {
        await using var launcher = await LauncherFixture.StartAsync(new LocalAwsOptions { Roles = [] }, deploy: false);
        await using var other = await LocalAwsServer.StartAsync();
        launcher.Variables["AWS_ENDPOINT_URL_IAM"] = other.Url;
        Assert.Equal(0, await launcher.RunAsync("doctor"));
        Assert.Contains(other.Faults.Requests, request => request == ("iam", "GetRole"));
    }

    [Theory]
    [InlineData("eu-west-1", "https://iam.amazonaws.com", "us-east-1")]
    [InlineData("us-gov-east-1", "https://iam.us-gov.amazonaws.com", "us-gov-west-1")]
    [InlineData("cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    public void IAM_is_one_service_for_all_regions_of_a_partition(string region, string endpoint, string signedFor)
    {
        var config = new AmazonIdentityManagementServiceConfig
        {
            IgnoreConfiguredEndpointUrls = true,
            RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region),
        };
        Assert.Equal(
            endpoint,
            config
                .DetermineServiceOperationEndpoint(
                    new Amazon.Runtime.Endpoints.ServiceOperationEndpointParameters(new Amazon.IdentityManagement.Model.GetRoleRequest())
                )
                .URL
        );
        Assert.Equal(signedFor, AmazonIdentityManagementServiceConfig.SigningRegion(region));
    }

    private static string Outcome(LauncherFixture launcher, string what) => Find(launcher, what)["outcome"]!.GetValue<string>();

    private static string Detail(LauncherFixture launcher, string what) => Find(launcher, what)["detail"]!.GetValue<string>();

    private static System.Text.Json.Nodes.JsonNode Find(LauncherFixture launcher, string what) =>
        launcher.Json()["findings"]!.AsArray().Single(finding => finding!["what"]!.GetValue<string>() == what)!;
}
