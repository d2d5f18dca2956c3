using System.Collections.Concurrent;
using System.Text;

namespace AbuseServerless.Testing;

/// <summary>Runs scripts in a real PowerShell, the built module at hand.</summary>
public static class Pwsh
{
    // dotnet tool run starts the SDK before PowerShell, each time; so it is asked once where PowerShell lies.
    private static readonly Lazy<Task<string>> Program = new(async () =>
        (await FinishedProgram.RunAsync("dotnet", ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-Command", "[Environment]::GetCommandLineArgs()[0]"])).Succeeded().Out.Trim());

    private static readonly ConcurrentBag<PwshSession> Idle = [];

    /// <summary>The folder that operators import.</summary>
    public static string ModuleFolder { get; } = RepositoryRoot.Combine("module", "out", "AbuseServerless");

    /// <summary>Runs a script in a process of its own. Its errors are on the standard error, so are those that it could not be read for.</summary>
    /// <param name="script">The script; <c>$env:MODULE</c> is the module's folder.</param>
    /// <param name="environment">Further environment variables.</param>
    public static async Task<PwshResult> RunAsync(string script, params (string Name, string Value)[] environment)
    {
        using var file = new ScriptFile(script);
        var all = Environment();
        foreach (var (name, value) in environment)
        {
            all[name] = value;
        }

        var ran = await FinishedProgram.RunAsync("dotnet", [await Program.Value, "-NoProfile", "-NonInteractive", "-File", file.Path], environment: all);
        return new PwshResult(ran.Out, ran.Error, ran.ExitCode);
    }

    /// <summary>
    /// Runs a script as an operator does who has worked in this session before: the module is loaded, what others left is gone. To start PowerShell and load the module takes longer than most scripts.
    /// </summary>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task<PwshResult> RunInSessionAsync(string script, params (string Name, string Value)[] environment)
    {
        var session = Idle.TryTake(out var idle) ? idle : PwshSession.Start(await Program.Value, Environment());
        using var file = new ScriptFile(script);
        try
        {
            var result = await session.RunAsync(file.Path, environment);
            Idle.Add(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static Dictionary<string, string> Environment() => new() { ["NO_COLOR"] = "1", ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["MODULE"] = ModuleFolder };

    private sealed class ScriptFile : IDisposable
    {
        public ScriptFile(string script) => File.WriteAllText(Path, script, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"abuse-serverless-{Guid.NewGuid():N}.ps1");

        public void Dispose() => File.Delete(Path);
    }
}
