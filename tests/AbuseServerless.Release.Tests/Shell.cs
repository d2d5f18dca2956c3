namespace AbuseServerless.Release.Tests;

/// <summary>Runs scripts as a user with an empty home would type them.</summary>
internal sealed class Shell(string home)
{
    private static readonly Lazy<Task<(string Pwsh, string Cache)>> Machine = new(FindAsync);

    /// <summary>The home.</summary>
    public string Home { get; } = Directory.CreateDirectory(home).FullName;

    /// <summary>Runs a script; <c>pwsh</c> is a PowerShell. It must end with 0.</summary>
    /// <param name="script">For bash, which stops at the first command that fails.</param>
    public async Task<FinishedProgram> RunAsync(string script)
    {
        var (pwsh, cache) = await Machine.Value;
        return (await FinishedProgram.RunAsync(
            "bash",
            ["-c", $"set -euo pipefail\nunset XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME PSModulePath NUGET_PACKAGES\npwsh() {{ dotnet '{pwsh}' -NoProfile -NonInteractive \"$@\"; }}\n{script}"],
            Home,
            new Dictionary<string, string>
            {
                ["HOME"] = Home,
                ["DOTNET_CLI_HOME"] = Home,
                ["PATH"] = $"{Path.Combine(Home, ".dotnet", "tools")}:{Environment.GetEnvironmentVariable("PATH")}",
                ["NO_COLOR"] = "1",
                ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
                // What npm has fetched before, and from where it fetches, is the machine's.
                ["npm_config_cache"] = cache,
                ["npm_config_userconfig"] = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".npmrc"),
            },
            TimeSpan.FromMinutes(30))).Succeeded();
    }

    /// <summary>Files in the home whose paths, from there, tell of AbuseServerless.</summary>
    public IReadOnlyList<string> Left() =>
    [
        .. Directory.EnumerateFileSystemEntries(Home, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => Path.GetRelativePath(Home, path))
            .Where(path => path.Contains("abuse", StringComparison.OrdinalIgnoreCase)),
    ];

    private static async Task<(string Pwsh, string Cache)> FindAsync()
    {
        (await FinishedProgram.RunAsync("dotnet", ["tool", "restore"])).Succeeded();
        var folder = (await FinishedProgram.RunAsync("dotnet", ["tool", "run", "pwsh", "--", "-NoProfile", "-Command", "$PSHOME"])).Succeeded().Out.Trim();
        return (Path.Combine(folder, "pwsh.dll"), (await FinishedProgram.RunAsync("npm", ["config", "get", "cache"])).Succeeded().Out.Trim());
    }
}
