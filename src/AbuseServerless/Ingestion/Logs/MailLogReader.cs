using System.Collections.Immutable;
using AbuseServerless.Ingestion.Logs.Envelopes;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>Reads lines of whatever mail servers: out of their envelopes, by the reader that knows them.</summary>
/// <remarks>Not for several threads.</remarks>
public sealed class MailLogReader
{
    private readonly (LogFormat Format, ILogReader Reader)[] _readers;
    private readonly EnvelopeReader _envelopes;
    private int _likely;

    /// <param name="formats">The kinds of lines that may come, in the order in which they are asked; null or empty for all.</param>
    /// <param name="zone">The zone of times that name none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="year">The year of the first time that names none; null for the latest that fits.</param>
    /// <param name="state">What <see cref="Save"/> gave; null for nothing.</param>
    public MailLogReader(IReadOnlyList<LogFormat>? formats, TimeZoneInfo zone, TimeProvider time, int? year = null, ImmutableDictionary<string, string>? state = null)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(time);
        _envelopes = new EnvelopeReader(zone, time, year);
        _readers = [.. (formats is null or [] ? LogFormats.All : formats).Select(format => (format, format.Open(new LogContext(time) { Zone = zone, State = state?.GetValueOrDefault(format.Name) })))];
    }

    /// <summary>What a line says. Never throws for what is in a line.</summary>
    /// <param name="line">The line without its end.</param>
    public LogLine Read(string line)
    {
        var entry = _envelopes.Read(line);

        // Most lines are of the server of the line before.
        if (_readers[_likely].Reader.Read(entry) is var read and not ForeignLine)
        {
            return read;
        }

        for (var i = 0; i < _readers.Length; i++)
        {
            if (i != _likely && _readers[i].Reader.Read(entry) is var other and not ForeignLine)
            {
                _likely = i;
                return other;
            }
        }

        return _readers is [{ Format.IsStrict: true }] ? new MalformedLine("Not an event.") : ForeignLine.Instance;
    }

    /// <summary>What must be remembered to go on later, by the name of the format.</summary>
    public ImmutableDictionary<string, string> Save()
    {
        var state = ImmutableDictionary<string, string>.Empty;
        foreach (var (format, reader) in _readers)
        {
            state = reader.Save() is { } saved ? state.Add(format.Name, saved) : state;
        }

        return state;
    }
}
