using AbuseServerless.Ingestion.Logs.Dovecot;
using AbuseServerless.Ingestion.Logs.Events;
using AbuseServerless.Ingestion.Logs.Postfix;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>The kinds of logs that can be read: one line each.</summary>
public static class LogFormats
{
    /// <summary>All of them. A line is of the first whose reader knows it.</summary>
    public static IReadOnlyList<LogFormat> All { get; } =
    [
        PostfixLogReader.Format,
        DovecotLogReader.Format,
        EventReader.Format,
    ];

    /// <summary>The kind of a name; null where there is none.</summary>
    public static LogFormat? Find(string name) => All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase));
}
