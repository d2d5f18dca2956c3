using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace AbuseServerless.Gate.Postfix;

/// <summary>One connection of Postfix's policy delegation protocol: it stays open and carries request after request.</summary>
internal sealed class PostfixConnectionHandler(PostfixAnswers answers) : ConnectionHandler
{
    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        try
        {
            await AnswerAsync(connection.Transport, connection.ConnectionClosed).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConnectionResetException or ConnectionAbortedException or IOException or OperationCanceledException)
        {
            // Postfix went away, or the gate stops; there is nobody to answer.
        }
    }

    private async Task AnswerAsync(IDuplexPipe transport, CancellationToken closed)
    {
        var reader = new PostfixRequestReader();
        while (true)
        {
            var result = await transport.Input.ReadAsync(closed).ConfigureAwait(false);
            var buffer = result.Buffer;
            while (reader.TryRead(ref buffer, out var request))
            {
                var (answer, added) = await answers.ToAsync(request).ConfigureAwait(false);
                transport.Output.Write(answer.Span);

                // Mail goes on where the disk takes no write; the spool counts what is lost.
                if (added is not null)
                {
                    await added.ConfigureAwait(false);
                }

                // A flush for each answer waits for who does not read: nothing piles up for him.
                if ((await transport.Output.FlushAsync(closed).ConfigureAwait(false)).IsCompleted)
                {
                    return;
                }
            }

            transport.Input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }
}
