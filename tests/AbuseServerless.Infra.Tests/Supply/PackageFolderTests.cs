using System.Text.RegularExpressions;

namespace AbuseServerless.Infra.Tests.Supply;

/// <summary>The folder of NuGet's packages may be named without a slash at its end, as caches of CI name it in NUGET_PACKAGES.</summary>
public sealed partial class PackageFolderTests
{
    private static readonly string[] Projects =
    [
        .. new[] { "*.csproj", "*.props", "*.targets" }
            .SelectMany(kind => Directory.EnumerateFiles(RepositoryRoot.Path, kind, SearchOption.AllDirectories))
            .Where(file => !Generated().IsMatch(file) && File.ReadAllText(file).Contains("$(NuGetPackageRoot)", StringComparison.Ordinal)),
    ];

    [Fact]
    public void No_project_glues_a_path_to_it()
    {
        Assert.NotEmpty(Projects);
        Assert.All(Projects, file => Assert.DoesNotMatch(@"(?<!Path\]::Combine\(')\$\(NuGetPackageRoot\)", File.ReadAllText(file)));
    }

    [Fact]
    public async Task Paths_of_packages_are_below_it()
    {
        var evaluated = (await FinishedProgram.RunAsync(
            "dotnet", ["msbuild", RepositoryRoot.Combine("tests", "AbuseServerless.Module.Tests", "AbuseServerless.Module.Tests.csproj"), "-getItem:AssemblyMetadata", "-p:NuGetPackageRoot=/cache"])).Succeeded();
        Assert.Contains("\"Value\": \"/cache/pester/", evaluated.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("/cachep", evaluated.Out, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"[/\\](obj|bin|out|node_modules)[/\\]")]
    private static partial Regex Generated();
}
