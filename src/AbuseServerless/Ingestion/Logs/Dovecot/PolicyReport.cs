using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Dovecot;

/// <summary>
/// Reads the body of a <c>report</c> request of the auth-policy protocol, as Dovecot and other clients of weakforced send it.
/// Unknown properties are ignored.
/// </summary>
internal static class PolicyReport
{
    public static LogLine Read(JsonElement body, DateTimeOffset received)
    {
        // An allow request has no outcome.
        if (!body.TryGetProperty("success", out var success))
        {
            return IgnoredLine.Instance;
        }

        var protocol = body.Text("protocol");
        if (string.IsNullOrEmpty(protocol))
        {
            return new UncountedLine("protocol");
        }

        if (!SmtpService.Is(protocol) || (body.TryGetProperty("policy_reject", out var refused) && refused.ValueKind == JsonValueKind.True))
        {
            return IgnoredLine.Instance;
        }

        if (success.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return new MalformedLine("success is not true or false.");
        }

        return CapturedJson.TryReadTime(body, out var time)
            ? new AuthLineParts(body.Text("login"), body.Text("remote"), success.GetBoolean())
            {
                Protocol = protocol,
                Session = body.Text("session_id"),
            }.At(time ?? received)
            : new MalformedLine("t or time is not a time.");
    }
}
