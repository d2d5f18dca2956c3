using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Security;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>Logs in to a mailbox on loopback, and out again.</summary>
internal static class MailReading
{
    private const string Host = "127.0.0.1";

    /// <summary>By IMAP, as a proxy in front of the server does for a client of that address: with the ID command.</summary>
    /// <returns>Why the login was refused; null where it was not.</returns>
    public static async Task<string?> ByImapAsync(int port, string account, string password, string clientAddress, CancellationToken cancellationToken)
    {
        using var client = new ImapClient();
        await client.ConnectAsync(Host, port, SecureSocketOptions.None, cancellationToken);
        var identity = new ImapImplementation();
        identity.Properties["x-originating-ip"] = clientAddress;
        await client.IdentifyAsync(identity, cancellationToken);
        return await RefusalAsync(() => client.AuthenticateAsync(account, password, cancellationToken));
    }

    /// <summary>By IMAP, from loopback, and stays.</summary>
    public static async Task<IMailService> StayAsync(int port, string account, string password, CancellationToken cancellationToken)
    {
        var client = new ImapClient();
        await client.ConnectAsync(Host, port, SecureSocketOptions.None, cancellationToken);
        await client.AuthenticateAsync(account, password, cancellationToken);
        return client;
    }

    /// <summary>By POP3, from loopback.</summary>
    /// <returns>That the login was refused, without the server's text, which the client keeps to itself; null where it was not.</returns>
    public static async Task<string?> ByPop3Async(int port, string account, string password, CancellationToken cancellationToken)
    {
        using var client = new Pop3Client();
        await client.ConnectAsync(Host, port, SecureSocketOptions.None, cancellationToken);
        return await RefusalAsync(() => client.AuthenticateAsync(account, password, cancellationToken));
    }

    private static async Task<string?> RefusalAsync(Func<Task> logIn)
    {
        try
        {
            await logIn();
            return null;
        }
        catch (AuthenticationException e)
        {
            return e.Message;
        }
    }
}
