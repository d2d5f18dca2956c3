using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Following;

/// <summary>A journald of its own, in a namespace, which only root may start.</summary>
public sealed class JournalTests : IAsyncLifetime
{
    private const string Journald = "/lib/systemd/systemd-journald";

    private readonly Cloud _cloud = new();
    private readonly TemporaryFolder _data = new();
    private readonly string _namespace = $"abse{Guid.NewGuid():N}"[..12];
    private Process? _journald;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Run => $"/run/systemd/journal.{_namespace}";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Journald) && Environment.UserName == "root", "systemd-journald is not there, or this is not root.");
        await _cloud.InitializeAsync();
        Directory.CreateDirectory(Run);
        _journald = Process.Start(Journald, [_namespace]);
        await Eventually.HoldsAsync(() => Task.FromResult(File.Exists($"{Run}/socket")));
    }

    public async ValueTask DisposeAsync()
    {
        if (_journald is not null)
        {
            _journald.Kill();
            await _journald.WaitForExitAsync(CancellationToken.None);
            _journald.Dispose();
            await _cloud.DisposeAsync();
            string[] places = ["/run/log/journal", "/var/log/journal"];
            foreach (var folder in places.Where(Directory.Exists).SelectMany(Directory.GetDirectories).Where(folder => folder.EndsWith(_namespace, StringComparison.Ordinal)))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.Delete(Run, recursive: true);
        }

        _data.Dispose();
    }

    [Fact]
    public async Task The_journal_is_read_on_after_a_kill_and_each_login_told_once()
    {
        for (var i = 0; i < 20; i++)
        {
            Log(i);
        }

        await using (var gate = await StartAsync())
        {
            // What the hub has answered but the spool not noted yet would be published again.
            await Eventually.HoldsAsync(async () => Logins().Count >= 20 && (await gate.HealthAsync()).Contains("\"eventsWaiting\":0", StringComparison.Ordinal), () => gate.Output);
            Assert.Contains($"\"path\":\"journal --namespace={_namespace} SYSLOG_FACILITY=2\"", await gate.HealthAsync(), StringComparison.Ordinal);
            await gate.KillAsync();
        }

        for (var i = 20; i < 40; i++)
        {
            Log(i);
        }

        await using (var gate = await StartAsync())
        {
            await Eventually.HoldsAsync(() => Task.FromResult(Logins().Distinct().Count() >= 40), () => gate.Output);
            Assert.True(await gate.StopAsync());
        }

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"user{i}@rig.test").Order(StringComparer.Ordinal), Logins().Order(StringComparer.Ordinal));
    }

    // As Postfix does it by syslog; the other facility is none of mail's.
    private void Log(int number)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        foreach (var facility in (int[])[2, 3])
        {
            socket.SendTo(
                Encoding.UTF8.GetBytes($"SYSLOG_FACILITY={facility}\nSYSLOG_IDENTIFIER=postfix/smtpd\nSYSLOG_PID=7\nMESSAGE=NOQUEUE: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=user{number}{(facility == 2 ? "" : "x")}@rig.test\n"),
                new UnixDomainSocketEndPoint($"{Run}/socket"));
        }
    }

    private Task<GateProcess> StartAsync() => GateProcess.StartAsync(
        new Dictionary<string, string>(_cloud.Settings) { ["Gate:Data"] = _data.Path, ["Gate:Follow:0:Journal"] = $"--namespace={_namespace} SYSLOG_FACILITY=2" },
        Cancellation);

    private List<string> Logins() => [.. _cloud.Events().Select(login => login.Event.Account.Value)];
}
