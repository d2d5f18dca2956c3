using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.Mail.Tests.Logs;

/// <summary>What the log of a server tells, in short, by whichever reader knows it.</summary>
internal static class Told
{
    /// <summary>A line that no reader knows.</summary>
    public const string Foreign = "foreign";

    /// <summary>Logins, deliveries, what should be one of them and was not understood, and what no reader knows; not what is of no interest.</summary>
    public static IReadOnlyList<string> By(IEnumerable<string> lines)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, TimeProvider.System);
        return [.. lines.Select(reader.Read).SelectMany(line => line is SeveralLines several ? several.Lines : [line]).Where(line => line is not IgnoredLine).Select(Say).Distinct()];
    }

    private static string Say(LogLine line) => line switch
    {
        AuthLine { Event: var auth } => $"{auth.Account} {auth.Address} {(auth.Success ? "ok" : "failed")}{(auth.Recipients > 0 ? $" for {auth.Recipients}" : "")}",
        DeliveryLine { Event: var delivery } => string.Join(' ', ((string?[])
        [
            delivery.RecipientDomain, delivery.Status.ToString(), delivery.Dsn, delivery.Relay is null ? null : $"by {delivery.Relay}", delivery.Account is null ? null : $"of {delivery.Account}",
        ]).Where(part => part is not null)),
        MalformedLine malformed => malformed.Reason,
        UncountedLine uncounted => $"{uncounted.Missing} not told",
        UnreadLine => "unread",
        ForeignLine => Foreign,
        _ => line.GetType().Name,
    };
}
