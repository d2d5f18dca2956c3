using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Local.Processes;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>A private Exim that takes submissions on loopback, keeps them in its queue, and delivers to a file when it is told to.</summary>
internal sealed class Exim : IAsyncDisposable
{
    private const string Password = "correct horse";

    // Where .ci/install-mail-servers unpacks it, since it cannot be installed beside Postfix.
    private static readonly string[] Places = ["/opt/exim/usr/sbin/exim4", "/usr/sbin/exim4"];

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly string _folder;
    private readonly int _port;
    private readonly ChildProcess _daemon;

    private Exim(string folder, int port)
    {
        (_folder, _port) = (folder, port);
        _daemon = ChildProcess.Start(new ChildCommand(Program, ["-bdf", "-oX", port.ToString(CultureInfo.InvariantCulture), "-oP", Path.Combine(folder, "pid")]));
    }

    /// <summary>Exim with this configuration, as a program.</summary>
    public string Program => Path.Combine(_folder, "exim");

    /// <summary>What was delivered: the whole messages, one after another.</summary>
    public string Delivered => File.Exists(Path.Combine(_folder, "delivered/mail")) ? File.ReadAllText(Path.Combine(_folder, "delivered/mail")) : "";

    /// <summary>Its log.</summary>
    public string Log => File.Exists(Path.Combine(_folder, "log/mainlog")) ? File.ReadAllText(Path.Combine(_folder, "log/mainlog")) : "";

    /// <summary>Skips the present test where no Exim can be started.</summary>
    public static void Require() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Array.Exists(Places, File.Exists), "exim4 is missing, or this is not root (.ci/install-mail-servers unpacks Debian's exim4-daemon-heavy).");

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="split">Whether its queue has folders by a letter of the queue id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Exim> StartAsync(bool split, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("exim-").FullName;
        Allow(folder, "755");
        foreach (var name in (string[])["spool", "log", "delivered"])
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            await RunAsync("/usr/bin/chown", ["Debian-exim", Path.Combine(folder, name)]);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "exim.conf"), $$$"""
            primary_hostname = mx1.rig.test
            spool_directory = {{{folder}}}/spool
            log_file_path = {{{folder}}}/log/%slog
            split_spool_directory = {{{(split ? "true" : "false")}}}
            local_interfaces = 127.0.0.1
            keep_environment =
            tls_advertise_hosts =
            rfc1413_hosts =
            queue_only = true
            acl_smtp_rcpt = check
            begin acl
            check:
              warn set acl_m_note = $sender_helo_name\n-auth_id victim@example.test
              accept authenticated = *
              deny
            begin routers
            out:
              driver = accept
              transport = file
            begin transports
            file:
              driver = appendfile
              file = {{{folder}}}/delivered/mail
              user = Debian-exim
            begin retry
            * * F,2h,1h
            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              server_prompts = :
              server_condition = ${if eq{$auth3}{{{{Password}}}}}
              server_set_id = $auth2
            """, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "exim"), $"#!/bin/sh\nexec {Array.Find(Places, File.Exists)} -C {folder}/exim.conf \"$@\"\n", cancellationToken);
        Allow(Path.Combine(folder, "exim"), "755");
        var exim = new Exim(folder, LoopbackPort.Free());
        try
        {
            while (!await exim.AcceptsAsync(cancellationToken))
            {
                Assert.False(exim._daemon.Exited.IsCompleted, $"Exim ended at start.\n{exim._daemon.RecentOutput}\n{exim.Log}");
                await Task.Delay(100, cancellationToken);
            }

            return exim;
        }
        catch
        {
            await exim.DisposeAsync();
            throw;
        }
    }

    /// <summary>Logs in and sends messages.</summary>
    /// <returns>Their queue ids.</returns>
    public async Task<string[]> SendAsync(string account, int count, CancellationToken cancellationToken)
    {
        await using var session = await SmtpSession.OpenAsync(_port, null, cancellationToken);
        Assert.Equal(SmtpReply.LoggedIn, (await session.LogInAsync(account, Password, cancellationToken)).Code);
        var ids = new string[count];
        for (var i = 0; i < count; i++)
        {
            var reply = await session.SendAsync("shared@example.test", $"friend{i}@example.org", cancellationToken);
            Assert.Equal(SmtpReply.Done, reply.Code);
            ids[i] = reply.Text.Split("id=")[1].Trim();
        }

        return ids;
    }

    /// <summary>Runs the program on messages.</summary>
    public Task RunAsync(params string[] arguments) => RunAsync(Program, arguments);

    /// <summary>The queue ids of messages that are frozen, or are not, as Exim itself lists them.</summary>
    public IReadOnlyList<string> Queued(bool frozen)
    {
        using var list = Process.Start(new ProcessStartInfo(Program, ["-bpr"]) { RedirectStandardOutput = true })!;
        var lines = list.StandardOutput.ReadToEnd().Split('\n');
        list.WaitForExit();
        Assert.Equal(0, list.ExitCode);
        return [.. from line in lines where line.Contains("<shared@example.test>", StringComparison.Ordinal) && line.Contains("*** frozen ***", StringComparison.Ordinal) == frozen select line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]];
    }

    /// <summary>A file of a message: <c>H</c> for its envelope and headers, <c>D</c> for its text, which Exim locks while it works on it.</summary>
    public string FileOf(string id, char kind) => Directory.GetFiles(Path.Combine(_folder, "spool/input"), $"{id}-{kind}", SearchOption.AllDirectories).Single();

    public async ValueTask DisposeAsync()
    {
        await _daemon.StopAsync("TERM", Grace);
        Directory.Delete(_folder, recursive: true);
    }

    private static void Allow(string path, string mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        }
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        await using var child = ChildProcess.Start(new ChildCommand(program, arguments));
        Assert.True(await child.Exited == 0, $"{program} {string.Join(' ', arguments)} failed.\n{child.RecentOutput}");
    }

    private async Task<bool> AcceptsAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", _port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
