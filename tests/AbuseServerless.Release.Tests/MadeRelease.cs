using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;

[assembly: AssemblyFixture(typeof(AbuseServerless.Release.Tests.MadeRelease))]

namespace AbuseServerless.Release.Tests;

/// <summary>What .ci/release makes, made once for all tests.</summary>
public sealed class MadeRelease : IAsyncLifetime
{
    private Process? _registry;

    /// <summary>The version, from its one place.</summary>
    public static string Version { get; } = XDocument.Load(RepositoryRoot.Combine("Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>A folder for what tests leave.</summary>
    public string Work { get; } = Directory.CreateTempSubdirectory("abuse-release-").FullName;

    /// <summary>The folder of the release; one that is made already where the environment names it.</summary>
    public string Folder => Environment.GetEnvironmentVariable("RELEASE_FOLDER") is { Length: > 0 } made ? made : Path.Combine(Work, "release");

    /// <summary>The address of the project that the packages name; null where a release that was made already has none.</summary>
    public static string? ProjectUrl { get; } = Environment.GetEnvironmentVariable("RELEASE_FOLDER") is { Length: > 0 } ? Environment.GetEnvironmentVariable("PROJECT_URL") : "https://mail.example.jp/abuse-serverless";

    /// <summary>What could not be made, as it is said.</summary>
    public IReadOnlyList<string> NotMade => System.IO.File.Exists(File("NOT-MADE.txt")) ? System.IO.File.ReadAllLines(File("NOT-MADE.txt")) : [];

    /// <summary>Why there is no image that the gate's could stand on; empty where there is one.</summary>
    public string NoBaseImage { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsLinux() && !Directory.Exists(Folder))
        {
            var environment = new Dictionary<string, string>(await ServeBaseImageAsync()) { ["PROJECT_URL"] = ProjectUrl! };
            (await FinishedProgram.RunAsync("bash", [Path.Combine(".ci", "release"), Folder], environment: environment, limit: TimeSpan.FromHours(2))).Succeeded();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is { } registry)
        {
            registry.StandardInput.Close();
            await registry.WaitForExitAsync();
            registry.Dispose();
        }

        Directory.Delete(Work, recursive: true);
    }

    internal string File(string name) => Path.Combine(Folder, name);

    // Where the registry of .NET's images cannot be reached, one of this machine stands in for it.
    private async Task<IReadOnlyDictionary<string, string>> ServeBaseImageAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        listener.Stop();
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "base-image.sh"), Directory.CreateDirectory(Path.Combine(Work, "base")).FullName, port, "dotnet/runtime-deps:10.0-noble-chiseled-extra"];
        _registry = Process.Start(new ProcessStartInfo("bash", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        if (await _registry.StandardOutput.ReadLineAsync() == "serving")
        {
            return new Dictionary<string, string> { ["BASE_IMAGES"] = $"localhost:{port}", ["DOTNET_CONTAINER_INSECURE_REGISTRIES"] = $"localhost:{port}" };
        }

        NoBaseImage = await _registry.StandardError.ReadToEndAsync();
        return new Dictionary<string, string>();
    }

    internal static void NeedsLinux() => Assert.SkipUnless(OperatingSystem.IsLinux(), ".ci/release runs on Linux.");
}
