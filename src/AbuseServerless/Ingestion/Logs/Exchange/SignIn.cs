using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Exchange;

/// <summary>
/// One sign-in of Microsoft Entra ID: as Graph gives it (<c>signIn</c>), as diagnostic settings write it (the same under <c>properties</c>), or as a row of Log Analytics' <c>SigninLogs</c>. Only
/// <c>Authenticated SMTP</c>, or <c>SMTP</c>, counts; a sign-in that does not say which client was used, or names one that is not known, counts for nothing.
/// </summary>
internal static class SignIn
{
    // The last of year 9999.
    private const long LastMillisecond = 253_402_300_799_999;

    private static readonly FrozenSet<string> Smtp = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Authenticated SMTP", "SMTP", "Other clients; SMTP", "Other clients; Authenticated SMTP");

    // Microsoft Learn, "Sign-in log activity details" and "Block legacy authentication", with the names that logs have had instead.
    private static readonly FrozenSet<string> Others = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Browser", "Mobile Apps and Desktop clients", "Exchange ActiveSync", "Exchange ActiveSync (supported)", "Exchange ActiveSync (unsupported)", "Autodiscover", "Exchange Online PowerShell",
        "Exchange Web Services", "IMAP", "IMAP4", "MAPI Over HTTP", "Offline Address Book", "Outlook Anywhere (RPC over HTTP)", "Outlook Service", "POP", "POP3", "Reporting Web Services", "Universal Outlook",
        "Other clients", "Other clients; IMAP", "Other clients; POP", "Other clients; MAPI", "Other clients; Older Office clients", "Unknown");

    /// <summary>What a sign-in says; null where the object is none.</summary>
    public static LogLine? Read(JsonElement record)
    {
        var written = record.Property("properties") is { ValueKind: JsonValueKind.Object } properties && properties.Property("userPrincipalName") is not null ? properties : record;
        if (written.Property("userPrincipalName") is null || (written.Property("clientAppUsed") ?? written.Property("status") ?? written.Property("resultType") ?? written.Property("appDisplayName")) is null)
        {
            return null;
        }

        if (Text(written, "clientAppUsed") is not { Length: > 0 } client)
        {
            return new UncountedLine("clientAppUsed");
        }

        if (!Smtp.Contains(client))
        {
            return Others.Contains(client) ? IgnoredLine.Instance : new UncountedLine("clientAppUsed of SMTP, or of another client that is known");
        }

        if ((Text(written, "createdDateTime") ?? Text(record, "time") ?? Text(record, "TimeGenerated")) is not { } stamp || Time(stamp) is not { } time)
        {
            return MalformedLine.NoTime;
        }

        if (Code(written, record) is not { } code)
        {
            return new UncountedLine("status.errorCode");
        }

        return new AuthLineParts(Text(written, "userPrincipalName"), Address(Text(written, "ipAddress") ?? Text(record, "callerIpAddress")), code == "0")
        {
            Protocol = "smtp",
            Server = "Exchange Online",
            Session = Text(written, "id"),
        }.At(time);
    }

    private static string? Code(JsonElement written, JsonElement record)
    {
        var status = written.Property("status");
        if (status is { ValueKind: JsonValueKind.String } text)
        {
            // Log Analytics exports keep the object as text.
            try
            {
                using var document = JsonDocument.Parse(text.GetString()!);
                status = document.RootElement.Clone();
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                status = null;
            }
        }

        return (status is { ValueKind: JsonValueKind.Object } value ? value.Property("errorCode") : null ?? written.Property("resultType") ?? record.Property("resultType")) switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            { ValueKind: JsonValueKind.String } code => code.GetString(),
            _ => null,
        };
    }

    // Windows PowerShell's ConvertTo-Json writes /Date(1795482060000)/.
    private static DateTimeOffset? Time(string stamp) =>
        stamp.StartsWith("/Date(", StringComparison.Ordinal) ? long.TryParse(stamp.AsSpan(6).TrimEnd(")/"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < LastMillisecond
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null
        : Rfc3339.Parse(stamp) ?? (DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null);

    // Some records have a port: 192.0.2.1:50000, [2001:db8::1]:50000.
    private static string? Address(string? text) => text switch
    {
        ['[', ..] when text.IndexOf(']') is > 0 and var end => text[1..end],
        { } v4 when v4.Contains('.') && v4.IndexOf(':') is > 0 and var colon && v4.LastIndexOf(':') == colon => v4[..colon],
        _ => text,
    };

    private static string? Text(JsonElement element, string name) => element.Property(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}

/// <summary>Finds properties in whatever case: Graph, PowerShell and Log Analytics differ.</summary>
internal static class AnyCase
{
    /// <summary>The property; null where there is none.</summary>
    public static JsonElement? Property(this JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return property.Value;
                }
            }
        }

        return null;
    }
}
