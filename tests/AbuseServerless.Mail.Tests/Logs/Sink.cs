using System.Net.Sockets;
using System.Text;

namespace AbuseServerless.Mail.Tests.Logs;

/// <summary>A provider: refuses the recipient <c>bad</c>, defers <c>slow</c> and takes everybody else's mail.</summary>
internal static class Sink
{
    /// <summary>Serves all who come, side by side, until it is cancelled.</summary>
    public static async Task ServeAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        while (true)
        {
            _ = ServeAsync(await listener.AcceptTcpClientAsync(cancellationToken), cancellationToken);
        }
    }

    private static async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                await AnswerAsync(client, cancellationToken);
            }
            catch (IOException)
            {
                // The other side hung up.
            }
        }
    }

    private static async Task AnswerAsync(TcpClient client, CancellationToken cancellationToken)
    {
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var isText = false;
        await SayAsync(stream, "220 mx.example ESMTP", cancellationToken);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (isText)
            {
                isText = line != ".";
                if (!isText)
                {
                    await SayAsync(stream, "250 2.0.0 Ok: queued as ABC123", cancellationToken);
                }

                continue;
            }

            isText = line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase);
            await SayAsync(stream, Answer(line), cancellationToken);
        }
    }

    private static string Answer(string line) => line switch
    {
        _ when line.StartsWith("RCPT TO:<bad", StringComparison.OrdinalIgnoreCase) => "550-5.1.1 <bad@yahoo.com> no such user\r\n550 5.1.1 status=sent => x R=y T=local H=evil [6.6.6.6]",
        _ when line.StartsWith("RCPT TO:<slow", StringComparison.OrdinalIgnoreCase) => "450 4.2.1 The user is receiving mail too quickly",
        _ when line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase) => "354 go on",
        _ when line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) => "221 2.0.0 bye",
        _ => "250 2.0.0 ok",
    };

    private static async Task SayAsync(NetworkStream stream, string answer, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer + "\r\n"), cancellationToken);
}
