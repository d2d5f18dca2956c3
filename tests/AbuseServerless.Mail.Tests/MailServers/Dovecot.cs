using System.Net.Sockets;
using System.Text;
using AbuseServerless.Local.FunctionsHost.Processes;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>A private Dovecot that answers Postfix's logins and asks a policy server about each.</summary>
internal sealed class Dovecot : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ChildProcess _master;

    private Dovecot(ChildProcess master) => _master = master;

    /// <summary>Starts it, and waits until it answers logins.</summary>
    /// <param name="package">Which one.</param>
    /// <param name="folder">Where everything is kept.</param>
    /// <param name="mailboxes">Where subscribers read their mail; null for nowhere.</param>
    /// <param name="relay">Port of Postfix.</param>
    /// <param name="policy">Whom it asks.</param>
    /// <param name="users">The accounts.</param>
    /// <param name="password">The password of each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Dovecot> StartAsync(
        DovecotPackage package, PrivateFolder folder, MailboxPorts? mailboxes, int relay, PolicyServerAddress policy, IEnumerable<string> users, string password, CancellationToken cancellationToken)
    {
        await File.WriteAllLinesAsync(folder.Of("users"), users.Select(user => $"{user}:{{PLAIN}}{password}::::::"), cancellationToken);
        await folder.ConfigureAsync(
            "dovecot.conf",
            $"dovecot-{package.Version}.conf",
            [
                ("instance", Path.GetFileName(folder.Path)),
                ("policy", policy.SettingsOf(package.Version)),
                ("mailboxes", mailboxes is null ? "protocols =" : await mailboxes.ConfigureAsync(folder, package.Version, relay, cancellationToken)),
            ],
            cancellationToken);
        var dovecot = new Dovecot(ChildProcess.Start(package.Command("-F", "-c", $"{folder.Inside}/dovecot.conf")));
        try
        {
            while (!await IsReadyAsync(folder.Of("queue/private/auth"), cancellationToken))
            {
                if (dovecot._master.Exited.IsCompleted)
                {
                    throw new InvalidOperationException($"Dovecot ended at start.\n{dovecot._master.RecentOutput}\n{folder.RecentLog()}");
                }

                await Task.Delay(100, cancellationToken);
            }

            return dovecot;
        }
        catch
        {
            await dovecot.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await _master.StopAsync("TERM", Grace);

    // It accepts connections before it can answer them; the end of its greeting says that it can.
    private static async Task<bool> IsReadyAsync(string path, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            await using var stream = new NetworkStream(socket);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await stream.WriteAsync("VERSION\t1\t1\nCPID\t1\n"u8.ToArray(), cancellationToken);
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line == "DONE")
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // Not there yet.
        }

        return false;
    }
}
