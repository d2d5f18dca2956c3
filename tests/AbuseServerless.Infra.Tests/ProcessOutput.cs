using System.Diagnostics;

namespace AbuseServerless.Infra.Tests;

/// <summary>What a program that ran to its end wrote.</summary>
internal sealed record ProcessOutput(int ExitCode, string Out, string Error)
{
    public static async Task<ProcessOutput> OfAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Local.Repository.Root };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProcessOutput(process.ExitCode, await output, await error);
    }
}
