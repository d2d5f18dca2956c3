using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AbuseServerless.Mail.Tests.Logs;

/// <summary>A real Exim takes logins and messages, delivers to a server that refuses some recipients, and its own log is read.</summary>
public sealed class RealEximTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("exim-").FullName;
    private readonly TcpListener _sink = new(IPAddress.Any, 0);
    private Process? _exim;

    [Fact]
    public async Task Its_log_tells_logins_with_recipients_and_deliveries_of_the_account()
    {
        Assert.SkipUnless(Exim is not null, "A runnable exim4 with PROXY support is missing (.ci/install-mail-servers fetches Debian's).");
        var outside = RealServer.Outside();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        _sink.Start();
        _ = Task.Run(() => Sink.ServeAsync(_sink, limit.Token), limit.Token);
        var port = await StartAsync(outside, limit.Token);

        await SessionAsync(port, "81.2.69.142", "alice@rig.test", "secret", ["bob@gmail.com", "bad@yahoo.com", "slow@outlook.com"], limit.Token);
        await SessionAsync(port, "200.147.3.157", "alice@rig.test", "wrong", [], limit.Token);
        await SessionAsync(port, "2001:db8::7", "x) [6.6.6.6]: 535 (set_id=victim", "wrong", [], limit.Token);
        await SessionAsync(port, "8.8.8.8", "alice@rig.test", "secret", [], limit.Token);
        await SessionAsync(port, "200.147.3.157", "xé@rig.test", "secret", [], limit.Token);
        await SessionAsync(port, "200.147.3.157", "xé@rig.test", "wrong", [], limit.Token);

        string[] expected =
        [
            "alice@rig.test 81.2.69.142 ok for 3",
            "alice@rig.test 200.147.3.157 failed",
            "x) [6.6.6.6]: 535 (set_id=victim 2001:db8::7 failed",
            "alice@rig.test 8.8.8.8 ok",
            "xé@rig.test 200.147.3.157 ok",
            "xé@rig.test 200.147.3.157 failed",
            $"gmail.com Sent 2.0.0 by {outside} of alice@rig.test",
            $"yahoo.com Bounced 5.1.1 by {outside} of alice@rig.test",
            $"outlook.com Deferred 4.2.1 by {outside} of alice@rig.test",
        ];
        var told = Array.Empty<string>();
        while (expected.Except(told).Any() && !limit.IsCancellationRequested)
        {
            await Task.Delay(100, CancellationToken.None);
            told = File.Exists(Of("log/mainlog")) ? [.. Told.By(File.ReadLines(Of("log/mainlog")))] : [];
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (_exim is not null)
        {
            _exim.Kill(entireProcessTree: true);
            await _exim.WaitForExitAsync(CancellationToken.None);
            _exim.Dispose();
        }

        _sink.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Where .ci/install-mail-servers unpacks it, since it cannot be installed beside Postfix.
    private static string? Exim { get; } = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? Array.Find(["/opt/exim/usr/sbin/exim4", "/usr/sbin/exim4"], IsRunnable) : null;

    private static bool IsRunnable(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(path, ["-C", "/dev/null", "-bV"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && said.Contains("PROXY", StringComparison.OrdinalIgnoreCase);
    }

    private static void Allow(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private async Task<int> StartAsync(IPAddress outside, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["spool", "log"])
        {
            Directory.CreateDirectory(Of(name));
            Allow(Of(name), (UnixFileMode)0b111_111_111);
        }

        Allow(_folder, (UnixFileMode)0b111_101_101);
        var port = FreePort.Find();
        await File.WriteAllTextAsync(Of("exim.conf"), $$$"""
            exim_path = {{{Exim}}}
            primary_hostname = mx1.rig.test
            spool_directory = {{{Of("spool")}}}
            log_file_path = {{{Of("log")}}}/%slog
            local_interfaces = 127.0.0.1
            keep_environment =
            tls_advertise_hosts =
            rfc1413_hosts =
            hosts_proxy = 127.0.0.1
            acl_smtp_rcpt = check
            log_selector = +received_recipients +incoming_port +smtp_no_mail +subject +pid +smtp_confirmation
            begin acl
            check:
              accept authenticated = *
              deny
            begin routers
            out:
              driver = manualroute
              transport = remote_smtp
              route_list = * {{{outside}}}
              self = send
            begin transports
            remote_smtp:
              driver = smtp
              port = {{{((IPEndPoint)_sink.LocalEndpoint).Port}}}
            begin retry
            * * F,2h,1h
            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              server_prompts = :
              server_condition = ${if eq{$auth3}{secret}}
              server_set_id = $auth2
            """, cancellationToken);
        _exim = Process.Start(new ProcessStartInfo(Exim!, ["-C", Of("exim.conf"), "-bdf", "-oX", port.ToString(CultureInfo.InvariantCulture), "-oP", Of("pid")]))!;
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return port;
            }
            catch (SocketException) when (!_exim.HasExited)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    // The address is the one that a proxy in front would tell.
    private static async Task SessionAsync(int port, string address, string user, string password, string[] recipients, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        await using var stream = client.GetStream();
        var family = address.Contains(':', StringComparison.Ordinal) ? ("TCP6", "2001:db8::25") : ("TCP4", "192.0.2.25");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"PROXY {family.Item1} {address} {family.Item2} 40000 587\r\n"), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await AnswerAsync(reader, cancellationToken);
        string[] message = recipients.Length == 0 ? [] : ["MAIL FROM:<alice@rig.test>", .. recipients.Select(recipient => $"RCPT TO:<{recipient}>"), "DATA", "Subject: a for b c A=plain:victim\r\n\r\nx\r\n."];
        foreach (var command in (string[])["EHLO laptop", "AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}")), .. message, "QUIT"])
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(command + "\r\n"), cancellationToken);
            await AnswerAsync(reader, cancellationToken);
        }
    }

    private static async Task AnswerAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is [_, _, _, '-', ..])
        {
        }
    }

    private string Of(string name) => Path.Combine(_folder, name);
}
