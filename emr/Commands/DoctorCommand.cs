using Amazon.ElasticMapReduce.Model;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.S3.Model;
using Amazon.SecurityToken.Model;
using Spark.Emr.Aws;
using Spark.Emr.Errors;
using Spark.Emr.Settings;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace Spark.Emr.Commands;

/// <summary><c>doctor</c>: what an environment still lacks.</summary>
internal static class DoctorCommand
{
    private enum Outcome
    {
        Ok,
        Missing,

        /// <summary>The credentials may not ask; it may well be there.</summary>
        Unchecked,
    }

    private sealed record Finding(string What, Outcome Outcome, string Detail)
    {
        public Finding(string what, bool good, string detail)
            : this(what, good ? Outcome.Ok : Outcome.Missing, detail) { }
    }

    public static Command Create(LauncherServices services)
    {
        var (environment, set) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption());
        var command = new Command(
            "doctor",
            "Check credentials, account, roles, buckets and release of an environment.\nExample: doctor --env dev"
        )
        {
            environment,
            set,
        };
        command.Run(
            services,
            async (parsed, cancellationToken) =>
            {
                var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
                using var aws = services.Connect(loaded);
                var findings = new List<Finding> { await CredentialsAsync(aws, loaded, cancellationToken) };
                if (findings[0].Outcome == Outcome.Ok)
                {
                    findings.Add(await ServiceRoleAsync(aws.Iam, loaded.Roles.Service, cancellationToken));
                    findings.Add(await InstanceProfileAsync(aws.Iam, loaded.Roles.Instance, cancellationToken));
                    foreach (var (zone, bucket) in loaded.Buckets.All)
                        findings.Add(await BucketAsync(aws, zone, bucket, cancellationToken));
                    findings.Add(await ReleaseAsync(aws, loaded, cancellationToken));
                }

                services.Show(
                    new
                    {
                        environment = loaded.Name,
                        findings = findings.Select(finding => new
                        {
                            finding.What,
                            ok = finding.Outcome == Outcome.Ok,
                            outcome = Name(finding.Outcome),
                            finding.Detail,
                        }),
                    },
                    console =>
                    {
                        var table = new Table().AddColumns("", "check", "finding").Border(TableBorder.Simple);
                        foreach (var finding in findings)
                            table.AddRow(
                                finding.Outcome switch
                                {
                                    Outcome.Ok => "[green]ok[/]",
                                    Outcome.Missing => "[red]missing[/]",
                                    _ => "[yellow]unchecked[/]",
                                },
                                Markup.Escape(finding.What),
                                Markup.Escape(finding.Detail)
                            );
                        console.Write(table);
                    }
                );
                return findings[0].Outcome != Outcome.Ok ? ExitCode.Credentials
                    : findings.Exists(finding => finding.Outcome == Outcome.Missing) ? ExitCode.Missing
                    : ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<Finding> CredentialsAsync(AwsClients aws, LaunchEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            var identity = await aws.Sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken);
            return identity.Account == environment.Account
                ? new Finding("credentials", true, identity.Arn)
                : new Finding(
                    "credentials",
                    false,
                    $"They belong to account {identity.Account}; the environment is in {environment.Account}. Choose another AWS_PROFILE."
                );
        }
        catch (Exception exception) when (exception is AmazonClientException or HttpRequestException)
        {
            return new Finding("credentials", false, $"{exception.Message} Set AWS_PROFILE or log in (aws sso login).");
        }
    }

    private static string Name(Outcome outcome) => outcome.ToString().ToLowerInvariant();

    private static Task<Finding> ServiceRoleAsync(
        AmazonIdentityManagementServiceClient iam,
        string role,
        CancellationToken cancellationToken
    ) =>
        IdentityAsync(
            "role service",
            role,
            async () =>
            {
                var found = await iam.GetRoleAsync(new GetRoleRequest { RoleName = NameOf(role) }, cancellationToken);
                return new Finding("role service", true, found.Role?.Arn ?? role);
            }
        );

    private static Task<Finding> InstanceProfileAsync(
        AmazonIdentityManagementServiceClient iam,
        string profile,
        CancellationToken cancellationToken
    ) =>
        IdentityAsync(
            "role instance",
            profile,
            async () =>
            {
                var found = (
                    await iam.GetInstanceProfileAsync(
                        new GetInstanceProfileRequest { InstanceProfileName = NameOf(profile) },
                        cancellationToken
                    )
                ).InstanceProfile;
                return found?.Roles is { Count: > 0 }
                    ? new Finding("role instance", true, found.Arn ?? profile)
                    : new Finding(
                        "role instance",
                        false,
                        $"The instance profile {profile} has no role. 'aws iam add-role-to-instance-profile' puts one in."
                    );
            }
        );

    private static async Task<Finding> IdentityAsync(string what, string name, Func<Task<Finding>> look)
    {
        try
        {
            return await look();
        }
        catch (AmazonIdentityManagementServiceException absent) when (absent.ErrorCode == "NoSuchEntity")
        {
            return new Finding(
                what,
                false,
                $"{absent.Message} Name another in the environment's section 'roles', or 'aws emr create-default-roles'."
            );
        }
        catch (AmazonServiceException refused)
        {
            return new Finding(what, Outcome.Unchecked, $"{name} could not be checked: {refused.Message} ({refused.ErrorCode})");
        }
        catch (Exception unreachable) when (unreachable is AmazonClientException or HttpRequestException)
        {
            return new Finding(
                what,
                Outcome.Unchecked,
                $"{name} could not be checked, IAM cannot be reached: {unreachable.GetBaseException().Message}"
            );
        }
    }

    /// <summary>The last part of an ARN; a name as it is.</summary>
    private static string NameOf(string role) => role[(role.LastIndexOf('/') + 1)..];

    private static async Task<Finding> BucketAsync(AwsClients aws, string zone, string bucket, CancellationToken cancellationToken)
    {
        try
        {
            await aws.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, MaxKeys = 1 }, cancellationToken);
            return new Finding($"bucket {zone}", true, $"s3://{bucket}");
        }
        catch (Amazon.S3.AmazonS3Exception exception)
        {
            return new Finding($"bucket {zone}", false, $"s3://{bucket}: {exception.Message} ({exception.ErrorCode})");
        }
    }

    private static async Task<Finding> ReleaseAsync(AwsClients aws, LaunchEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            var release = await aws.Emr.RepeatableAsync(
                (client, ct) =>
                    client.DescribeReleaseLabelAsync(new DescribeReleaseLabelRequest { ReleaseLabel = environment.Release }, ct),
                cancellationToken
            );
            var spark = release.Applications?.Find(application =>
                string.Equals(application.Name, "Spark", StringComparison.OrdinalIgnoreCase)
            );
            return new Finding("release", true, $"{environment.Release}, Spark {spark?.Version ?? "unknown"}");
        }
        catch (LauncherException exception)
        {
            return new Finding("release", false, $"{environment.Release}: {exception.Message}");
        }
    }
}
