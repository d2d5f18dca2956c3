namespace AbuseServerless.Release.Tests;

/// <summary>The gate's Debian package, as dpkg and lintian see it.</summary>
public sealed class DebianPackageTests(MadeRelease release)
{
    private static string Version => MadeRelease.Version;

    private string Package => release.File($"abuse-gate_{Version}_amd64.deb");

    [Fact]
    public async Task It_installs_runs_upgrades_and_leaves_nothing_when_it_is_purged()
    {
        MadeRelease.NeedsLinux();
        Assert.SkipUnless(File.Exists(Package), "dpkg-deb is missing.");
        Assert.SkipUnless((await FinishedProgram.RunAsync("unshare", ["--mount", "--pid", "--fork", "--net", "true"])).ExitCode == 0, "Namespaces of its own need root, and a kernel that gives them.");

        Assert.SkipUnless((await FinishedProgram.RunAsync("sh", ["-c", "command -v mmdebstrap curl ip"])).Lines.Count == 3, "mmdebstrap, curl or iproute2 is not installed (apt-get install mmdebstrap curl iproute2).");

        (await FinishedProgram.RunAsync("tar", ["-xzf", release.File($"abuse-gate-{Version}-linux-x64.tar.gz"), "-C", Folder("upgrade")])).Succeeded();
        var later = Path.Combine(release.Work, $"abuse-gate_{LaterRelease.Version}_amd64.deb");
        (await FinishedProgram.RunAsync("bash", [Path.Combine("src", "AbuseServerless.Gate", "Packaging", "make-deb"), Path.Combine(Folder("upgrade"), $"abuse-gate-{Version}-linux-x64"), LaterRelease.Version, "amd64", later])).Succeeded();

        var install = DocumentedCommands.Under("Update the gate", release.Folder);
        var ran = await FinishedProgram.RunAsync(
            "bash",
            [
                Path.Combine(AppContext.BaseDirectory, "gate-in-a-tree.sh"), Folder("tree"), Package, later,
                install, install.Replace(Version, LaterRelease.Version, StringComparison.Ordinal), DocumentedCommands.Under("Remove the gate", release.Folder),
            ],
            limit: TimeSpan.FromMinutes(30));
        Assert.SkipWhen(ran.ExitCode == 77, $"No tree could be made: {ran.Error}");
        var found = ran.Succeeded();
        Assert.Equal(
            [
                $"installed: install ok installed {Version}",
                "user: abuse-gate",
                "runs as: abuse-gate",
                "secrets: root 600",
                $"version: {Version}",
                "live: 200, ready: 503",
                """answers: {"status":0,"msg":""}""",
                $"upgraded: {LaterRelease.Version}, settings kept: 1, secrets kept: 1",
                "removed: program gone, settings there",
                "left: user gone",
            ],
            found.Lines);
    }

    [Fact]
    public async Task Lintian_has_nothing_to_say()
    {
        MadeRelease.NeedsLinux();
        Assert.SkipUnless(File.Exists(Package), "dpkg-deb is missing.");
        Assert.SkipUnless(File.Exists("/usr/bin/lintian"), "lintian is not installed (apt-get install lintian).");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "lintian is run as nobody here, which takes root.");

        // It fails where root runs it.
        var copy = Path.Combine(Directory.CreateTempSubdirectory("abuse-lintian-").FullName, Path.GetFileName(Package));
        File.Copy(Package, copy);
        (await FinishedProgram.RunAsync("chmod", ["-R", "a+rX", Path.GetDirectoryName(copy)!])).Succeeded();
        var said = await FinishedProgram.RunAsync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=/tmp", "lintian", "--fail-on", "error,warning", copy], "/tmp");
        Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
        Assert.True(said.ExitCode == 0, said.Out + said.Error);
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(release.Work, name)).FullName;
}
