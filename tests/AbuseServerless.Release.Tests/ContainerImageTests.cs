namespace AbuseServerless.Release.Tests;

/// <summary>The gate's container image, as a container runtime runs it.</summary>
public sealed class ContainerImageTests(MadeRelease release)
{
    [Fact]
    public async Task It_runs_as_documented_without_rights_and_on_a_file_system_that_is_read_only()
    {
        MadeRelease.NeedsLinux();
        var archive = release.File($"abuse-gate-{MadeRelease.Version}.oci.tar.gz");
        Assert.SkipUnless(File.Exists(archive), $"There is no image: {string.Join(' ', release.NotMade.Append(release.NoBaseImage))}");
        Assert.SkipUnless((await FinishedProgram.RunAsync("bash", ["-c", "command -v podman runc curl ip"])).Lines.Count == 4, "Podman, runc, curl or iproute2 is not installed (apt-get install podman runc curl iproute2).");
        Assert.SkipUnless((await FinishedProgram.RunAsync("unshare", ["--net", "true"])).ExitCode == 0, "Namespaces of its own need root, and a kernel that gives them.");

        // Its ports are those of a network of its own.
        var run = DocumentedCommands.Under("The gate's container image", release.Folder);
        Assert.Contains(" --publish 127.0.0.1:8481-8482:8481-8482", run, StringComparison.Ordinal);
        var ran = await FinishedProgram.RunAsync(
            "bash",
            [
                Path.Combine(AppContext.BaseDirectory, "gate-in-podman.sh"), Directory.CreateDirectory(Path.Combine(release.Work, "podman")).FullName, archive,
                run.Replace(" --publish 127.0.0.1:8481-8482:8481-8482", "", StringComparison.Ordinal),
            ],
            environment: new Dictionary<string, string> { ["VERSION"] = MadeRelease.Version },
            limit: TimeSpan.FromMinutes(20));

        Assert.Equal(
            ["user: app", "live: 200, ready: 503, without the key: 401", "runs as: 1654", "may write to: true /var/lib/abuse-gate", "writes: yes"],
            ran.Succeeded().Lines);
    }
}
