using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Dovecot;

/// <summary>Reads <c>auth_request_finished</c> of Dovecot's event exporter, format <c>json</c>.</summary>
internal static class DovecotAuthEvent
{
    public static LogLine Read(JsonElement root, JsonElement name)
    {
        if (name.ValueKind != JsonValueKind.String || !name.ValueEquals("auth_request_finished"u8))
        {
            return IgnoredLine.Instance;
        }

        if (!root.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Object)
        {
            return new MalformedLine("auth_request_finished without fields.");
        }

        // Dovecot 2.4 says protocol where 2.3 said service.
        var protocol = fields.Text("protocol") is { Length: > 0 } said ? said : fields.Text("service");
        if (string.IsNullOrEmpty(protocol))
        {
            return new UncountedLine("protocol");
        }

        if (!SmtpService.Is(protocol) || fields.Text("policy_result") == "refused")
        {
            return IgnoredLine.Instance;
        }

        if ((root.Text("end_time") ?? root.Text("start_time")) is not { } stamp || Rfc3339.Parse(stamp) is not { } time)
        {
            return new MalformedLine("end_time or start_time is missing, or not an RFC 3339 date and time with an offset.");
        }

        // user is the login as auth_username_format left it, and what Postfix is told.
        return new AuthLineParts(fields.Text("user") ?? fields.Text("original_user"), fields.Text("remote_ip"), Succeeded(fields))
        {
            Protocol = protocol,
            Server = root.Text("hostname"),
            Session = fields.Text("session"),
        }.At(time);
    }

    // Present only when the request succeeded, and then "yes".
    private static bool Succeeded(JsonElement fields) =>
        fields.TryGetProperty("success", out var success)
        && (success.ValueKind == JsonValueKind.True || (success.ValueKind == JsonValueKind.String && success.ValueEquals("yes"u8)));
}
