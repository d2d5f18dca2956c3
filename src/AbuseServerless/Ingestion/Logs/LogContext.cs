namespace AbuseServerless.Ingestion.Logs;

/// <summary>What a reader may need to know beside the lines.</summary>
/// <param name="Time">The clock, for events that have the time of their receipt.</param>
public sealed record LogContext(TimeProvider Time)
{
    /// <summary>The zone of times that name none.</summary>
    public TimeZoneInfo Zone { get; init; } = Time.LocalTimeZone;

    /// <summary>What <see cref="ILogReader.Save"/> gave before; null for nothing.</summary>
    public string? State { get; init; }
}
