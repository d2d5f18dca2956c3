using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace AbuseServerless.Testing;

/// <summary>A PowerShell process that runs one script after another. It ends with its standard input: with the tests.</summary>
internal sealed class PwshSession : IDisposable
{
    // What a script may leave to the next one: it works in a scope of its own, the rest is of the process.
    private static readonly string TidyUp =
        $"[cultureinfo]::CurrentCulture = '{CultureInfo.CurrentCulture.Name}'; Get-Job | Remove-Job -Force; if (Get-Module AbuseServerless) {{ Disconnect-GeoAbuse }}; Set-Location {Quoted(RepositoryRoot.Path)}; $Error.Clear()";

    private readonly Process _process;

    private PwshSession(Process process) => _process = process;

    /// <summary>Starts one.</summary>
    /// <param name="program">PowerShell.</param>
    /// <param name="environment">Further environment variables.</param>
    public static PwshSession Start(string program, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, "-NoProfile", "-NonInteractive", "-Command", "-"])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new PwshSession(Process.Start(start)!);
    }

    /// <summary>Runs a script.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="environment">Environment variables while it runs.</param>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public async Task<PwshResult> RunAsync(string file, (string Name, string Value)[] environment)
    {
        foreach (var (name, value) in environment)
        {
            await SayAsync(Set(name, value));
        }

        var end = $"<{Guid.NewGuid():N}>";
        await SayAsync($"& {Quoted(file)}");
        await SayAsync($"[Console]::Out.Write('{end}'); [Console]::Error.Write('{end}')");
        foreach (var (name, _) in environment)
        {
            await SayAsync(Set(name, _process.StartInfo.Environment.TryGetValue(name, out var before) ? before : null));
        }

        await SayAsync(TidyUp);
        using var patience = new CancellationTokenSource(Eventually.Limit);
        try
        {
            var output = ReadAsync(_process.StandardOutput, end, patience.Token);
            var errors = ReadAsync(_process.StandardError, end, patience.Token);
            return new PwshResult(await output, await errors, ExitCode: null);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The script did not end within {Eventually.Limit}.");
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string Set(string name, string? value) => $"[Environment]::SetEnvironmentVariable({Quoted(name)}, {(value is null ? "$null" : Encoded(value))})";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    // On one line, whatever it holds.
    private static string Encoded(string value) => $"[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}'))";

    private static async Task<string> ReadAsync(StreamReader stream, string end, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (text.Length < end.Length || text.ToString(text.Length - end.Length, end.Length) != end)
        {
            var read = await stream.ReadAsync(buffer, cancellation);
            if (read == 0)
            {
                throw new InvalidOperationException($"PowerShell ended: {text}");
            }

            text.Append(buffer, 0, read);
        }

        return text.ToString(0, text.Length - end.Length);
    }

    private async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }
}
