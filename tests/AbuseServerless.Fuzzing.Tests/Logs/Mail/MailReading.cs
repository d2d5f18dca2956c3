using System.Collections.Immutable;
using System.Globalization;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Postfix;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Fuzzing.Tests.Logs.Mail;

/// <summary>Logs as the reader understands them.</summary>
internal static class MailReading
{
    public static MailLogReader NewReader(ImmutableDictionary<string, string>? state = null, int memory = PostfixLogReader.UsualMemory) =>
        new([PostfixLogReader.Format with { Open = context => new PostfixLogReader(memory, context.State) }], TimeZoneInfo.Utc, new FakeTimeProvider(WrittenLog.Now), state: state);

    /// <summary>The events of a line as <see cref="WrittenLog.Events"/> has them.</summary>
    public static IReadOnlyList<string> Events(this MailLogReader reader, string line) => [.. reader.Read(line).Told().Select(Describe).Order(StringComparer.Ordinal)];

    /// <summary>The events that wait for a later line.</summary>
    public static IReadOnlyList<string> Rest(this MailLogReader reader) => [.. reader.Release().Select(Describe)];

    /// <summary>The events, or a line that cannot be read.</summary>
    public static IReadOnlyList<LogLine> Told(this LogLine read) => read is MalformedLine ? [read] : read.Events;

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
