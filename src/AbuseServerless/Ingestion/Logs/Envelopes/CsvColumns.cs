namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>What the columns of exported tables are called, and the property that each is as JSON.</summary>
internal static class CsvColumns
{
    private const string Time = "timestamp";
    private const string UtcTime = "utc";

    private static readonly Dictionary<string, string> OfLog = new(StringComparer.OrdinalIgnoreCase)
    {
        ["timestamp"] = Time, ["@timestamp"] = Time, ["_time"] = Time, ["time"] = Time, ["date"] = Time, ["TimeGenerated"] = Time,
        ["message"] = "message", ["_raw"] = "message", ["full_message"] = "message", ["SyslogMessage"] = "message", ["log"] = "message", ["line"] = "message", ["@message"] = "message",
        ["msg"] = "message", ["textPayload"] = "message",
        ["host"] = "host", ["host.name"] = "host", ["host.hostname"] = "host", ["hostname"] = "host", ["Computer"] = "host",
        ["process.name"] = "program", ["ProcessName"] = "program", ["application_name"] = "program", ["appname"] = "program", ["programname"] = "program", ["program"] = "program",
        ["log.syslog.appname"] = "program", ["syslogtag"] = "program",
        ["process.pid"] = "pid", ["ProcessID"] = "pid", ["process_id"] = "pid", ["procid"] = "pid", ["log.syslog.procid"] = "pid",
    };

    // As the portal of Entra exports them, and as Log Analytics does.
    private static readonly Dictionary<string, string> OfSignIn = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Date"] = "createdDateTime", ["TimeGenerated"] = "createdDateTime", ["CreatedDateTime"] = "createdDateTime", ["Username"] = "userPrincipalName", ["UserPrincipalName"] = "userPrincipalName",
        ["IP address"] = "ipAddress", ["IPAddress"] = "ipAddress", ["Client app"] = "clientAppUsed", ["ClientAppUsed"] = "clientAppUsed", ["Sign-in error code"] = "resultType", ["ResultType"] = "resultType",
        ["Status"] = "status", ["Request ID"] = "id",
    };

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

    // TimeGenerated [UTC], Date (UTC).
    private static string WithoutZone(string column)
    {
        var name = column.Trim(' ', '"', '\uFEFF');
        var bracket = name.IndexOfAny(['[', '(']);
        return bracket > 1 ? name[..bracket].TrimEnd() : name;
    }
}
