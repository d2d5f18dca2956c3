using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AbuseServerless.Mail.Tests.Logs;

/// <summary>A mail client that logs in, sends a message or not, and leaves.</summary>
internal static class Visit
{
    /// <summary>Pays it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="from">The client's address, of the network 127.0.0.0/8.</param>
    /// <param name="password">The password of alice@rig.test.</param>
    /// <param name="recipients">Recipients of a message; none for no message.</param>
    /// <param name="certificate">The server's own, where it speaks TLS from the beginning; null where it does not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="byLogin">Whether it logs in by AUTH LOGIN, not by AUTH PLAIN.</param>
    /// <returns>Whether the server took the password.</returns>
    public static async Task<bool> PayAsync(IPEndPoint server, string from, string password, string[] recipients, X509Certificate2? certificate, CancellationToken cancellationToken, bool byLogin = false)
    {
        using var client = new SmtpClient { LocalEndPoint = new IPEndPoint(IPAddress.Parse(from), 0), LocalDomain = "laptop.example" };
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate?.Thumbprint;
        await client.ConnectAsync(server.Address.ToString(), server.Port, certificate is null ? SecureSocketOptions.None : SecureSocketOptions.SslOnConnect, cancellationToken);
        try
        {
            await client.AuthenticateAsync(byLogin ? new SaslMechanismLogin("alice@rig.test", password) : new SaslMechanismPlain("alice@rig.test", password), cancellationToken);
        }
        catch (AuthenticationException)
        {
            return false;
        }

        if (recipients.Length > 0)
        {
            using var message = new MimeMessage { Subject = "a for b c A=plain:victim authid=victim", Body = new TextPart("plain") { Text = "x" } };
            message.From.Add(new MailboxAddress("Alice", "alice@rig.test"));
            message.To.AddRange(recipients.Select(recipient => new MailboxAddress("", recipient)));
            await client.SendAsync(message, cancellationToken);
        }

        await client.DisconnectAsync(quit: true, cancellationToken);
        return true;
    }

    /// <summary>Says lines, each when the one before was answered, then <c>QUIT</c>.</summary>
    /// <param name="server">The server.</param>
    /// <param name="from">The client's address, of the network 127.0.0.0/8.</param>
    /// <param name="lines">What is said.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="before">A line in front of the server's greeting; null for none.</param>
    /// <returns>The last line of each answer.</returns>
    public static async Task<IReadOnlyList<string>> TalkAsync(IPEndPoint server, string from, string[] lines, CancellationToken cancellationToken, string? before = null)
    {
        using var client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await client.ConnectAsync(server, cancellationToken);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await SayAsync(before);
        await HearAsync();
        List<string> answers = [];
        foreach (var line in lines)
        {
            await SayAsync(line);
            answers.Add(await HearAsync());
        }

        await SayAsync("QUIT");
        await HearAsync();
        return answers;

        async Task SayAsync(string? line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line is null ? "" : line + "\r\n"), cancellationToken);

        async Task<string> HearAsync()
        {
            while (true)
            {
                var line = await reader.ReadLineAsync(cancellationToken) ?? "";
                if (line is not [_, _, _, '-', ..])
                {
                    return line;
                }
            }
        }
    }
}
