using System.Text;
using System.Xml.Linq;
using Aws.Local.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Aws.Local.Identity;

/// <summary>STS and IAM as far as a launcher asks them. Both speak the query protocol: a form goes in, XML comes out.</summary>
public sealed class QueryServices(LocalAwsOptions options)
{
    private const string Account = "000000000000";

    /// <summary>Whether a service speaks this protocol.</summary>
    public static bool Serves(string service) => service is "sts" or "iam";

    /// <summary>The form of a request. It stays readable: its signature is yet to be compared with it.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FormAsync(HttpRequest request)
    {
        var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        content.Position = 0;
        request.Body = content;
        return QueryHelpers
            .ParseQuery(Encoding.UTF8.GetString(content.ToArray()))
            .ToDictionary(field => field.Key, field => field.Value.ToString());
    }

    /// <summary>Answers an action.</summary>
    public XElement Handle(string service, IReadOnlyDictionary<string, string> form)
    {
        var action = form.GetValueOrDefault("Action", "");
        XNamespace space = service == "sts" ? "https://sts.amazonaws.com/doc/2011-06-15/" : "https://iam.amazonaws.com/doc/2010-05-08/";
        var result = (service, action) switch
        {
            ("sts", "GetCallerIdentity") => new XElement(
                space + "r",
                new XElement(space + "Arn", $"arn:aws:iam::{Account}:user/local"),
                new XElement(space + "UserId", "AIDALOCAL"),
                new XElement(space + "Account", Account)
            ),
            ("iam", "GetRole") => new XElement(space + "r", Role(space, "Role", Known(options.Roles, form, "RoleName", "role"))),
            ("iam", "GetInstanceProfile") => new XElement(
                space + "r",
                InstanceProfile(space, Known(options.InstanceProfiles, form, "InstanceProfileName", "instance profile"))
            ),
            _ => throw new AwsError(400, "InvalidAction", $"The action {action} of {service} is not served here."),
        };
        result.Name = space + (action + "Result");
        return new XElement(
            space + (action + "Response"),
            result,
            new XElement(space + "ResponseMetadata", new XElement(space + "RequestId", Guid.NewGuid()))
        );
    }

    /// <summary>An error as these services tell it; their code for a refusal lacks the suffix of the JSON services'.</summary>
    public static XElement Error(AwsError error) =>
        new(
            "ErrorResponse",
            new XElement(
                "Error",
                new XElement("Type", "Sender"),
                new XElement("Code", error.Code == "AccessDeniedException" ? "AccessDenied" : error.Code),
                new XElement("Message", error.Message)
            ),
            new XElement("RequestId", Guid.NewGuid())
        );

    private static string Known(IReadOnlyList<string> names, IReadOnlyDictionary<string, string> form, string field, string what)
    {
        var name = form.GetValueOrDefault(field) is { Length: > 0 } given
            ? given
            : throw new AwsError(400, "ValidationError", $"{field} is required.");
        return names.Contains(name) ? name : throw new AwsError(404, "NoSuchEntity", $"The {what} with name {name} cannot be found.");
    }

    private static XElement Role(XNamespace space, string element, string name) =>
        new(
            space + element,
            new XElement(space + "Path", "/"),
            new XElement(space + "RoleName", name),
            new XElement(space + "Arn", $"arn:aws:iam::{Account}:role/{name}")
        );

    private static XElement InstanceProfile(XNamespace space, string name) =>
        new(
            space + "InstanceProfile",
            new XElement(space + "InstanceProfileName", name),
            new XElement(space + "Arn", $"arn:aws:iam::{Account}:instance-profile/{name}"),
            new XElement(space + "Roles", Role(space, "member", name))
        );
}
