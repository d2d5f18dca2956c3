using System.Text.Json.Nodes;

namespace AbuseServerless.Infra.Tests.Bicep;

/// <summary>What the template makes of parameters, as far as that is known before a deployment: the compiler's snapshot, with loops unrolled and expressions evaluated.</summary>
internal sealed class Prediction
{
    private const string Nobody = "00000000-0000-0000-0000-000000000000";

    private Prediction(IReadOnlyList<JsonObject> resources) => Resources = resources;

    public IReadOnlyList<JsonObject> Resources { get; }

    /// <summary>Predicts.</summary>
    /// <param name="parameters">As in a .bicepparam file, such as <c>param scale = 'small'</c>. Who deploys is unknown, and given no role.</param>
    public static async Task<Prediction> OfAsync(params IEnumerable<string> parameters)
    {
        var (ran, snapshot) = await RunAsync(parameters);
        Assert.Equal((0, "", ""), (ran.ExitCode, ran.Out, ran.Error));
        return new Prediction([.. JsonNode.Parse(snapshot)!["predictedResources"]!.AsArray().Select(resource => resource!.AsObject())]);
    }

    /// <summary>What the compiler says to parameters that the template refuses.</summary>
    public static async Task<string> RefusedAsync(params IEnumerable<string> parameters)
    {
        var (ran, _) = await RunAsync(parameters);
        Assert.NotEqual(0, ran.ExitCode);
        return ran.Out + ran.Error;
    }

    private static async Task<(FinishedProgram Ran, string Snapshot)> RunAsync(IEnumerable<string> parameters)
    {
        var folder = Directory.CreateTempSubdirectory("bicep-");
        try
        {
            var file = Path.Combine(folder.FullName, "main.bicepparam");
            await File.WriteAllLinesAsync(
                file,
                [
                    $"using '{Path.GetRelativePath(folder.FullName, BicepCli.Main)}'",
                    "param environmentName = 'test'",
                    "param location = 'japaneast'",
                    "param deployerIsOperator = false",
                    .. parameters,
                ],
                TestContext.Current.CancellationToken);
            var ran = await BicepCli.RunAsync("snapshot", file, "--mode", "overwrite", "--subscription-id", Nobody, "--tenant-id", Nobody, "--location", "japaneast");
            return (ran, ran.ExitCode == 0 ? await File.ReadAllTextAsync(Path.ChangeExtension(file, "snapshot.json"), TestContext.Current.CancellationToken) : "");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public IEnumerable<JsonObject> OfType(string type) => Resources.Where(resource => (string?)resource["type"] == type);

    public JsonObject Single(string type) => Assert.Single(OfType(type));
}
