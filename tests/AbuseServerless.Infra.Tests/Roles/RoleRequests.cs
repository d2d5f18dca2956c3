using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Infra.Tests.Roles;

/// <summary>Refuses what Table Storage refuses to an identity with such roles, by the permissions that its documentation asks for each request. Azurite knows no roles.</summary>
internal sealed partial class RoleRequests(Func<string, ISet<string>> rights) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("All requests are asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var request = message.Request;
        var path = request.Uri.ToUri().AbsolutePath;
        if (path.EndsWith("/$batch", StringComparison.Ordinal))
        {
            using var body = new MemoryStream();
            await request.Content!.WriteToAsync(body, message.CancellationToken);
            var parts = Part().Matches(Encoding.UTF8.GetString(body.ToArray()));
            Assert.NotEmpty(parts);
            foreach (Match part in parts)
            {
                // An update without If-Match inserts what is not there.
                Check(part.Groups["method"].Value, part.Groups["path"].Value, part.Groups["headers"].Value.Contains("If-Match", StringComparison.OrdinalIgnoreCase));
            }
        }
        else if (path.EndsWith("/Tables", StringComparison.Ordinal))
        {
            // No role of people or gates makes tables.
            throw Denied();
        }
        else
        {
            Check(request.Method.Method, path, request.Headers.Contains("If-Match"));
        }

        await ProcessNextAsync(message, pipeline);
    }

    private void Check(string method, string path, bool ifMatch)
    {
        var has = rights(Table().Match(path).Groups[1].Value);
        var may = method switch
        {
            "GET" => has.Contains("read"),
            "POST" => has.Contains("write") || has.Contains("add/action"),
            "DELETE" => has.Contains("delete"),
            _ => has.Contains("write") || (has.Contains("update/action") && (ifMatch || has.Contains("add/action"))),
        };
        if (!may)
        {
            throw Denied();
        }
    }

    private static RequestFailedException Denied() => new(403, "This request is not authorized.", "AuthorizationPermissionMismatch", null);

    [GeneratedRegex(@"^(?<method>GET|POST|PUT|PATCH|MERGE|DELETE) \S+?(?<path>/[A-Za-z0-9]+(?:\([^?/\s]*\))?)(?:\?\S*)? HTTP/1\.1\r?\n(?<headers>(?:\S.*\r?\n)*)", RegexOptions.Multiline)]
    private static partial Regex Part();

    // The last segment, without keys and brackets. Keys of rows hold no slash.
    [GeneratedRegex(@"/([A-Za-z0-9]+)(?:\([^/]*\))?$")]
    private static partial Regex Table();
}
