using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using Spark.Emr.Errors;
using Spark.Emr.Packaging;
using Spark.Emr.Settings;

namespace Spark.Emr.Deployment;

/// <summary>An object that a deployment needs in the artifacts bucket, and whether it had to be uploaded.</summary>
internal sealed record DeployedObject(string Uri, long Length, bool Uploaded);

/// <summary>
/// The bucket that packages are deployed to. Keys hold the content's hash: what is there already is not uploaded again, and a step keeps
/// the version that it was submitted with, whatever is deployed later.
/// </summary>
internal sealed class ArtifactsBucket(IAmazonS3 s3, LaunchEnvironment environment)
{
    private const int HashLength = 16;

    /// <summary>The addresses that a package has, or will have, in an environment; asks nobody.</summary>
    public static DeployedApp Locate(AppPackage package, LaunchEnvironment environment) =>
        new(
            Uri(environment, KeyOf(package.Base)),
            Uri(environment, KeyOf(package.App)),
            Uri(environment, KeyOf(package.Runner)),
            package.Program
        );

    /// <summary>Uploads what is missing of the package and of the environment's own bootstrap scripts.</summary>
    public async Task<IReadOnlyList<DeployedObject>> UploadAsync(AppPackage package, CancellationToken cancellationToken)
    {
        var objects = new List<DeployedObject>();
        foreach (var file in package.Files)
            objects.Add(await PutAsync(file, KeyOf(file), cancellationToken));
        return objects;
    }

    /// <exception cref="LauncherException">The package is not in the bucket.</exception>
    public async Task RequireAsync(AppPackage package, CancellationToken cancellationToken)
    {
        foreach (var file in package.Files)
        {
            if (!await ExistsAsync(KeyOf(file), file.Length, cancellationToken))
                throw new LauncherException(
                    ExitCode.Missing,
                    $"{Uri(environment, KeyOf(file))} is not there. Run 'deploy --env {environment.Name}' first."
                );
        }
    }

    private async Task<DeployedObject> PutAsync(PackagedFile file, string key, CancellationToken cancellationToken)
    {
        var uri = Uri(environment, key);
        if (await ExistsAsync(key, file.Length, cancellationToken))
            return new DeployedObject(uri, file.Length, Uploaded: false);
        using var transfer = new TransferUtility(s3);
        await transfer.UploadAsync(
            new TransferUtilityUploadRequest
            {
                BucketName = environment.Buckets.Artifacts,
                Key = key,
                FilePath = file.Path,
                ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
                ServerSideEncryptionMethod = ServerSideEncryptionMethod.AES256,
                Metadata = { ["sha256"] = file.Sha256 },
            },
            cancellationToken
        );
        return new DeployedObject(uri, file.Length, Uploaded: true);
    }

    private async Task<bool> ExistsAsync(string key, long length, CancellationToken cancellationToken)
    {
        try
        {
            var head = await s3.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = environment.Buckets.Artifacts, Key = key },
                cancellationToken
            );
            return head.ContentLength == length;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary><c>apps/jobs-linux-x64-0123456789abcdef.zip</c>.</summary>
    private static string KeyOf(PackagedFile file) =>
        $"apps/{Path.GetFileNameWithoutExtension(file.Path)}-{file.Sha256[..HashLength]}{Path.GetExtension(file.Path)}";

    private static string Uri(LaunchEnvironment environment, string key) => $"s3://{environment.Buckets.Artifacts}/{key}";
}
