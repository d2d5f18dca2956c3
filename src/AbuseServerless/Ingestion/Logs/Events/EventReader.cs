using System.Text.Json;
using AbuseServerless.Deliveries;

namespace AbuseServerless.Ingestion.Logs.Events;

/// <summary>Reads messages of the hubs: a line each of the auth-event or the delivery-event schema.</summary>
public sealed class EventReader(TimeProvider time) : ILogReader
{
    /// <summary>JSON Lines of the schemas.</summary>
    public static LogFormat Format { get; } = new(
        "json",
        "events of the schemas",
        LogTells.Logins | LogTells.FailedLogins | LogTells.Recipients | LogTells.Deliveries | LogTells.DeliveryAccounts,
        context => new EventReader(context.Time))
    {
        IsStrict = true,
    };

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        var line = entry.Line;
        return Kind(line) switch
        {
            EventKind.Auth => AuthEventParser.TryParse(line, time.GetUtcNow(), out var parsed, out var fault) ? Named(parsed, line)
                : fault.Reason == RejectReason.NotSmtp ? IgnoredLine.Instance
                : new MalformedLine(fault.Detail),
            EventKind.Delivery => DeliveryEventParser.TryParse(line, time.GetUtcNow(), out var delivery, out var why) ? new DeliveryLine(delivery) : new MalformedLine(why.Detail),
            _ => ForeignLine.Instance,
        };
    }

    private static AuthLine Named(AuthEvent parsed, string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return new AuthLine(parsed, root.Text("protocol"), root.Text("server"), root.Text("session"));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Half a surrogate pair in what only describes the login.
            return new AuthLine(parsed, null, null, null);
        }
    }

    private static EventKind Kind(string line)
    {
        if (line is not ['{', ..])
        {
            return EventKind.None;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return root.TryGetProperty("recipientDomain", out _) && root.TryGetProperty("queueId", out _) ? EventKind.Delivery
                : root.TryGetProperty("account", out _) && (root.TryGetProperty("ip", out _) || root.TryGetProperty("success", out _)) ? EventKind.Auth
                : EventKind.None;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return EventKind.None;
        }
    }

    private enum EventKind
    {
        None,
        Auth,
        Delivery,
    }
}
