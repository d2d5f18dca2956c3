using System.Globalization;
using AbuseServerless.Notifications;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace AbuseServerless.Notifiers.Mail;

/// <summary>Hands a message to the mail server, on a connection of its own.</summary>
internal sealed class SmtpTransport(IOptions<NotificationOptions> options, TimeProvider time)
{
    private readonly MailOptions _options = options.Value.Mail;

    public async Task<DeliveryResult> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(_options.Timeout, time, cancellationToken);
        using var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(_options.Host, _options.Port, Security(_options.Security), limit.Token).ConfigureAwait(false);
            if (!string.IsNullOrEmpty(_options.User))
            {
                await client.AuthenticateAsync(_options.User, _options.Password, limit.Token).ConfigureAwait(false);
            }

            await client.SendAsync(message, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Failure(e);
        }

        await LeaveAsync(client, limit.Token).ConfigureAwait(false);
        return DeliveryResult.Delivered;
    }

    // The server has the message: whatever becomes of the farewell.
    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SmtpProtocolException or SmtpCommandException or OperationCanceledException)
        {
        }
    }

    private static SecureSocketOptions Security(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    // A server's text may repeat the address, so only its status is told.
    private DeliveryResult Failure(Exception exception) => exception switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted } e when (int)e.StatusCode >= 500 =>
            DeliveryResult.Refused(string.Create(CultureInfo.InvariantCulture, $"The mail server refused it with {(int)e.StatusCode}.")),
        SmtpCommandException e => DeliveryResult.Failed(string.Create(CultureInfo.InvariantCulture, $"The mail server answered {(int)e.StatusCode}.")),
        SslHandshakeException => DeliveryResult.Failed("No secure connection to the mail server could be made."),
        AuthenticationException => DeliveryResult.Failed("The mail server refused the login."),
        OperationCanceledException => DeliveryResult.Failed($"The mail server took longer than {Quantity.Of(_options.Timeout.TotalSeconds, "second")}."),
        _ => DeliveryResult.Failed($"The mail server could not be used ({exception.GetType().Name})."),
    };
}
