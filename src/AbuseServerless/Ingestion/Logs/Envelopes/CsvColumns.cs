namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>What the columns of exported tables are called, and the property that each is as JSON.</summary>
internal static class CsvColumns
{
    private const string Time = "timestamp";
    private const string UtcTime = "utc";

    private static readonly Dictionary<string, string> OfLog = Named(
        (Time, "timestamp|@timestamp|_time|time|date|TimeGenerated|DeviceReportedTime"),
        ("message", "message|@message|_raw|full_message|SyslogMessage|log|line|msg|textPayload"),
        ("host", "host|host.name|host.hostname|hostname|Computer|FromHost"),
        ("program", "process.name|ProcessName|application_name|appname|programname|program|log.syslog.appname|syslogtag"),
        ("pid", "process.pid|ProcessID|process_id|procid|log.syslog.procid"));

    // As the portal of Entra exports them, and as Log Analytics does.
    private static readonly Dictionary<string, string> OfSignIn = Named(
        ("createdDateTime", "Date|TimeGenerated|CreatedDateTime"),
        ("userPrincipalName", "Username|UserPrincipalName"),
        ("ipAddress", "IP address|IPAddress"),
        ("clientAppUsed", "Client app|ClientAppUsed"),
        ("resultType", "Sign-in error code|ResultType"),
        ("status", "Status"),
        ("id", "Request ID"));

    /// <summary>The property of each column, null where it tells nothing; empty where this is the header of no table that can be read.</summary>
    public static string?[] Of(IReadOnlyList<string> header)
    {
        string?[] signIn = [.. header.Select(name => OfSignIn.GetValueOrDefault(WithoutZone(name)))];
        if (((string[])["createdDateTime", "userPrincipalName", "ipAddress", "clientAppUsed"]).All(signIn.Contains))
        {
            return signIn;
        }

        string?[] log = [.. header.Select(name => OfLog.GetValueOrDefault(WithoutZone(name)) is { } property ? property == Time && name.Contains("UTC", StringComparison.Ordinal) ? UtcTime : property : null)];
        return log.Contains("message") && (log.Contains(Time) || log.Contains(UtcTime)) ? log : [];
    }

    /// <summary>The property and its value as JSON has them.</summary>
    public static (string Name, string Value)? Property(string column, string value) => column switch
    {
        UtcTime => (Time, value.EndsWith('Z') ? value : value + " UTC"),

        // Log Analytics has an object there.
        "status" when value is "Success" => ("resultType", "0"),
        "status" when value is "Failure" or "Interrupted" => ("resultType", value),
        "status" => null,
        _ => (column, value),
    };

    private static Dictionary<string, string> Named(params ReadOnlySpan<(string Property, string Columns)> properties)
    {
        var named = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (property, columns) in properties)
        {
            foreach (var column in columns.Split('|'))
            {
                named.TryAdd(column, property);
            }
        }

        return named;
    }

    // TimeGenerated [UTC], Date (UTC).
    private static string WithoutZone(string column)
    {
        var name = column.Trim(' ', '"', '\uFEFF');
        var bracket = name.IndexOfAny(['[', '(']);
        return bracket > 1 ? name[..bracket].TrimEnd() : name;
    }
}
