using System.Xml.Linq;

[assembly: AssemblyFixture(typeof(AbuseServerless.Release.Tests.MadeRelease))]

namespace AbuseServerless.Release.Tests;

/// <summary>What .ci/release makes, made once for all tests.</summary>
public sealed class MadeRelease : IAsyncLifetime
{
    /// <summary>The version, from its one place.</summary>
    public static string Version { get; } = XDocument.Load(RepositoryRoot.Combine("Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>A folder for what tests leave.</summary>
    public string Work { get; } = Directory.CreateTempSubdirectory("abuse-release-").FullName;

    /// <summary>The folder of the release; one that is made already where the environment names it.</summary>
    public string Folder => Environment.GetEnvironmentVariable("RELEASE_FOLDER") is { Length: > 0 } made ? made : Path.Combine(Work, "release");

    /// <summary>What could not be made, as it is said.</summary>
    public IReadOnlyList<string> NotMade => System.IO.File.Exists(File("NOT-MADE.txt")) ? System.IO.File.ReadAllLines(File("NOT-MADE.txt")) : [];

    public async ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsLinux() && !Directory.Exists(Folder))
        {
            (await FinishedProgram.RunAsync("bash", [Path.Combine(".ci", "release"), Folder], limit: TimeSpan.FromHours(2))).Succeeded();
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Work, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal string File(string name) => Path.Combine(Folder, name);

    internal static void NeedsLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), ".ci/release runs on Linux.");
}
