using AbuseServerless.Ingestion.Logs.Dovecot;
using AbuseServerless.Ingestion.Logs.Events;
using AbuseServerless.Ingestion.Logs.Exchange;
using AbuseServerless.Ingestion.Logs.Exim;
using AbuseServerless.Ingestion.Logs.Haraka;
using AbuseServerless.Ingestion.Logs.HMailServer;
using AbuseServerless.Ingestion.Logs.Kerio;
using AbuseServerless.Ingestion.Logs.KumoMta;
using AbuseServerless.Ingestion.Logs.Nginx;
using AbuseServerless.Ingestion.Logs.OpenSmtpd;
using AbuseServerless.Ingestion.Logs.Patterns;
using AbuseServerless.Ingestion.Logs.Postfix;
using AbuseServerless.Ingestion.Logs.Qmail;
using AbuseServerless.Ingestion.Logs.Sendmail;
using AbuseServerless.Ingestion.Logs.Stalwart;
using AbuseServerless.Ingestion.Logs.Zimbra;
using AbuseServerless.Ingestion.Logs.ZoneMta;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>The kinds of logs that can be read: one line each.</summary>
public static class LogFormats
{
    /// <summary>All of them. A line is of the first whose reader knows it.</summary>
    public static IReadOnlyList<LogFormat> All { get; } =
    [
        PostfixLogReader.Format,
        DovecotLogReader.Format,
        EximLogReader.Format,
        EntraLogReader.Format,
        ExchangeLogReader.Format,
        SendmailLogReader.Format,
        QmailLogReader.Format,
        KumoMtaReader.Format,
        ZimbraAuditReader.Format,
        NginxMailReader.Format,
        StalwartLogReader.Format,
        HarakaLogReader.Format,
        HMailServerReader.Format,
        OpenSmtpdReader.Format,
        ZoneMtaReader.Format,
        KerioLogReader.Format,
        EventReader.Format,
    ];

    /// <summary>What may be named, in words: <c>auto</c>, each kind, and a file of patterns.</summary>
    public static string Choices => $"auto, {string.Join(", ", All.Select(format => format.Name))} or {PatternFile.Prefix}FILE";

    /// <summary>The kind of a name; null where there is none. <c>patterns:FILE</c> is the kind that a file of patterns describes.</summary>
    /// <exception cref="PatternFileException">The file of patterns cannot be used; the message names the line.</exception>
    public static LogFormat? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(PatternFile.Prefix, StringComparison.OrdinalIgnoreCase)
            ? PatternFile.Open(name[PatternFile.Prefix.Length..])
            : All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase));
    }
}
