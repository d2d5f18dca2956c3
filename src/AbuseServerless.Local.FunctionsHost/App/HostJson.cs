using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AbuseServerless.Local.FunctionsHost.App;

/// <summary>What the host takes from the app's host.json.</summary>
/// <param name="MaximumEventBatchSize">Events of an invocation at most; 100 where not set, as in Azure.</param>
/// <param name="RoutePrefix">First part of every HTTP route, without slashes; <c>api</c> where not set.</param>
internal sealed record HostJson(int MaximumEventBatchSize, string RoutePrefix)
{
    // As in Azure, an app setting of this beginning overrides a value of host.json.
    private const string Overrides = "AzureFunctionsJobHost:";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads host.json of a built app.</summary>
    /// <param name="appDirectory">The app's output folder.</param>
    /// <param name="settings">The app settings, of which <c>AzureFunctionsJobHost:extensions:eventHubs:maxEventBatchSize</c> goes before the file.</param>
    /// <exception cref="InvalidDataException">A value makes no sense.</exception>
    public static HostJson Read(string appDirectory, AppSettings settings)
    {
        var path = Path.Combine(appDirectory, "host.json");
        var extensions = JsonNode.Parse(File.ReadAllText(path), null, Lenient)?["extensions"];
        var batch = extensions?["eventHubs"]?["maxEventBatchSize"]?.GetValue<int>() ?? 100;
        if (settings.Find(Overrides + "extensions:eventHubs:maxEventBatchSize") is { } text)
        {
            batch = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        if (batch < 1)
        {
            throw new InvalidDataException($"{path}: extensions.eventHubs.maxEventBatchSize is {batch}, but must be at least 1.");
        }

        return new HostJson(batch, (extensions?["http"]?["routePrefix"]?.GetValue<string>() ?? "api").Trim('/'));
    }
}
