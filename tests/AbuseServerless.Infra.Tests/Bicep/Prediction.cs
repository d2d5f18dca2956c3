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
            var output = await BicepCli.RunAsync("snapshot", file, "--mode", "overwrite", "--subscription-id", Nobody, "--tenant-id", Nobody, "--location", "japaneast");
            Assert.Equal((0, "", ""), (output.ExitCode, output.Out, output.Error));
            var snapshot = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(file, "snapshot.json"), TestContext.Current.CancellationToken))!;
            return new Prediction([.. snapshot["predictedResources"]!.AsArray().Select(resource => resource!.AsObject())]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public IEnumerable<JsonObject> OfType(string type) => Resources.Where(resource => (string?)resource["type"] == type);

    public JsonObject Single(string type) => Assert.Single(OfType(type));
}
