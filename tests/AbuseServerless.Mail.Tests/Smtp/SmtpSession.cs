using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AbuseServerless.Mail.Tests.Smtp;

/// <summary>A session with a mail server, that with Postfix seems to come from any address, by XCLIENT.</summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    private SmtpSession(TcpClient client)
    {
        _client = client;
        _reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        _writer = new StreamWriter(client.GetStream(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\r\n", AutoFlush = true };
    }

    /// <summary>Connects, and has the server take the client for one of that address, where one is given.</summary>
    public static async Task<SmtpSession> OpenAsync(int port, string? clientAddress, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        var session = new SmtpSession(client);
        await session.ExpectAsync(220, await session.ReadAsync(cancellationToken));
        await session.ExpectAsync(250, await session.SayAsync("EHLO client.example", cancellationToken));
        if (clientAddress is null)
        {
            return session;
        }

        var address = clientAddress.Contains(':', StringComparison.Ordinal) ? "IPV6:" + clientAddress : clientAddress;
        await session.ExpectAsync(220, await session.SayAsync($"XCLIENT ADDR={address} NAME=[UNAVAILABLE]", cancellationToken));
        await session.ExpectAsync(250, await session.SayAsync("EHLO client.example", cancellationToken));
        return session;
    }

    /// <summary>Logs in by AUTH PLAIN.</summary>
    public Task<SmtpReply> LogInAsync(string account, string password, CancellationToken cancellationToken) =>
        SayAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{account}\0{password}")), cancellationToken);

    /// <summary>Sends a message to one recipient.</summary>
    /// <returns>The answer to the first command that was refused, or else to the message.</returns>
    public Task<SmtpReply> SendAsync(string from, string to, CancellationToken cancellationToken) => SendAsync(from, [to], cancellationToken);

    /// <summary>Sends a message to several recipients.</summary>
    /// <returns>The answer to the first command that was refused, or else to the message.</returns>
    public async Task<SmtpReply> SendAsync(string from, IReadOnlyCollection<string> to, CancellationToken cancellationToken)
    {
        foreach (var command in (string[])[$"MAIL FROM:<{from}>", .. to.Select(recipient => $"RCPT TO:<{recipient}>")])
        {
            var reply = await SayAsync(command, cancellationToken);
            if (reply.Code != SmtpReply.Done)
            {
                await SayAsync("RSET", cancellationToken);
                return reply;
            }
        }

        await ExpectAsync(354, await SayAsync("DATA", cancellationToken));
        return await SayAsync($"From: <{from}>\r\nTo: <{to.First()}>\r\nSubject: Test\r\n\r\nTest\r\n.", cancellationToken);
    }

    /// <summary>Says a line.</summary>
    public async Task<SmtpReply> SayAsync(string command, CancellationToken cancellationToken)
    {
        await _writer.WriteLineAsync(command.AsMemory(), cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _writer.DisposeAsync();
        _client.Dispose();
    }

    private async Task<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var text = new List<string>();
        while (await _reader.ReadLineAsync(cancellationToken) is { Length: >= 3 } line)
        {
            text.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
            {
                return new SmtpReply(int.Parse(line.AsSpan(0, 3), CultureInfo.InvariantCulture), string.Join('\n', text));
            }
        }

        throw new IOException($"The server closed the connection in the middle of a reply: {string.Join(' ', text)}");
    }

    private async Task ExpectAsync(int code, SmtpReply reply)
    {
        if (reply.Code != code)
        {
            await DisposeAsync();
            throw new IOException($"{code} was expected, and the server answered {reply}.");
        }
    }
}
