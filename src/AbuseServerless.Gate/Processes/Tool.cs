using System.ComponentModel;
using System.Diagnostics;

namespace AbuseServerless.Gate.Processes;

/// <summary>A program of the mail server, run to its end. No shell reads its arguments.</summary>
internal static class Tool
{
    // One that hangs is not to keep mail of others from being held. What it had done by then is found out, and the rest is tried again.
    private static readonly TimeSpan MaximumTime = TimeSpan.FromMinutes(1);

    /// <summary>Runs it, for a minute at the most.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="IOException">It failed or did not end; the message holds the last line of what it said.</exception>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static Task<string> RunAsync(string program, IEnumerable<string> arguments, string input, CancellationToken cancellationToken) =>
        RunAsync(program, arguments, input, MaximumTime, cancellationToken);

    /// <summary>Runs it.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its arguments, each as it is.</param>
    /// <param name="input">What it is to read.</param>
    /// <param name="longest">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="IOException">It failed or did not end; the message holds the last line of what it said.</exception>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input, TimeSpan longest, CancellationToken cancellationToken)
    {
        var (code, output, said) = await FinishAsync(program, arguments, input, longest, cancellationToken).ConfigureAwait(false);
        return code == 0 ? output : throw new IOException($"{program} ended with {code}. {LastLine(said)}");
    }

    /// <summary>Runs it, whatever its exit code, for a minute at the most.</summary>
    /// <returns>Its exit code, what it wrote, and what it wrote to standard error.</returns>
    /// <exception cref="IOException">It did not end. It was stopped if this process may do that.</exception>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static Task<(int Code, string Output, string Errors)> FinishAsync(string program, IEnumerable<string> arguments, string input, CancellationToken cancellationToken) =>
        FinishAsync(program, arguments, input, MaximumTime, cancellationToken);

    /// <summary>Runs it for so long at the most.</summary>
    internal static async Task<(int Code, string Output, string Errors)> FinishAsync(string program, IEnumerable<string> arguments, string input, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var said = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token).ConfigureAwait(false);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await said.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{program} did not end within {Quantity.Of(longest.TotalSeconds, "second")}.");
        }
        finally
        {
            if (!process.HasExited)
            {
                TryKill(process);
            }
        }
    }

    // A program that has become another user may not be stopped by one without that right. It ends by itself.
    private static void TryKill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is AggregateException or Win32Exception or InvalidOperationException)
        {
            // It goes on, or has ended meanwhile.
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
}
