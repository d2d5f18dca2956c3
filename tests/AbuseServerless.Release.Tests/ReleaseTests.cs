using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AbuseServerless.Release.Tests;

/// <summary>The files of a release, each installed and used as its user would.</summary>
public sealed partial class ReleaseTests(MadeRelease release)
{
    private static readonly string[] Optional =
    [
        $"abuse-gate-{MadeRelease.Version}.oci.tar.gz", $"abuse-serverless-functions-{MadeRelease.Version}.zip", $"abuse-gate_{MadeRelease.Version}_amd64.deb",
    ];

    private static string Version => MadeRelease.Version;

    [Fact]
    public void Everything_is_there_or_it_is_said_what_is_not_and_why()
    {
        MadeRelease.NeedsLinux();
        var made = Directory.EnumerateFiles(release.Folder).Select(Path.GetFileName).ToHashSet();
        Assert.Superset(
            new HashSet<string?>
            {
                $"AbuseServerless.Tool.{Version}.nupkg", $"AbuseServerless.{Version}.nupkg", $"abuse-gate-{Version}-linux-x64.tar.gz", "abuse-serverless.nuget.cdx.json", "abuse-serverless.npm.cdx.json", "THIRD-PARTY-NOTICES.txt", "SHA256SUMS",
            },
            made);
        Assert.Equal(Optional.Count(file => !made.Contains(file)), release.NotMade.Count);
        Assert.All(release.NotMade, line => Assert.Matches("^NOT MADE: [^:]+: .{10,}", line));
    }

    [Fact]
    public void The_page_on_installing_names_the_files_that_are_made_and_the_service_that_is_deployed()
    {
        MadeRelease.NeedsLinux();
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "install.md"));
        var files = NamedFile().Matches(page).Select(name => name.Value.Replace("VERSION", Version, StringComparison.Ordinal)).Distinct().ToList();
        Assert.Superset(new HashSet<string> { $"AbuseServerless.Tool.{Version}.nupkg", $"AbuseServerless.{Version}.nupkg", $"abuse-gate_{Version}_amd64.deb", $"abuse-serverless-functions-{Version}.zip" }, files.ToHashSet());
        Assert.All(files, file => Assert.True(File.Exists(release.File(file)) || Optional.Contains(file), $"{file} is not in the release."));

        var service = DeployedService().Match(page).Groups[1].Value;
        Assert.Contains($"\nservices:\n  {service}:\n", File.ReadAllText(RepositoryRoot.Combine("azure.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checksums_are_right_and_of_all_files()
    {
        MadeRelease.NeedsLinux();
        var checkedFiles = (await FinishedProgram.RunAsync("sha256sum", ["--check", "--strict", "SHA256SUMS"], release.Folder)).Succeeded();
        Assert.Equal(Directory.EnumerateFiles(release.Folder).Count() - 1, checkedFiles.Lines.Count);
    }

    [Fact]
    public async Task The_notes_of_a_release_are_the_section_of_its_version()
    {
        var notes = (await FinishedProgram.RunAsync("bash", [Path.Combine(".ci", "changes"), Version])).Succeeded();
        Assert.Contains("### Added", notes.Lines);
        Assert.DoesNotContain(notes.Lines, line => line.StartsWith("# ", StringComparison.Ordinal) || line.StartsWith("## ", StringComparison.Ordinal));

        var none = await FinishedProgram.RunAsync("bash", [Path.Combine(".ci", "changes"), LaterRelease.Version]);
        Assert.Equal((1, ""), (none.ExitCode, none.Out));
    }

    [Fact]
    public async Task The_tarball_holds_a_gate_that_needs_no_dotnet()
    {
        MadeRelease.NeedsLinux();
        (await FinishedProgram.RunAsync("tar", ["-xzf", release.File($"abuse-gate-{Version}-linux-x64.tar.gz"), "-C", release.Work])).Succeeded();
        var folder = Path.Combine(release.Work, $"abuse-gate-{Version}-linux-x64");
        var version = (await FinishedProgram.RunAsync(Path.Combine(folder, "AbuseServerless.Gate"), ["--version"], folder, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["DOTNET_ROOT"] = "/nonexistent" })).Succeeded();
        Assert.Contains(Version, version.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "gate.json")) && File.Exists(Path.Combine(folder, "abuse-gate.service")) && File.Exists(Path.Combine(folder, "abuse-gate-queue.service")));
    }

    [Theory]
    [InlineData("AbuseServerless.Tool")]
    [InlineData("AbuseServerless")]
    public async Task The_packages_hold_the_notices_of_others_and_name_the_project_only_where_its_address_is_known(string name)
    {
        MadeRelease.NeedsLinux();
        await using var package = await ZipFile.OpenReadAsync(release.File($"{name}.{Version}.nupkg"), TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(release.File("THIRD-PARTY-NOTICES.txt"), TestContext.Current.CancellationToken), await TextAsync(package, "THIRD-PARTY-NOTICES.txt"));

        var metadata = XDocument.Parse(await TextAsync(package, $"{name}.nuspec")).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        Assert.Equal(MadeRelease.ProjectUrl, metadata.Elements().SingleOrDefault(element => element.Name.LocalName == "projectUrl")?.Value);
        if (name == "AbuseServerless.Tool")
        {
            Assert.Equal(MadeRelease.ProjectUrl, metadata.Elements().SingleOrDefault(element => element.Name.LocalName == "repository")?.Attribute("url")?.Value);
        }
    }

    [Theory]
    [InlineData("https://mail.example.jp/abuse-serverless")]
    [InlineData("")]
    public async Task The_debian_package_names_the_project_only_where_its_address_is_known(string url)
    {
        MadeRelease.NeedsLinux();
        var folder = Directory.CreateDirectory(Path.Combine(release.Work, $"homepage{url.Length}")).FullName;
        (await FinishedProgram.RunAsync("tar", ["-xzf", release.File($"abuse-gate-{Version}-linux-x64.tar.gz"), "-C", folder])).Succeeded();
        var deb = Path.Combine(folder, "gate.deb");
        var made = await FinishedProgram.RunAsync(
            "bash", [RepositoryRoot.Combine("src", "AbuseServerless.Gate", "Packaging", "make-deb"), Path.Combine(folder, $"abuse-gate-{Version}-linux-x64"), Version, "amd64", deb], environment: new Dictionary<string, string> { ["PROJECT_URL"] = url });
        Assert.SkipWhen(made.Error.Contains("dpkg-deb: command not found", StringComparison.Ordinal), "Needs dpkg-deb.");
        made.Succeeded();
        Assert.Equal(url, (await FinishedProgram.RunAsync("dpkg-deb", ["--field", deb, "Homepage"])).Succeeded().Out.Trim());
    }

    private static async Task<string> TextAsync(ZipArchive package, string name)
    {
        await using var content = await package.GetEntry(name)!.OpenAsync();
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex(@"[A-Za-z][A-Za-z.-]*[._-]VERSION[A-Za-z0-9._]*\.(nupkg|deb|gz|zip)")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"^azd deploy (\w+) --from-package ", RegexOptions.Multiline)]
    private static partial Regex DeployedService();
}
