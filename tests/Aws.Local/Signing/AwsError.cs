namespace Aws.Local.Signing;

/// <summary>An error as a service answers it; each service writes it in its own protocol.</summary>
public sealed class AwsError(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}
