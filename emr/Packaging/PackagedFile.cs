using System.Security.Cryptography;

namespace Spark.Emr.Packaging;

/// <summary>A file of a package and the SHA-256 of its content, in hexadecimal.</summary>
internal sealed record PackagedFile(string Path, string Sha256, long Length)
{
    public static PackagedFile Of(string path)
    {
        using var content = File.OpenRead(path);
        return new PackagedFile(path, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
    }
}
