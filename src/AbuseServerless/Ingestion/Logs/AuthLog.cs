namespace AbuseServerless.Ingestion.Logs;

/// <summary>The AUTH events of a log, by the rules under which the functions take them.</summary>
/// <param name="log">Reads the lines; null where each line is a message of the auth-events hub.</param>
/// <param name="time">Says what lies in the future.</param>
public sealed class AuthLog(MailLogReader? log, TimeProvider time)
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Lines that should hold an event and hold none that the functions would take.</summary>
    public long Rejected { get; private set; }

    /// <summary>The event of a line; null where it holds none.</summary>
    public AuthEvent? Read(string line)
    {
        if (!TryRead(line.TrimStart(ByteOrderMark), out var found))
        {
            Rejected++;
            return null;
        }

        return found;
    }

    // Null where a line of a log tells of something else.
    private bool TryRead(string line, out AuthEvent? found)
    {
        var now = time.GetUtcNow();
        found = null;
        switch (log?.Read(line))
        {
            case null:
                var isEvent = AuthEventParser.TryParse(line, now, out var parsed, out _);
                found = isEvent ? parsed : null;
                return isEvent;
            case AuthLine auth when auth.Event.Time <= now + AuthEventParser.MaximumAhead:
                found = auth.Event;
                return true;
            case IgnoredLine or ForeignLine or UncountedLine or DeliveryLine or SeveralLines:
                return true;
            default:
                return false;
        }
    }
}
