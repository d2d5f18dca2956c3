using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AbuseServerless.Benchmarks.Gate;

/// <summary>The load driver <c>wrk</c> (a package of Debian), with the requests of Dovecot.</summary>
internal static class Wrk
{
    // Formats all requests before it begins, and prints what it measured as one line of JSON.
    private const string Script = """
        local requests, at = {}, 0
        function init(args)
          local command, accounts = args[1], tonumber(args[2])
          local headers = { ["Content-Type"] = "application/json", ["User-Agent"] = "dovecot/auth-policy-client" }
          local outcome = command == "report" and ',"success":true,"policy_reject":false' or ""
          for i = 1, accounts do
            local body = string.format(
              '{"device_id":"","login":"user%d@rig.test","protocol":"smtp","pwhash":"06ca","remote":"81.2.%d.%d","session_id":"","tls":false%s}',
              i, i / 250 % 250, i % 250 + 1, outcome)
            requests[i] = wrk.format("POST", "/?command=" .. command, headers, body)
          end
        end
        function request()
          at = at % #requests + 1
          return requests[at]
        end
        function done(summary, latency, requests)
          io.write(string.format(
            'RESULT {"requests":%d,"microseconds":%d,"status":%d,"socket":%d,"p50":%d,"p90":%d,"p99":%d,"max":%d}\n',
            summary.requests, summary.duration, summary.errors.status,
            summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
            latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max))
        end
        """;

    /// <summary>Whether it is installed.</summary>
    public static bool IsThere => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "wrk")));

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds its output.</exception>
    public static async Task<WrkResult> RunAsync(Uri gate, GateSettings settings, int seconds, CancellationToken cancellationToken)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script, cancellationToken);
            string[] arguments =
            [
                "-t1", Text("-c", settings.Connections), Text("-d", seconds), "-s", script, gate.ToString(), "--", settings.Command, Text("", settings.Accounts),
            ];
            using var process = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var at = output.IndexOf("RESULT ", StringComparison.Ordinal);
            return at >= 0
                ? JsonSerializer.Deserialize<WrkResult>(output.AsSpan(at + 7), JsonSerializerOptions.Web)!
                : throw new InvalidOperationException($"wrk failed: {output}{await error}");
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string Text(string option, int value) => option + value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What it measured; latencies in microseconds.</summary>
internal sealed record WrkResult(long Requests, long Microseconds, long Status, long Socket, long P50, long P90, long P99, long Max);
