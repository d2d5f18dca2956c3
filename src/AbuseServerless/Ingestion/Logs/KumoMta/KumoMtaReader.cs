using System.Globalization;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.KumoMta;

/// <summary>
/// Reads KumoMTA's records, one JSON object a line: of the delivery log (<c>configure_local_logs</c>, 2023 to 2025) and of the accounting log (<c>kumo.aaa.configure_acct_log</c>).
/// </summary>
/// <remarks>
/// An <c>Authentication</c> record of the context <c>SmtpAuthPlain</c> or another of SMTP's is a login; those of HTTP are ignored. <c>Delivery</c>, <c>TransientFailure</c>, <c>Bounce</c> and
/// <c>Expiration</c> are deliveries. The account of a message, and the recipients, need the meta value <c>authn_id</c> (or <c>authz_id</c>) among those that are logged: then a <c>Reception</c> by SMTP is
/// a login of one recipient, for KumoMTA makes a message of each. Where a log holds both, the accounting record is the one that says less and is the same login.
/// </remarks>
public sealed class KumoMtaReader : ILogReader
{
    private readonly SubmittedMail _mail;

    /// <param name="state">What another reader remembered; null for nothing.</param>
    public KumoMtaReader(string? state = null) => _mail = new SubmittedMail(state);

    /// <summary>Records of KumoMTA.</summary>
    public static LogFormat Format { get; } = new(
        "kumomta",
        "KumoMTA",
        LogTells.Logins | LogTells.FailedLogins | LogTells.Recipients | LogTells.Deliveries | LogTells.DeliveryAccounts,
        context => new KumoMtaReader(context.State));

    /// <inheritdoc/>
    public string? Save() => _mail.Save();

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        var text = entry.IsJson ? entry.Message : entry.Line.AsSpan().Trim();
        if (text is not ['{', ..] || !text.Contains("\"type\"", StringComparison.Ordinal) || !text.Contains("\"timestamp\"", StringComparison.Ordinal))
        {
            return ForeignLine.Instance;
        }

        try
        {
            using var document = JsonDocument.Parse(text.ToString());
            var root = document.RootElement;
            return root.Text("type") switch
            {
                "Authentication" when root.TryGetProperty("attempted_identity", out var identity) => Authentication(root, identity),
                "Authorization" when root.TryGetProperty("target_resource", out _) => IgnoredLine.Instance,
                { } type when root.Text("id") is { } id && root.TryGetProperty("queue", out _) && root.TryGetProperty("peer_address", out _) => Record(root, type, id),
                { } type when root.Text("id") is { } id && root.TryGetProperty("queue", out _) && root.TryGetProperty("recipient", out _) => Record(root, type, id),
                _ => ForeignLine.Instance,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return ForeignLine.Instance;
        }
    }

    private static LogLine Authentication(JsonElement root, JsonElement identity)
    {
        if (identity.ValueKind != JsonValueKind.Object || identity.Text("context") is not { Length: > 0 } context)
        {
            return new UncountedLine("attempted_identity.context");
        }

        if (!context.Contains("smtp", StringComparison.OrdinalIgnoreCase))
        {
            return IgnoredLine.Instance;
        }

        if (Time(root) is not { } time)
        {
            return MalformedLine.NoTime;
        }

        if (!root.TryGetProperty("success", out var success) || success.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return new UncountedLine("success");
        }

        var peer = root.TryGetProperty("auth_info", out var info) && info.ValueKind == JsonValueKind.Object ? info.Text("peer_address") : null;
        return new AuthLineParts(identity.Text("identity"), peer, success.GetBoolean()) { Protocol = "smtp" }.At(time);
    }

    private LogLine Record(JsonElement root, string type, string id)
    {
        if (Time(root) is not { } time)
        {
            return MalformedLine.NoTime;
        }

        DeliveryStatus? status = type switch
        {
            "Delivery" => DeliveryStatus.Sent,
            "TransientFailure" => DeliveryStatus.Deferred,
            "Bounce" => DeliveryStatus.Bounced,
            "Expiration" => DeliveryStatus.Expired,
            _ => null,
        };
        var account = Account(root);
        var peer = root.TryGetProperty("peer_address", out var address) && address.ValueKind == JsonValueKind.Object ? address : default(JsonElement?);
        if (type == "Reception")
        {
            _mail.Begin(id, time, AccountName.TryParse(account, out var name) ? name : null, root.Text("sender") is "");
            return account is not null && root.Text("reception_protocol") is { } protocol && protocol.EndsWith("SMTP", StringComparison.Ordinal)
                ? new AuthLineParts(account, WithoutPort(peer?.Text("addr")), true) { Protocol = "smtp", Session = root.Text("session_id"), Recipients = Math.Max(1, Recipients(root).Count) }.At(time)
                : IgnoredLine.Instance;
        }

        if (status is not { } found)
        {
            if (type == "AdminBounce")
            {
                _mail.End(id);
            }

            return IgnoredLine.Instance;
        }

        if (root.Text("delivery_protocol") is { } by && !by.EndsWith("SMTP", StringComparison.Ordinal))
        {
            return IgnoredLine.Instance;
        }

        if (account is not null && root.Text("sender") is not "")
        {
            // Every record has the meta values, so that a log that begins later knows the account too.
            _mail.Know(id, time, AccountName.TryParse(account, out var name) ? name : null);
        }

        var line = SeveralLines.Of([.. Recipients(root).Select(recipient => Deliver(root, recipient, id, time, found, peer)).Where(one => one is DeliveryLine)]);
        if (found != DeliveryStatus.Deferred)
        {
            _mail.End(id);
        }

        return line;
    }

    // Newer versions make one record of a batch, with a list.
    private static List<string> Recipients(JsonElement root) => root.TryGetProperty("recipient", out var recipient) ? recipient.ValueKind switch
    {
        JsonValueKind.String => [recipient.GetString()!],
        JsonValueKind.Array => [.. recipient.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)],
        _ => [],
    } : [];

    private LogLine Deliver(JsonElement root, string recipient, string id, DateTimeOffset time, DeliveryStatus status, JsonElement? peer)
    {
        var response = root.TryGetProperty("response", out var said) && said.ValueKind == JsonValueKind.Object ? said : default(JsonElement?);
        var code = response is { } r && r.TryGetProperty("enhanced_code", out var enhanced) && enhanced.ValueKind == JsonValueKind.Object
            ? string.Join('.', ((string[])["class", "subject", "detail"]).Select(part => enhanced.TryGetProperty(part, out var value) ? value.GetRawText() : ""))
            : null;
        var digits = response is { } whole && whole.TryGetProperty("code", out var number) && number.TryGetInt32(out var three) ? three.ToString(CultureInfo.InvariantCulture) : null;
        var content = response?.Text("content");

        // What an expiry says is KumoMTA's own; the provider's last word is the deferral's.
        var reply = status == DeliveryStatus.Expired || content is null ? null : string.Join(' ', ((string?[])[digits, code, content]).Where(part => part is not null));
        return _mail.Deliver(id, id, time, new RemoteAnswer(recipient, status)
        {
            Relay = peer?.Text("name"),
            RelayAddress = WithoutPort(peer?.Text("addr")),
            Port = PortOf(peer?.Text("addr")),
            Dsn = status == DeliveryStatus.Expired ? null : code,
            Reply = reply,
            DelaySeconds = Seconds(root, "created") is { } created && Seconds(root, "timestamp") is { } now && now >= created ? now - created : null,
        });
    }

    // The name is the operator's: what smtp_server_auth_plain leaves in the connection's metadata, copied to the message's.
    private static string? Account(JsonElement root)
    {
        if (root.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (string[])["authn_id", "authz_id"])
            {
                if (meta.Text(name) is { Length: > 0 } account)
                {
                    return account;
                }
            }
        }

        return null;
    }

    private static double? Seconds(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var seconds) && seconds is >= 0 and < 253_402_300_799 => seconds,
            JsonValueKind.String when Rfc3339.Parse(value.GetString()!) is { } time => time.ToUnixTimeMilliseconds() / 1000d,
            _ => null,
        } : null;

    private static DateTimeOffset? Time(JsonElement root) =>
        (root.TryGetProperty("event_time", out _) ? Seconds(root, "event_time") : null ?? Seconds(root, "timestamp")) is { } seconds ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)) : null;

    // peer_address.addr of some versions has the port behind it.
    private static string? WithoutPort(string? text) => text switch
    {
        ['[', ..] when text.IndexOf(']') is > 0 and var end => text[1..end],
        { } v4 when v4.Contains('.') && v4.IndexOf(':') is > 0 and var colon && v4.LastIndexOf(':') == colon => v4[..colon],
        _ => text,
    };

    private static int? PortOf(string? text) =>
        text is not null && WithoutPort(text) is { } address && address.Length < text.Length && int.TryParse(text[(text.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
