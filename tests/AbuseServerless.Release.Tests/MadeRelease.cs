using System.Reflection;
using System.Xml.Linq;

[assembly: AssemblyFixture(typeof(AbuseServerless.Release.Tests.MadeRelease))]

namespace AbuseServerless.Release.Tests;

/// <summary>What .ci/release makes, made once for all tests.</summary>
public sealed class MadeRelease : IAsyncLifetime
{
    internal static string Root { get; } = typeof(MadeRelease).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Root").Value!;

    /// <summary>The version, from its one place.</summary>
    public static string Version { get; } = XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>A folder for what tests leave.</summary>
    public string Work { get; } = Directory.CreateTempSubdirectory("abuse-release-").FullName;

    /// <summary>The folder of the release.</summary>
    public string Folder => Path.Combine(Work, "release");

    /// <summary>What could not be made, as it was said.</summary>
    public IReadOnlyList<string> NotMade { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var made = (await Ran.RunAsync("bash", [Path.Combine(".ci", "release"), Folder])).Succeeded();
        NotMade = [.. made.Error.Split('\n').Where(line => line.StartsWith("NOT MADE: ", StringComparison.Ordinal))];
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Work, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal string File(string name) => Path.Combine(Folder, name);

    internal static void NeedsLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), ".ci/release runs on Linux.");
}
