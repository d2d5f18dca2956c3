using System.Runtime.CompilerServices;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Local.Commands;

/// <summary>A message out of a file.</summary>
/// <param name="Text">Its body.</param>
/// <param name="Time">When it happened; null where it cannot be read.</param>
/// <param name="Delivery">The delivery event that it is; null where it is for the hub of AUTH events.</param>
internal sealed record SourceMessage(string Text, DateTimeOffset? Time = null, DeliveryEvent? Delivery = null);

/// <summary>Messages out of the files of a log, in the order of time.</summary>
internal sealed class EventSource : IDisposable
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInput = "(standard input)";

    private readonly IReadOnlyList<LogSource> _files;
    private readonly MailLogReader _reader;
    private readonly string? _copy;

    private EventSource(IReadOnlyList<LogSource> files, MailLogReader reader, string? copy) => (_files, _reader, _copy) = (files, reader, copy);

    /// <summary>What was understood.</summary>
    public LogTally Tally => _reader.Tally;

    /// <summary>Looks at the files.</summary>
    /// <param name="paths">Files, folders and patterns, or <see cref="StandardInput"/>.</param>
    /// <param name="format">What they are; null to find out.</param>
    /// <param name="zone">The zone of times that name none.</param>
    /// <param name="year">The year of the first time that names none; null to find out.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="IOException">A file is not there or cannot be read.</exception>
    public static async Task<EventSource> OpenAsync(IReadOnlyList<string> paths, LogFormat? format, TimeZoneInfo zone, int? year, CancellationToken cancellationToken)
    {
        var copy = paths.Contains(StandardInput) ? Path.GetTempFileName() : null;
        try
        {
            if (copy is not null)
            {
                await CopyInputAsync(copy, cancellationToken);
            }

            IReadOnlyList<LogFormat>? formats = format is null ? null : [format];
            var files = await LogSource.FindAsync(paths.Select(path => path == StandardInput ? copy! : path), formats, zone, TimeProvider.System, year, cancellationToken);
            var reader = new MailLogReader(formats, zone, TimeProvider.System);
            if (files.Count > 1)
            {
                reader.TellRepeated();
            }

            foreach (var (path, why) in FolderContents.NotRead(paths))
            {
                reader.PassOver(path, why);
            }

            return new EventSource(files, reader, copy);
        }
        catch
        {
            Remove(copy);
            throw;
        }
    }

    /// <summary>
    /// The messages. A line of a log that tells of no event gives none; one that claims to and cannot be read is a message as it is, and so a dead letter, but for the local parts of addresses in it.
    /// </summary>
    public async IAsyncEnumerable<SourceMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var source in _files)
        {
            if (source.IsBroken)
            {
                EndEarly(source);
                continue;
            }

            _reader.Begin(source);
            await using var file = await LogFile.OpenAsync(source.Path, cancellationToken);
            while (await NextAsync(file, source, cancellationToken) is { } line)
            {
                foreach (var message in Messages(line, _reader.Read(line)))
                {
                    yield return message;
                }
            }

            foreach (var message in _reader.End().SelectMany(Events))
            {
                yield return message;
            }
        }

        foreach (var message in _reader.Release().SelectMany(Events))
        {
            yield return message;
        }
    }

    /// <summary>Removes what was kept of standard input.</summary>
    public void Dispose() => Remove(_copy);

    private async Task<string?> NextAsync(LogFile file, LogSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await file.ReadLineAsync(cancellationToken) ?? file.TakeRest();
        }
        catch (Exception e) when (LogFile.IsBroken(e))
        {
            EndEarly(source);
            return null;
        }
    }

    private void EndEarly(LogSource source) => _reader.EndEarly(_copy is not null && source.Path.StartsWith(_copy, StringComparison.Ordinal) ? StandardInput + source.Path[_copy.Length..] : source.Path, source.IsNested);

    // Only a file can be looked at before it is read.
    private static async Task CopyInputAsync(string path, CancellationToken cancellationToken)
    {
        await using var copy = File.Create(path);
        await using var input = Console.OpenStandardInput();

        // A console does not ask the token while it waits.
        await input.CopyToAsync(copy, cancellationToken).WaitAsync(cancellationToken);
    }

    private static void Remove(string? copy)
    {
        if (copy is not null)
        {
            File.Delete(copy);
        }
    }

    private static IEnumerable<SourceMessage> Messages(string line, LogLine read)
    {
        if (read is MalformedLine)
        {
            yield return new SourceMessage(ReplyText.HideLocalParts(line));
        }

        foreach (var message in read.Events.SelectMany(Events))
        {
            yield return message;
        }
    }

    private static IEnumerable<SourceMessage> Events(LogLine found)
    {
        switch (found)
        {
            case AuthLine auth:
                yield return new SourceMessage(auth.ToJson(), auth.Event.Time);
                break;
            case DeliveryLine delivery:
                yield return new SourceMessage(DeliveryEventJson.Write(delivery.Event), delivery.Event.Time, delivery.Event);
                break;
        }
    }
}
