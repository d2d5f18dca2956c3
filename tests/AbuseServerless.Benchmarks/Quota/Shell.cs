using System.Net.Sockets;
using AbuseServerless.Local.FunctionsHost.Processes;

namespace AbuseServerless.Benchmarks.Quota;

/// <summary>Small things that a shell does best.</summary>
internal static class Shell
{
    /// <summary>Runs a command.</summary>
    /// <returns>The last lines of its output.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string command, CancellationToken cancellationToken)
    {
        await using var shell = ChildProcess.Start(new ChildCommand("/bin/sh", ["-c", command]));
        return await shell.Exited.WaitAsync(cancellationToken) == 0 ? shell.RecentOutput.Trim() : throw new InvalidOperationException($"{command}: {shell.RecentOutput}");
    }

    /// <summary>The version of one of Debian's packages; null where it is not installed.</summary>
    public static async Task<string?> VersionAsync(string package, CancellationToken cancellationToken) =>
        await RunAsync($"dpkg-query -W -f='${{db:Status-Status}} ${{Version}}\\n' {package} 2>/dev/null || true", cancellationToken) is var line && line.StartsWith("installed ", StringComparison.Ordinal)
            ? line["installed ".Length..] : null;

    /// <summary>Waits until a process takes connections.</summary>
    /// <exception cref="InvalidOperationException">It ended.</exception>
    public static async Task UntilListeningAsync(int port, ChildProcess? process, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                if (process is { Exited.IsCompleted: true })
                {
                    throw new InvalidOperationException($"It ended at start: {process.RecentOutput}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }
    }
}
