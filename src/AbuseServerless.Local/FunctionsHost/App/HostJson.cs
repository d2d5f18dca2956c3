using System.Text.Json;
using System.Text.Json.Nodes;

namespace AbuseServerless.Local.FunctionsHost.App;

/// <summary>What the host takes from the app's host.json.</summary>
/// <param name="MaximumEventBatchSize">Events of an invocation at most; 100 where not set, as in Azure.</param>
/// <param name="RoutePrefix">First part of every HTTP route, without slashes; <c>api</c> where not set.</param>
internal sealed record HostJson(int MaximumEventBatchSize, string RoutePrefix)
{
    private static readonly JsonDocumentOptions _lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads host.json of a built app.</summary>
    /// <param name="appDirectory">The app's output folder.</param>
    /// <exception cref="InvalidDataException">A value makes no sense.</exception>
    public static HostJson Read(string appDirectory)
    {
        string path = Path.Combine(appDirectory, "host.json");
        JsonNode? extensions = JsonNode.Parse(File.ReadAllText(path), null, _lenient)?["extensions"];
        int batch = extensions?["eventHubs"]?["maxEventBatchSize"]?.GetValue<int>() ?? 100;
        if (batch < 1) throw new InvalidDataException($"{path}: extensions.eventHubs.maxEventBatchSize is {batch}, but must be at least 1.");
        return new HostJson(batch, (extensions?["http"]?["routePrefix"]?.GetValue<string>() ?? "api").Trim('/'));
    }
}
