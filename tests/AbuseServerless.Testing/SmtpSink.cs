using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace AbuseServerless.Testing;

/// <summary>A real SMTP server on loopback that keeps what it takes.</summary>
public sealed class SmtpSink : MessageStore, IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;

    public SmtpSink()
    {
        Port = FreePort.Find();
        var options = new SmtpServerOptionsBuilder()
            .ServerName("sink")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)))
            .Build();
        var services = new ServiceProvider();
        services.Add(this);
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_ending.Token);
    }

    public int Port { get; }

    public SmtpResponse Answer { get; set; } = SmtpResponse.Ok;

    /// <summary>To whom mail is refused for good.</summary>
    public string? RefusedRecipient { get; init; }

    public ConcurrentQueue<MimeMessage> Messages { get; } = new();

    public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(buffer.ToArray());
        var message = await MimeMessage.LoadAsync(stream, cancellationToken);
        Messages.Enqueue(message);
        return message.To.Mailboxes.Any(mailbox => mailbox.Address == RefusedRecipient) ? new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such user") : Answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running;
        _ending.Dispose();
    }
}
