using System.Net;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

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
}
