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

        (await FinishedProgram.RunAsync("tar", ["-xzf", release.File($"abuse-gate-{Version}-linux-x64.tar.gz"), "-C", Folder("upgrade")])).Succeeded();
        var later = Path.Combine(release.Work, "later.deb");
        (await FinishedProgram.RunAsync("bash", [Path.Combine("src", "AbuseServerless.Gate", "Packaging", "make-deb"), Path.Combine(Folder("upgrade"), $"abuse-gate-{Version}-linux-x64"), Version + "+later", "amd64", later])).Succeeded();

        var found = (await FinishedProgram.RunAsync("bash", [Path.Combine(AppContext.BaseDirectory, "gate-in-a-tree.sh"), Folder("tree"), Package, later])).Succeeded();
        Assert.Equal(
            [
                $"installed: install ok installed {Version}",
                "user: abuse-gate",
                "runs as: abuse-gate",
                "secrets: root 600",
                $"version: {Version}",
                "live: 200, ready: 503",
                """answers: {"status":0,"msg":""}""",
                $"upgraded: {Version}+later, settings kept: 1, secrets kept: 1",
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
