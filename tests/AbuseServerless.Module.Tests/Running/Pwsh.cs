using System.Diagnostics;
using System.Text;
using AbuseServerless.Local;

namespace AbuseServerless.Module.Tests.Running;

/// <summary>Runs scripts in a PowerShell process of its own, the built module at hand.</summary>
internal static class Pwsh
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>The folder that operators import.</summary>
    public static string ModuleFolder { get; } = Path.Combine(Repository.Root, "module", "out", "AbuseServerless");

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
        var start = new ProcessStartInfo("dotnet", ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-File", file])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MODULE"] = ModuleFolder;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new PwshResult(await output, await errors, process.ExitCode);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The script did not end within {Limit}.");
        }
    }
}
