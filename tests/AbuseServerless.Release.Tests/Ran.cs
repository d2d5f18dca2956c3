using System.Diagnostics;

namespace AbuseServerless.Release.Tests;

/// <summary>A program that ran to its end.</summary>
internal sealed record Ran(int ExitCode, string Out, string Error)
{
    /// <summary>Output and error lines that hold something.</summary>
    public IReadOnlyList<string> Lines => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    public static async Task<Ran> RunAsync(string file, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? MadeRelease.Root };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        // What the test runner says of itself to MSBuild is not for builds of their own.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ran(process.ExitCode, await output, await error);
    }

    /// <summary>The same, where it must end with 0.</summary>
    public Ran Succeeded()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}: {Out}{Error}");
        return this;
    }
}
