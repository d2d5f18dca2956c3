using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>What lines of mail servers are known by, whichever they are.</summary>
internal static partial class MailWords
{
    // What stands in lines of logins and deliveries of mail servers, whichever they are.
    private static readonly SearchValues<string> Mail = SearchValues.Create(
        ["postfix", "dovecot", "exim", "sendmail", "smtp", "sasl", "dsn=", "status=sent", "authid=", "vchkpw", "mailer-daemon", "rcpt to", "mail from"], StringComparison.OrdinalIgnoreCase);

    // What stands, beside an address, in lines of logins.
    private static readonly SearchValues<string> Logins = SearchValues.Create(["auth", "login", "logged in", "username", "user="], StringComparison.OrdinalIgnoreCase);

    // Programs that mail is read by.
    private static readonly SearchValues<string> Reading = SearchValues.Create(["imap", "pop3", "sieve"], StringComparison.OrdinalIgnoreCase);

    // Programs beside mail servers that speak of mail and of no login's address: they stand in the log of every host.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Helpers = FrozenSet.Create(
        StringComparer.Ordinal,
        "saslauthd", "plesk_saslauthd", "amavis", "opendkim", "opendmarc", "spamd", "rspamd", "clamd", "clamav-milter", "freshclam", "postgrey", "sqlgrey", "policyd-spf", "postsrsd", "postfwd", "postfwd2",
        "fail2ban", "fail2ban-server", "fail2ban.actions", "fail2ban.filter", "systemd", "cron", "CRON", "sudo", "kernel", "rsyslogd",
        "sshd", "sshd-session", "sshd-auth", "dropbear", "vsftpd", "proftpd", "pure-ftpd", "openvpn", "named", "audit", "auditd", "systemd-logind", "su", "polkitd", "roundcube", "sogod", "nextcloud", "haproxy", "dhclient").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a line that no reader knows looks like one of a login or a delivery.</summary>
    public static bool AreIn(in LogEntry entry)
    {
        var line = entry.Line.AsSpan();
        return !Helpers.Contains(entry.Program) && (line.ContainsAny(Mail) || (line.ContainsAny(Logins) && !entry.Program.ContainsAny(Reading) && Address().IsMatch(line)));
    }

    // An address of a client, as it stands in lines of logins of whatever server.
    [GeneratedRegex(@"(?:^|[^0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:$|[^0-9.])", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
