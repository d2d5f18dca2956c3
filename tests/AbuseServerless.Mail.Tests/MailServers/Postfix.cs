using System.Globalization;
using System.Net.Sockets;
using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Local.Processes;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>A private Postfix that takes submissions on loopback.</summary>
internal sealed class Postfix : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ChildProcess _master;

    private Postfix(ChildProcess master, int port)
    {
        _master = master;
        Port = port;
    }

    /// <summary>Where it takes submissions, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Makes its folders, in which Dovecot is to put its socket.</summary>
    /// <param name="folder">Where everything is kept.</param>
    /// <param name="gate">Whom it asks about each message; null for nobody.</param>
    /// <param name="defers">Whether it delivers nothing and tries again later.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The port it is going to have.</returns>
    public static async Task<int> PrepareAsync(PrivateFolder folder, GateAddress? gate, bool defers, CancellationToken cancellationToken)
    {
        var port = LoopbackPort.Free();
        await folder.ConfigureAsync("postfix/main.cf", "main.cf", [("gate", gate?.Settings ?? "abuse_gate ="), ("deferred", defers ? "defer_transports = discard" : "")], cancellationToken);
        await folder.ConfigureAsync("postfix/master.cf", "master.cf", [("port", port.ToString(CultureInfo.InvariantCulture))], cancellationToken);
        Directory.CreateDirectory(folder.Of("queue"));
        await RunAsync(new ChildCommand("/usr/bin/install", ["-d", "-o", "postfix", folder.Of("data")]), cancellationToken);
        await RunAsync(new ChildCommand(MailPackages.PostfixCommand, ["-c", folder.Of("postfix"), "check"]), cancellationToken);
        return port;
    }

    /// <summary>Starts it, once the login service is there, and waits until it answers.</summary>
    public static async Task<Postfix> StartAsync(PrivateFolder folder, int port, CancellationToken cancellationToken)
    {
        var postfix = new Postfix(ChildProcess.Start(new ChildCommand(MailPackages.PostfixMaster, ["-c", folder.Of("postfix"), "-s"])), port);
        try
        {
            while (!await AcceptsAsync(port, cancellationToken))
            {
                if (postfix._master.Exited.IsCompleted)
                {
                    throw new InvalidOperationException($"Postfix ended at start.\n{postfix._master.RecentOutput}\n{folder.RecentLog()}");
                }

                await Task.Delay(100, cancellationToken);
            }

            return postfix;
        }
        catch
        {
            await postfix.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await _master.StopAsync("TERM", Grace);

    private static async Task<bool> AcceptsAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task RunAsync(ChildCommand command, CancellationToken cancellationToken)
    {
        await using var child = ChildProcess.Start(command);
        var code = await child.Exited.WaitAsync(cancellationToken);
        Assert.True(code == 0, $"{command.Executable} {string.Join(' ', command.Arguments)} ended with {code}.\n{child.RecentOutput}");
    }
}
