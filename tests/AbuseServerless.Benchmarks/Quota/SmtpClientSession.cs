using System.Net.Sockets;

namespace AbuseServerless.Benchmarks.Quota;

/// <summary>A session at Postfix that XCLIENT has logged in.</summary>
internal sealed class SmtpClientSession : IDisposable
{
    private static readonly (string, int)[] Commands = [("MAIL FROM:<x@rig.test>", 250), ("RCPT TO:<friend@example.org>", 250), ("DATA", 354)];

    private readonly TcpClient _client = new();
    private StreamReader? _reader;
    private StreamWriter? _writer;

    public static async Task<SmtpClientSession> OpenAsync(int port, string account, CancellationToken cancellationToken)
    {
        var session = new SmtpClientSession();
        await session._client.ConnectAsync("127.0.0.1", port, cancellationToken);
        session._client.NoDelay = true;
        session._reader = new StreamReader(session._client.GetStream());
        session._writer = new StreamWriter(session._client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        foreach (var command in (string?[])[null, "EHLO client.example", $"XCLIENT LOGIN={account}", "EHLO client.example"])
        {
            var code = await session.SayAsync(command, cancellationToken);
            if (code is not (220 or 250))
            {
                throw new IOException($"Postfix answered {code} to {command ?? "a connection"}.");
            }
        }

        return session;
    }

    /// <summary>Sends a message to one recipient.</summary>
    /// <returns>Whether it was accepted.</returns>
    public async Task<bool> SendAsync(CancellationToken cancellationToken)
    {
        foreach (var (command, expected) in Commands)
        {
            if (await SayAsync(command, cancellationToken) != expected)
            {
                await SayAsync("RSET", cancellationToken);
                return false;
            }
        }

        return await SayAsync("From: <x@rig.test>\r\nTo: <friend@example.org>\r\nSubject: Test\r\n\r\nTest\r\n.", cancellationToken) == 250;
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _client.Dispose();
    }

    private async Task<int> SayAsync(string? command, CancellationToken cancellationToken)
    {
        if (command is not null)
        {
            await _writer!.WriteLineAsync(command.AsMemory(), cancellationToken);
        }

        string? line;
        do
        {
            line = await _reader!.ReadLineAsync(cancellationToken) ?? throw new IOException("Postfix closed the connection.");
        }
        while (line.Length > 3 && line[3] == '-');
        return int.Parse(line.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);
    }
}
