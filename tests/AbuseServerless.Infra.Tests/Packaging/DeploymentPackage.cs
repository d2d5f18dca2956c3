using System.Text.Json.Nodes;

namespace AbuseServerless.Infra.Tests.Packaging;

/// <summary>What <c>dotnet publish functions</c> would do, asked of MSBuild without building anything.</summary>
internal static class DeploymentPackage
{
    private static readonly Lazy<Task<IReadOnlyDictionary<string, string>>> Asked = new(AskForDatabasesAsync);

    /// <summary>Files of the folder geolocation, by their path in the package.</summary>
    public static Task<IReadOnlyDictionary<string, string>> DatabasesAsync() => Asked.Value;

    public static async Task<JsonNode> AskAsync(params IEnumerable<string> arguments)
    {
        var asked = await FinishedProgram.RunAsync("dotnet", ["msbuild", "functions/AbuseServerless.Functions.csproj", "-nologo", "-nodeReuse:false", .. arguments]);
        Assert.True(asked.ExitCode == 0, asked.Out + asked.Error);
        return JsonNode.Parse(asked.Out)!;
    }

    private static async Task<IReadOnlyDictionary<string, string>> AskForDatabasesAsync()
    {
        var answer = await AskAsync("-target:PublishGeolocationDatabases", "-getItem:ResolvedFileToPublish", "-property:UseEventHubsExtension=false");
        return answer["Items"]!["ResolvedFileToPublish"]!.AsArray().ToDictionary(file => (string)file!["RelativePath"]!, file => (string)file!["FullPath"]!);
    }
}
