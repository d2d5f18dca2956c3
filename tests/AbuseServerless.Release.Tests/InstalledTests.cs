namespace AbuseServerless.Release.Tests;

/// <summary>The tool and the module, installed, used, updated and removed with the commands of docs/install.md, by a user whose home is empty.</summary>
public sealed class InstalledTests(MadeRelease release)
{
    private const string Replay = "abuse-serverless replay auth.jsonl --json";

    private static string Version => MadeRelease.Version;

    private string ToolPackage => release.File($"AbuseServerless.Tool.{Version}.nupkg");

    private string ModulePackage => release.File($"AbuseServerless.{Version}.nupkg");

    [Fact]
    public async Task The_tool_fetches_what_it_needs_on_first_use_replays_a_log_updates_and_leaves_nothing_when_it_is_removed()
    {
        MadeRelease.NeedsLinux();
        var shell = new Shell(Path.Combine(release.Work, "tool-user"));
        var folder = FolderWith("tool", ToolPackage);
        Assert.EndsWith($"\n{Version}\n", (await shell.RunAsync(DocumentedCommands.Under("Install the tool", folder))).Out, StringComparison.Ordinal);

        await File.WriteAllTextAsync(
            Path.Combine(shell.Home, "auth.jsonl"),
            """{"time":"2026-11-20T01:00:00Z","account":"alice@example.jp","ip":"81.2.69.142","success":true}""" + "\n",
            TestContext.Current.CancellationToken);
        var first = await shell.RunAsync(Replay);
        Assert.Contains("Fetching Azurite and the geolocation databases from npm, once", first.Error, StringComparison.Ordinal);
        Assert.StartsWith("{\"events\":1,\"deadLettered\":0,\"accounts\":1,", first.Out, StringComparison.Ordinal);

        var second = await shell.RunAsync(Replay);
        Assert.DoesNotContain("Fetching", second.Error, StringComparison.Ordinal);
        Assert.Equal(first.Out, second.Out);

        // A version with other packages: the old ones are not kept.
        var fetched = Assert.Single(Packages(shell));
        await LaterRelease.WriteAsync(ToolPackage, folder, changed: "package-lock.json");
        await shell.RunAsync(DocumentedCommands.Under("Update the tool", folder));
        Assert.Contains(LaterRelease.Version, (await shell.RunAsync("dotnet tool list --global")).Out, StringComparison.Ordinal);
        var updated = await shell.RunAsync(Replay);
        Assert.Equal(first.Out, updated.Out);
        Assert.NotEqual(fetched, Assert.Single(Packages(shell)));

        await shell.RunAsync(DocumentedCommands.Under("Remove the tool", folder));
        Assert.Empty(shell.Left());
    }

    [Fact]
    public async Task The_module_connects_to_the_tool_and_both_of_the_next_version_go_on_with_what_they_decided()
    {
        MadeRelease.NeedsLinux();
        var shell = new Shell(Path.Combine(release.Work, "module-user"));
        var folder = FolderWith("module", ToolPackage, ModulePackage);
        await shell.RunAsync(DocumentedCommands.Under("Install the tool", folder));
        var before = await WithUpAsync(
            shell,
            $"""
            {DocumentedCommands.Under("Install the module", folder)}
            (Get-Module AbuseServerless).Version.ToString()
            Suspend-GeoAccount alice@example.jp -Reason 'Trying it out' -Confirm:$false
            """);
        Assert.Contains(Version, before.Lines);

        await LaterRelease.WriteAsync(ToolPackage, folder);
        await LaterRelease.WriteAsync(ModulePackage, folder, alsoNamesVersion: "AbuseServerless.psd1");
        await shell.RunAsync(DocumentedCommands.Under("Update the tool", folder));
        await shell.RunAsync(PowerShell(DocumentedCommands.Under("Update the module", folder)));
        var after = await WithUpAsync(
            shell,
            """
            Import-Module AbuseServerless
            Connect-GeoAbuse -Local | Out-Null
            (Get-Module AbuseServerless).Version.ToString()
            Get-GeoSuspension -State Active | ForEach-Object Account
            """);
        Assert.Equal([LaterRelease.Version, "alice@example.jp"], after.Lines.TakeLast(2));

        await shell.RunAsync(PowerShell(DocumentedCommands.Under("Remove the module", folder)));
        await shell.RunAsync(DocumentedCommands.Under("Remove the tool", folder));
        Assert.Empty(shell.Left());
    }

    private Task<FinishedProgram> WithUpAsync(Shell shell, string script) => shell.RunAsync(
        $$"""
        abuse-serverless up --data '{{Path.Combine(release.Work, "up")}}' --http-port 0 --event-hubs-port 0 --storage-port 0 > up.log 2>&1 &
        up=$!
        trap 'kill $up; wait $up' EXIT
        until grep -q '^Running' up.log; do
          kill -0 $up || { cat up.log >&2; exit 1; }
          sleep 1
        done
        {{PowerShell(script)}}
        """);

    private static string PowerShell(string script) => $"cat > script.ps1 <<'END'\n$ErrorActionPreference = 'Stop'\n{script}\nEND\npwsh -File script.ps1";

    private string FolderWith(string name, params IEnumerable<string> packages)
    {
        var folder = Directory.CreateDirectory(Path.Combine(release.Work, name)).FullName;
        foreach (var package in packages)
        {
            File.Copy(package, Path.Combine(folder, Path.GetFileName(package)));
        }

        return folder;
    }

    private static string[] Packages(Shell shell) => Directory.GetDirectories(Path.Combine(shell.Home, ".local", "share", "AbuseServerless"), "packages-*");
}
