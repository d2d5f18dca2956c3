using System.Globalization;
using AbuseServerless.Mail.Tests.Smtp;
using MailKit;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>A real Postfix and a real Dovecot, private to the tests.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private const string Password = "correct horse";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(10);

    private readonly PrivateFolder _folder;
    private readonly DovecotPackage _package;
    private Dovecot? _dovecot;
    private Postfix? _postfix;
    private MailboxPorts? _mailboxes;
    private int _accounts;

    private MailServer(PrivateFolder folder, DovecotPackage package) => (_folder, _package) = (folder, package);

    /// <summary>The ids of all its processes.</summary>
    public IReadOnlyList<int> Processes => _folder.Processes();

    /// <summary>Starts both, and waits until they answer.</summary>
    /// <param name="policy">Whom Dovecot asks about each login.</param>
    /// <param name="gate">Whom Postfix asks about each message; nobody by default.</param>
    /// <param name="dovecot">Which Dovecot; that of the system by default.</param>
    /// <param name="defers">Whether Postfix delivers nothing and tries again later.</param>
    public static async Task<MailServer> StartAsync(PolicyServerAddress policy, GateAddress? gate = null, DovecotPackage? dovecot = null, bool defers = false)
    {
        dovecot ??= DovecotPackage.Of23;
        using var limit = new CancellationTokenSource(StartLimit);
        var server = new MailServer(new PrivateFolder(dovecot.Root), dovecot);
        try
        {
            var port = await Postfix.PrepareAsync(server._folder, gate, defers, limit.Token);
            server._mailboxes = MailPackages.MissingForMailboxes is null ? MailboxPorts.Free() : null;
            server._dovecot = await Dovecot.StartAsync(dovecot, server._folder, server._mailboxes, port, policy, Enumerable.Range(1, 50).Select(Account), Password, limit.Token);
            server._postfix = await Postfix.StartAsync(server._folder, port, limit.Token);
            return server;
        }
        catch (OperationCanceledException)
        {
            var log = server._folder.RecentLog();
            await server.DisposeAsync();
            throw new TimeoutException($"The mail server was not up within {StartLimit}.\n{log}");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>An account that no other test uses.</summary>
    public string NextAccount() => Account(Interlocked.Increment(ref _accounts));

    /// <summary>Opens a session as a client of that address would.</summary>
    public Task<SmtpSession> ConnectAsync(string clientAddress, CancellationToken cancellationToken) => SmtpSession.OpenAsync(_postfix!.Port, clientAddress, cancellationToken);

    /// <summary>Logs in from an address, and out again.</summary>
    /// <returns>The answer to the login.</returns>
    public async Task<SmtpReply> LogInAsync(string account, string clientAddress, CancellationToken cancellationToken, string password = Password)
    {
        await using var session = await ConnectAsync(clientAddress, cancellationToken);
        return await session.LogInAsync(account, password, cancellationToken);
    }

    /// <summary>Logs in from an address at Dovecot's own submission service, and out again.</summary>
    /// <returns>The answer to the login.</returns>
    public async Task<SmtpReply> LogInAtDovecotAsync(string account, string clientAddress, CancellationToken cancellationToken)
    {
        await using var session = await SmtpSession.OpenAsync(_mailboxes!.Submission, clientAddress, cancellationToken);
        return await session.LogInAsync(account, Password, cancellationToken);
    }

    /// <summary>Logs in from an address and stays.</summary>
    public async Task<SmtpSession> StayLoggedInAsync(string account, string clientAddress, CancellationToken cancellationToken)
    {
        var session = await ConnectAsync(clientAddress, cancellationToken);
        Assert.Equal(SmtpReply.LoggedIn, (await session.LogInAsync(account, Password, cancellationToken)).Code);
        return session;
    }

    /// <summary>Logs in at Dovecot's own submission service and stays.</summary>
    public async Task<SmtpSession> StayLoggedInAtDovecotAsync(string account, CancellationToken cancellationToken)
    {
        var session = await SmtpSession.OpenAsync(_mailboxes!.Submission, "127.0.0.1", cancellationToken);
        Assert.Equal(SmtpReply.LoggedIn, (await session.LogInAsync(account, Password, cancellationToken)).Code);
        return session;
    }

    /// <summary>Logs in by IMAP and stays.</summary>
    public Task<IMailService> StayInMailboxAsync(string account, CancellationToken cancellationToken) => MailReading.StayAsync(_mailboxes!.Imap, account, Password, cancellationToken);

    /// <summary>A doveadm of this Dovecot, as a program.</summary>
    public string Doveadm()
    {
        var file = _folder.Of("doveadm");
        var command = _package.Doveadm("-c", $"{_folder.Inside}/dovecot.conf");
        File.WriteAllText(file, $"#!/bin/sh\nexec {command.Executable} {string.Join(' ', command.Arguments)} \"$@\"\n");
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return file;
    }

    /// <summary>Reads mail by IMAP from an address: logs in and out.</summary>
    /// <returns>Why the login was refused; null where it was not.</returns>
    public Task<string?> ReadByImapAsync(string account, string clientAddress, CancellationToken cancellationToken) =>
        MailReading.ByImapAsync(_mailboxes!.Imap, account, Password, clientAddress, cancellationToken);

    /// <summary>Fetches mail by POP3: logs in and out.</summary>
    /// <returns>That the login was refused; null where it was not.</returns>
    public Task<string?> FetchByPop3Async(string account, CancellationToken cancellationToken) => MailReading.ByPop3Async(_mailboxes!.Pop3, account, Password, cancellationToken);

    /// <summary>The folder of Postfix' configuration.</summary>
    public string PostfixConfiguration => _folder.Of("postfix");

    /// <summary>The folder of Postfix' queue.</summary>
    public string QueueDirectory => _folder.Of("queue");

    /// <summary>The queue ids of messages that Postfix holds.</summary>
    public IReadOnlyList<string> Held() => Queued("hold");

    /// <summary>The queue ids of messages that Postfix tries again later.</summary>
    public IReadOnlyList<string> Deferred() => Queued("deferred");

    private string[] Queued(string queue) =>
        Directory.Exists(_folder.Of($"queue/{queue}")) ? [.. Directory.GetFiles(_folder.Of($"queue/{queue}"), "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)!)] : [];

    /// <summary>What Postfix has logged.</summary>
    public IReadOnlyList<string> PostfixLog() => File.ReadAllLines(_folder.Of("log/postfix.log"));

    /// <summary>The last lines of both logs.</summary>
    public string RecentLog() => _folder.RecentLog();

    public async ValueTask DisposeAsync()
    {
        if (_postfix is not null)
        {
            await _postfix.DisposeAsync();
        }

        if (_dovecot is not null)
        {
            await _dovecot.DisposeAsync();
        }

        await _folder.DisposeAsync();
    }

    private static string Account(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number}@example.test");
}
