namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>Where to go on with a log after a break: behind the last line, or at the beginning of a record of several lines that is not whole yet.</summary>
/// <param name="Position">Bytes of the uncompressed text.</param>
public readonly record struct ResumePoint(long Position)
{
    /// <summary>Lines of the record that is not whole.</summary>
    public int Lines { get; private init; }

    /// <summary>Where it is after one more line. Events are never told twice: behind them it moves on in any case.</summary>
    /// <param name="position">Behind the line.</param>
    /// <param name="reader">What has read it.</param>
    /// <param name="events">Events of the line.</param>
    public ResumePoint After(long position, MailLogReader reader, int events)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return events > 0 || !reader.IsWithin ? new ResumePoint(position) : this with { Lines = Lines + 1 };
    }
}
