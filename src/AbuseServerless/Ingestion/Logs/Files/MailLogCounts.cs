namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>What was read of a log, each from 0.</summary>
/// <param name="Lines">Lines, of whatever program.</param>
/// <param name="Auths">AUTH requests.</param>
/// <param name="Deliveries">Deliveries and expiries.</param>
/// <param name="Malformed">Lines that should tell of one of them and cannot be read; nothing is sent of them.</param>
/// <param name="Share">How much of the file is read, 0 to 1.</param>
public sealed record MailLogCounts(long Lines, long Auths, long Deliveries, long Malformed, double Share)
{
    /// <summary>Nothing yet.</summary>
    public static MailLogCounts None { get; } = new(0, 0, 0, 0, 0);
}
