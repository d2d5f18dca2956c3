using System.ComponentModel;
using System.Diagnostics;

namespace AbuseServerless.Gate.Processes;

/// <summary>A program of the mail server, run to its end. No shell reads its arguments.</summary>
internal static class Tool
{
    /// <summary>Runs it.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its arguments, each as it is.</param>
    /// <param name="input">What it is to read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="IOException">It failed; the message holds the last line of what it said.</exception>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        var (code, output, said) = await FinishAsync(program, arguments, input, cancellationToken).ConfigureAwait(false);
        return code == 0 ? output : throw new IOException($"{program} ended with {code}. {LastLine(said)}");
    }

    /// <summary>Runs it, whatever its exit code.</summary>
    /// <returns>Its exit code, what it wrote, and what it wrote to standard error.</returns>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<(int Code, string Output, string Errors)> FinishAsync(string program, IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var said = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await said.ConfigureAwait(false));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
}
