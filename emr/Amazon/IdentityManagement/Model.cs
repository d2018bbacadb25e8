using System.Net;
using System.Xml.Linq;
using Amazon.Runtime;

namespace Amazon.IdentityManagement.Model;

/// <summary>What every request to IAM is: an action and its parameters.</summary>
public abstract class AmazonIdentityManagementServiceRequest : AmazonWebServiceRequest
{
    /// <summary>The parameters by their names in the query protocol.</summary>
    internal abstract IEnumerable<(string Name, string? Value)> Parameters { get; }
}

/// <summary>What a response is read from: the <c>{Action}Result</c> element.</summary>
public abstract class AmazonIdentityManagementServiceResponse : AmazonWebServiceResponse
{
    internal abstract void Read(XElement result);
}

/// <summary>Tells about a role.</summary>
public sealed class GetRoleRequest : AmazonIdentityManagementServiceRequest
{
    public string? RoleName { get; set; }

    internal override IEnumerable<(string Name, string? Value)> Parameters => [(nameof(RoleName), RoleName)];
}

public sealed class GetRoleResponse : AmazonIdentityManagementServiceResponse
{
    public Role? Role { get; set; }

    internal override void Read(XElement result) => Role = Model.Role.Of(Xml.Child(result, nameof(Role)));
}

/// <summary>Tells about an instance profile and the role in it.</summary>
public sealed class GetInstanceProfileRequest : AmazonIdentityManagementServiceRequest
{
    public string? InstanceProfileName { get; set; }

    internal override IEnumerable<(string Name, string? Value)> Parameters => [(nameof(InstanceProfileName), InstanceProfileName)];
}

public sealed class GetInstanceProfileResponse : AmazonIdentityManagementServiceResponse
{
    public InstanceProfile? InstanceProfile { get; set; }

    internal override void Read(XElement result)
    {
        if (Xml.Child(result, nameof(InstanceProfile)) is { } profile)
        {
            InstanceProfile = new InstanceProfile
            {
                Arn = Xml.Text(profile, nameof(InstanceProfile.Arn)),
                InstanceProfileName = Xml.Text(profile, nameof(InstanceProfile.InstanceProfileName)),
                Roles = [.. (Xml.Child(profile, nameof(InstanceProfile.Roles))?.Elements() ?? []).Select(Role.Of).OfType<Role>()],
            };
        }
    }
}

public sealed class Role
{
    public string? Arn { get; set; }
    public string? RoleName { get; set; }

    internal static Role? Of(XElement? role) =>
        role is null ? null : new Role { Arn = Xml.Text(role, nameof(Arn)), RoleName = Xml.Text(role, nameof(RoleName)) };
}

public sealed class InstanceProfile
{
    public string? Arn { get; set; }
    public string? InstanceProfileName { get; set; }
    public List<Role>? Roles { get; set; }
}

/// <summary>An error that IAM answered; <see cref="AmazonServiceException.ErrorCode"/> is its code.</summary>
public sealed class AmazonIdentityManagementServiceException(
    string message,
    Exception? innerException,
    ErrorType errorType,
    string? errorCode,
    string? requestId,
    HttpStatusCode statusCode
) : AmazonServiceException(message, innerException, errorType, errorCode, requestId, statusCode);

/// <summary>Reads elements by their local names: the namespace is the API's version.</summary>
internal static class Xml
{
    public static XElement? Child(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    public static string? Text(XElement parent, string name) => Child(parent, name)?.Value;
}
