using System.Text;
using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.Local.Commands;

/// <summary>How the lines of a file are to be read.</summary>
internal enum LogFormat
{
    /// <summary>JSON Lines of the auth-event schema: every line is a message.</summary>
    Json,

    /// <summary>Dovecot's event-exporter JSON and auth-policy reports.</summary>
    Dovecot,

    /// <summary>A Postfix log: submissions, and failed AUTHs.</summary>
    Postfix,
}

/// <summary>Messages out of a file.</summary>
internal static class EventSource
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInput = "(standard input)";

    /// <summary>Opens a file or <see cref="StandardInput"/>. Bytes that are no UTF-8 become U+FFFD, which no account may hold.</summary>
    public static Stream Open(string path) =>
        path == StandardInput ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, useAsync: true);

    /// <summary>The messages of a file. A line of a log that holds no AUTH gives none; one that claims to and cannot be read is a message as it is, and so a dead letter.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(
        Stream stream, LogFormat format, TimeZoneInfo zone, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        ILogReader? log = format switch
        {
            LogFormat.Dovecot => new DovecotLogReader(TimeProvider.System.GetUtcNow()),
            LogFormat.Postfix => new PostfixLogReader(zone, TimeProvider.System.GetUtcNow()),
            _ => null,
        };
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            switch (log?.Read(line))
            {
                case null:
                case MalformedLine:
                    yield return line;
                    break;
                case AuthLine auth:
                    yield return auth.ToJson();
                    break;
            }
        }
    }
}
