namespace AbuseServerless.Release.Tests;

/// <summary>The files of a release, each installed and used as its user would.</summary>
public sealed class ReleaseTests(MadeRelease release)
{
    private static string Version => MadeRelease.Version;

    [Fact]
    public void Everything_is_there_or_it_is_said_what_is_not_and_why()
    {
        MadeRelease.NeedsLinux();
        string[] optional = [$"abuse-gate-{Version}.oci.tar.gz", $"abuse-serverless-functions-{Version}.zip", $"abuse-gate_{Version}_amd64.deb"];
        var made = Directory.EnumerateFiles(release.Folder).Select(Path.GetFileName).ToHashSet();
        Assert.Superset(
            new HashSet<string?>
            {
                $"AbuseServerless.Tool.{Version}.nupkg", $"AbuseServerless.{Version}.nupkg", $"abuse-gate-{Version}-linux-x64.tar.gz", "abuse-serverless.nuget.cdx.json", "abuse-serverless.npm.cdx.json", "SHA256SUMS",
            },
            made);
        Assert.Equal(optional.Count(file => !made.Contains(file)), release.NotMade.Count);
        Assert.All(release.NotMade, line => Assert.Matches("^NOT MADE: [^:]+: .{10,}", line));
    }

    [Fact]
    public async Task The_checksums_are_right_and_of_all_files()
    {
        MadeRelease.NeedsLinux();
        var checkedFiles = (await FinishedProgram.RunAsync("sha256sum", ["--check", "--strict", "SHA256SUMS"], release.Folder)).Succeeded();
        Assert.Equal(Directory.EnumerateFiles(release.Folder).Count() - 1, checkedFiles.Lines.Count);
    }

    [Fact]
    public async Task The_tool_installs_fetches_what_it_needs_on_first_use_replays_a_log_and_goes_again()
    {
        MadeRelease.NeedsLinux();
        var tools = Path.Combine(release.Work, "tools");
        var home = new Dictionary<string, string> { ["XDG_DATA_HOME"] = Path.Combine(release.Work, "data") };
        (await FinishedProgram.RunAsync("dotnet", ["tool", "install", "AbuseServerless.Tool", "--tool-path", tools, "--source", release.Folder, "--version", Version], release.Work)).Succeeded();
        var tool = Path.Combine(tools, "abuse-serverless");
        Assert.Equal(Version, (await FinishedProgram.RunAsync(tool, ["--version"], release.Work, home)).Out.Trim());

        await File.WriteAllTextAsync(
            Path.Combine(release.Work, "auth.jsonl"),
            """{"time":"2026-11-20T01:00:00Z","account":"alice@example.jp","ip":"81.2.69.142","success":true}""" + "\n",
            TestContext.Current.CancellationToken);
        var first = (await FinishedProgram.RunAsync(tool, ["replay", "auth.jsonl", "--json"], release.Work, home)).Succeeded();
        Assert.Contains("Fetching Azurite and the geolocation databases from npm, once", first.Error, StringComparison.Ordinal);
        Assert.StartsWith("{\"events\":1,\"deadLettered\":0,\"accounts\":1,", first.Out, StringComparison.Ordinal);

        var second = (await FinishedProgram.RunAsync(tool, ["replay", "auth.jsonl", "--json"], release.Work, home)).Succeeded();
        Assert.DoesNotContain("Fetching", second.Error, StringComparison.Ordinal);
        Assert.Equal(first.Out, second.Out);

        (await FinishedProgram.RunAsync("dotnet", ["tool", "uninstall", "AbuseServerless.Tool", "--tool-path", tools], release.Work)).Succeeded();
        Assert.False(File.Exists(tool));
    }

    [Fact]
    public async Task The_module_installs_from_the_folder_into_an_empty_profile()
    {
        MadeRelease.NeedsLinux();
        var home = Directory.CreateDirectory(Path.Combine(release.Work, "home")).FullName;
        var script = Path.Combine(release.Work, "module.ps1");
        await File.WriteAllTextAsync(
            script,
            $"""
            $ErrorActionPreference = 'Stop'
            Register-PSResourceRepository -Name Folder -Uri '{release.Folder}' -Trusted
            Install-PSResource AbuseServerless -Repository Folder -Scope CurrentUser -Quiet
            (Get-Module -ListAvailable AbuseServerless).Version.ToString()
            (Get-Command -Module AbuseServerless).Count -gt 20
            Uninstall-PSResource AbuseServerless
            @(Get-Module -ListAvailable AbuseServerless).Count
            """,
            TestContext.Current.CancellationToken);
        (await FinishedProgram.RunAsync("dotnet", ["tool", "restore"])).Succeeded();
        // The home is another one only for the PowerShell that installs: this one finds dotnet's tools by it.
        var profile = $"$env:HOME = '{home}'; Remove-Item Env:PSModulePath, Env:XDG_* -ErrorAction Ignore; dotnet \"$PSHOME/pwsh.dll\" -NoProfile -NonInteractive -File '{script}'; exit $LASTEXITCODE";
        var ran = (await FinishedProgram.RunAsync("dotnet", ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-Command", profile])).Succeeded();
        Assert.Equal([Version, "True", "0"], ran.Lines);
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
}
