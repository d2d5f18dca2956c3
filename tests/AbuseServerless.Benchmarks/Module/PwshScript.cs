using System.Diagnostics;
using System.Text.Json;
using AbuseServerless.Local;

namespace AbuseServerless.Benchmarks.Module;

/// <summary>Runs a script beside this file in the checkout's <c>pwsh</c>, with the built module at hand; its output is one JSON object.</summary>
internal static class PwshScript
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="InvalidOperationException">The script failed; the message holds its errors.</exception>
    /// <exception cref="JsonException">It printed no such object.</exception>
    public static async Task<T> RunAsync<T>(string script, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        await StartAsync(["tool", "restore"], [], cancellationToken);
        environment["MODULE"] = Path.Combine(Repository.Root, "module", "out", "AbuseServerless");
        string[] arguments = ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "Module", script)];
        return JsonSerializer.Deserialize<T>(await StartAsync(arguments, environment, cancellationToken), Json) ?? throw new JsonException("null");
    }

    private static async Task<string> StartAsync(string[] arguments, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed: {await errors}");
    }
}
