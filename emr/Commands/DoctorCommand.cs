using System.CommandLine;
using Amazon.ElasticMapReduce.Model;
using Amazon.S3.Model;
using Amazon.SecurityToken.Model;
using Spark.Emr.Environments;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace Spark.Emr.Commands;

/// <summary><c>doctor</c>: what an environment still lacks.</summary>
internal static class DoctorCommand
{
    private sealed record Finding(string What, bool Good, string Detail);

    public static Command Create(LauncherServices services)
    {
        var (environment, set) = (LauncherCommand.EnvironmentOption(), LauncherCommand.SetOption());
        var command = new Command("doctor", "Check credentials, account, buckets and release of an environment.\nExample: doctor --env dev") { environment, set };
        command.Run(services, async (parsed, cancellationToken) =>
        {
            var loaded = EnvironmentFile.Load(parsed.GetValue(environment)!, parsed.GetValue(set)!);
            var findings = new List<Finding> { await CredentialsAsync(services, loaded, cancellationToken) };
            if (findings[0].Good)
            {
                foreach (var (zone, bucket) in loaded.Buckets.All)
                    findings.Add(await BucketAsync(services, loaded, zone, bucket, cancellationToken));
                findings.Add(await ReleaseAsync(services, loaded, cancellationToken));
            }

            services.Show(new { environment = loaded.Name, findings = findings.Select(finding => new { finding.What, ok = finding.Good, finding.Detail }) }, console =>
            {
                var table = new Table().AddColumns("", "check", "finding").Border(TableBorder.Simple);
                foreach (var finding in findings)
                    table.AddRow(finding.Good ? "[green]ok[/]" : "[red]missing[/]", Markup.Escape(finding.What), Markup.Escape(finding.Detail));
                console.Write(table);
            });
            return findings.All(finding => finding.Good) ? ExitCode.Success : findings[0].Good ? ExitCode.Missing : ExitCode.Credentials;
        });
        return command;
    }

    private static async Task<Finding> CredentialsAsync(LauncherServices services, LaunchEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            using var sts = services.Sts(environment);
            var identity = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken);
            return identity.Account == environment.Account
                ? new Finding("credentials", true, identity.Arn)
                : new Finding("credentials", false, $"They belong to account {identity.Account}; the environment is in {environment.Account}. Choose another AWS_PROFILE.");
        }
        catch (Exception exception) when (exception is Amazon.Runtime.AmazonClientException or HttpRequestException)
        {
            return new Finding("credentials", false, $"{exception.Message} Set AWS_PROFILE or log in (aws sso login).");
        }
    }

    private static async Task<Finding> BucketAsync(LauncherServices services, LaunchEnvironment environment, string zone, string bucket, CancellationToken cancellationToken)
    {
        try
        {
            using var s3 = services.S3(environment);
            await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, MaxKeys = 1 }, cancellationToken);
            return new Finding($"bucket {zone}", true, $"s3://{bucket}");
        }
        catch (Amazon.S3.AmazonS3Exception exception)
        {
            return new Finding($"bucket {zone}", false, $"s3://{bucket}: {exception.Message} ({exception.ErrorCode})");
        }
    }

    private static async Task<Finding> ReleaseAsync(LauncherServices services, LaunchEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            var release = await services.Emr(environment).RepeatableAsync((client, ct) => client.DescribeReleaseLabelAsync(new DescribeReleaseLabelRequest { ReleaseLabel = environment.Release }, ct), cancellationToken);
            var spark = release.Applications?.Find(application => string.Equals(application.Name, "Spark", StringComparison.OrdinalIgnoreCase));
            return new Finding("release", true, $"{environment.Release}, Spark {spark?.Version ?? "unknown"}");
        }
        catch (LauncherException exception)
        {
            return new Finding("release", false, $"{environment.Release}: {exception.Message}");
        }
    }
}
