using System.Text.Json;

namespace AbuseServerless.Benchmarks.Module;

/// <summary>Runs a script beside this file in the checkout's <c>pwsh</c>, with the built module at hand; its output is one JSON object.</summary>
internal static class PwshScript
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="InvalidOperationException">The script failed; the message holds its errors.</exception>
    /// <exception cref="JsonException">It printed no such object.</exception>
    public static async Task<T> RunAsync<T>(string script, Dictionary<string, string> environment)
    {
        (await FinishedProgram.RunAsync("dotnet", ["tool", "restore"])).Succeeded();
        environment["MODULE"] = Pwsh.ModuleFolder;
        string[] arguments = ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "Module", script)];
        var ran = (await FinishedProgram.RunAsync("dotnet", arguments, environment: environment, limit: TimeSpan.FromHours(2))).Succeeded();
        return JsonSerializer.Deserialize<T>(ran.Out, Json) ?? throw new JsonException("null");
    }
}
