using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Mail.Tests.MailServers;

namespace AbuseServerless.Mail.Tests.Shippers;

/// <summary>Debian's rsyslog with what docs/deployment.md tells operators to put into it, in a folder of its own, which outlives it.</summary>
internal sealed partial class Rsyslog : IAsyncDisposable
{
    public const string HostName = "mx1.rig.test";
    private const string Program = "/usr/sbin/rsyslogd";
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);
    private readonly ChildProcess _rsyslogd;
    private readonly TemporaryFolder _folder;

    private Rsyslog(ChildProcess rsyslogd, TemporaryFolder folder) => (_rsyslogd, _folder) = (rsyslogd, folder);

    /// <summary>Skips the present test, with the reason, where it or a broker cannot be had.</summary>
    public static void Require()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "rsyslog is started on Linux only.");
        var isThere = File.Exists(Program) && File.Exists(KafkaBroker.Kcat) && Directory.EnumerateFiles("/usr/lib", "omkafka.so", SearchOption.AllDirectories).Any();
        Assert.SkipUnless(isThere, "rsyslog, its omkafka or kcat is missing (Debian: apt-get install rsyslog rsyslog-kafka kcat).");
    }

    /// <summary>Starts it, and waits until it takes lines.</summary>
    /// <param name="folder">Where it keeps what it could not send.</param>
    /// <param name="broker">Where it sends events.</param>
    public static async Task<Rsyslog> StartAsync(TemporaryFolder folder, KafkaBroker broker)
    {
        // Around it stands what Debian's rsyslog.conf has: the socket, the folder of queues, and the log.
        await File.WriteAllTextAsync(folder["rsyslog.conf"], $"""
            global(workDirectory="{folder.Path}" localHostname="{HostName}")
            module(load="imuxsock" sysSock.use="off")
            input(type="imuxsock" socket="{folder["socket"]}")
            {Documented(folder, broker)}
            *.* action(type="omfile" file="{folder["log"]}")

            """, TestContext.Current.CancellationToken);
        (await FinishedProgram.RunAsync(Program, ["-N1", "-f", folder["rsyslog.conf"]])).Succeeded();
        File.Delete(folder["socket"]);
        var rsyslog = new Rsyslog(ChildProcess.Start(new ChildCommand(Program, ["-n", "-f", folder["rsyslog.conf"], "-i", folder["pid"]])), folder);
        await Eventually.HoldsAsync(() => File.Exists(folder["socket"]) || rsyslog._rsyslogd.Exited.IsCompleted, () => rsyslog.Said, TestContext.Current.CancellationToken);
        Assert.False(rsyslog._rsyslogd.Exited.IsCompleted, rsyslog.Said);
        return rsyslog;
    }

    /// <summary>What it complained about.</summary>
    public string Said => _rsyslogd.RecentOutput;

    /// <summary>Says lines to it as Postfix does, and waits until it has them.</summary>
    /// <param name="lines">Each a tag and what is said.</param>
    public async Task TakeAsync(params IReadOnlyCollection<string> lines)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_folder["socket"]), TestContext.Current.CancellationToken);
        foreach (var line in lines)
        {
            // Facility mail, level info, and a time, which rsyslog replaces by its own.
            await socket.SendAsync(Encoding.UTF8.GetBytes($"<22>Nov 24 01:01:00 {line}"), SocketFlags.None, TestContext.Current.CancellationToken);
        }

        var last = lines.Last();
        await Eventually.HoldsAsync(() => File.Exists(_folder["log"]) && File.ReadAllText(_folder["log"]).Contains(last, StringComparison.Ordinal), () => Said, TestContext.Current.CancellationToken);
    }

    /// <summary>Ends as when the machine is shut down: what is not sent is written to the folder.</summary>
    public async ValueTask DisposeAsync() => Assert.True(await _rsyslogd.StopAsync("TERM", Grace), Said);

    // As written, but for the broker, where it keeps what failed, and the sign-in, which this broker does not know.
    private static string Documented(TemporaryFolder folder, KafkaBroker broker)
    {
        var settings = DocumentedSettings.OfShipper("**rsyslog**");
        Assert.Contains("EVENTHUBS_HOST:9093", settings, StringComparison.Ordinal);
        Assert.Contains("/var/spool/rsyslog/", settings, StringComparison.Ordinal);
        Assert.Single(SignIn().Matches(settings));
        return SignIn().Replace(settings, "").Replace("EVENTHUBS_HOST:9093", broker.Address, StringComparison.Ordinal).Replace("/var/spool/rsyslog/", folder.Path + "/", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^ +confParam=\[\n(?: +""(?:security|sasl)\.[^\n]*\n)+ +\]\n", RegexOptions.Multiline)]
    private static partial Regex SignIn();
}
