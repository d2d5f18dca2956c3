using System.Diagnostics;
using System.Text;

namespace AbuseServerless.Testing;

/// <summary>A program that ran to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Out">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record FinishedProgram(int ExitCode, string Out, string Error)
{
    /// <summary>Output lines that hold something.</summary>
    public IReadOnlyList<string> Lines => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Runs a program.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it works; the root of the checkout by default.</param>
    /// <param name="environment">Further environment variables.</param>
    /// <param name="limit">Against hanging only; <see cref="Eventually.Limit"/> by default.</param>
    /// <exception cref="TimeoutException">It did not end, and was killed.</exception>
    public static async Task<FinishedProgram> RunAsync(
        string file, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder ?? RepositoryRoot.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        // What the test runner says of itself to MSBuild is not for builds of their own.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(limit ?? Eventually.Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new FinishedProgram(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} did not end within {limit ?? Eventually.Limit}.");
        }
    }

    /// <summary>The same, where it must end with 0.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public FinishedProgram Succeeded() => ExitCode == 0 ? this : throw new InvalidOperationException($"Exit code {ExitCode}: {Out}{Error}");
}
