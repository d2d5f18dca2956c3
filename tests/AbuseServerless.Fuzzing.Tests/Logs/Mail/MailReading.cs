using System.Globalization;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.Fuzzing.Tests.Logs.Mail;

/// <summary>Logs as the reader understands them.</summary>
internal static class MailReading
{
    public static PostfixMailReader NewReader(PostfixMailState? state = null) => new(TimeZoneInfo.Utc, WrittenLog.Now, state: state);

    /// <summary>The events of a line as <see cref="WrittenLog.Events"/> has them.</summary>
    public static IReadOnlyList<string> Events(this PostfixMailReader reader, string line) => [.. reader.Read(line).Select(Describe).Order(StringComparer.Ordinal)];

    /// <summary>What is published of an event; nothing of a line that cannot be read.</summary>
    public static string Json(LogLine read) => read switch
    {
        AuthLine auth => auth.ToJson(),
        DeliveryLine delivery => DeliveryEventJson.Write(delivery.Event),
        _ => "",
    };

    private static string Describe(LogLine read) => read switch
    {
        AuthLine { Event: var e } auth => WrittenLog.Event(e.Time, $"auth {auth.Server} {e.Account} {e.Address} {e.Success}"),
        DeliveryLine { Event: var e } => WrittenLog.Event(
            e.Time,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{DeliveryEventJson.Word(e.Status)} {e.QueueId} {e.Account?.Value ?? "-"} {e.RecipientDomain} {e.Relay ?? "-"} {e.RelayAddress?.ToString() ?? "-"} {e.Dsn} {(e.DelaySeconds is { } delay ? $"{delay}" : "-")} {e.Reply}")),
        _ => read.ToString(),
    };
}
