using System.Text;

namespace AbuseServerless.Testing;

/// <summary>Runs scripts in a PowerShell process of its own, the built module at hand.</summary>
public static class Pwsh
{
    /// <summary>The folder that operators import.</summary>
    public static string ModuleFolder { get; } = RepositoryRoot.Combine("module", "out", "AbuseServerless");

    // dotnet tool run starts the SDK before PowerShell, each time; so it is asked once where PowerShell lies.
    private static readonly Lazy<Task<string>> Program = new(async () =>
        (await FinishedProgram.RunAsync("dotnet", ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-Command", "[Environment]::GetCommandLineArgs()[0]"])).Succeeded().Out.Trim());

    /// <summary>Runs a script. Its errors are on the standard error, so are those that it could not be read for.</summary>
    /// <param name="script">The script; <c>$env:MODULE</c> is the module's folder.</param>
    /// <param name="environment">Further environment variables.</param>
    public static async Task<PwshResult> RunAsync(string script, params (string Name, string Value)[] environment)
    {
        var file = Path.Combine(Path.GetTempPath(), $"abuse-serverless-{Guid.NewGuid():N}.ps1");
        await File.WriteAllTextAsync(file, script, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        try
        {
            return await StartAsync(file, environment);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<PwshResult> StartAsync(string file, (string Name, string Value)[] environment)
    {
        var all = new Dictionary<string, string> { ["NO_COLOR"] = "1", ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["MODULE"] = ModuleFolder };
        foreach (var (name, value) in environment)
        {
            all[name] = value;
        }

        var ran = await FinishedProgram.RunAsync("dotnet", [await Program.Value, "-NoProfile", "-NonInteractive", "-File", file], environment: all);
        return new PwshResult(ran.Out, ran.Error, ran.ExitCode);
    }
}
