using System.Runtime.CompilerServices;
using System.Text;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.Local.Commands;

/// <summary>A message out of a file.</summary>
/// <param name="Text">Its body.</param>
/// <param name="Delivery">The delivery event that it is; null where it is for the hub of AUTH events.</param>
internal sealed record SourceMessage(string Text, DeliveryEvent? Delivery = null);

/// <summary>Messages out of a file.</summary>
internal static class EventSource
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInput = "(standard input)";

    /// <summary>Opens a file or <see cref="StandardInput"/>. Bytes that are no UTF-8 become U+FFFD, which no account may hold.</summary>
    public static Stream Open(string path) =>
        path == StandardInput ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, useAsync: true);

    /// <summary>
    /// The messages of a file. A line of a log that tells of no event gives none; one that claims to and cannot be read is a message as it is, and so a dead letter, but for the local parts of
    /// addresses in it.
    /// </summary>
    /// <param name="stream">The file.</param>
    /// <param name="format">What it is; null to find out line by line.</param>
    /// <param name="zone">The zone of times that name none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<SourceMessage> ReadAsync(
        Stream stream, LogFormat? format, TimeZoneInfo zone, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        var read = new MailLogReader(format is null ? null : [format], zone, TimeProvider.System);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            foreach (var message in Messages(line, read.Read(line)))
            {
                yield return message;
            }
        }
    }

    private static IEnumerable<SourceMessage> Messages(string line, LogLine read)
    {
        if (read is MalformedLine)
        {
            yield return new SourceMessage(ReplyText.HideLocalParts(line));
        }

        foreach (var found in read.Events)
        {
            switch (found)
            {
                case AuthLine auth:
                    yield return new SourceMessage(auth.ToJson());
                    break;
                case DeliveryLine delivery:
                    yield return new SourceMessage(DeliveryEventJson.Write(delivery.Event), delivery.Event);
                    break;
            }
        }
    }
}
