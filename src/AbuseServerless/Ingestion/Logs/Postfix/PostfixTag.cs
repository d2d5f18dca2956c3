using System.Collections.Frozen;

namespace AbuseServerless.Ingestion.Logs.Postfix;

/// <summary>The parts of a tag: <c>postfix/submission/smtpd</c> is the instance <c>postfix</c> (or whatever <c>syslog_name</c> says) and the daemon <c>smtpd</c>.</summary>
internal static class PostfixTag
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Daemons = FrozenSet.Create(
        StringComparer.Ordinal,
        "smtpd", "smtp", "qmgr", "nqmgr", "oqmgr", "cleanup", "pickup", "bounce", "defer", "trace", "error", "retry", "discard", "local", "virtual", "lmtp", "pipe", "anvil", "scache",
        "tlsproxy", "tlsmgr", "postscreen", "dnsblog", "verify", "trivial-rewrite", "proxymap", "proxywrite", "master", "flush", "showq", "spawn", "postfix-script", "sendmail", "postdrop",
        "postsuper", "postqueue", "postlog", "postlogd", "postalias", "postmap", "postmulti", "relay", "submission", "smtps", "qmqpd").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>False where the tag is none of Postfix'.</summary>
    public static bool TryParse(ReadOnlySpan<char> program, out ReadOnlySpan<char> instance, out ReadOnlySpan<char> daemon)
    {
        var (first, last) = (program.IndexOf('/'), program.LastIndexOf('/'));
        instance = default;
        daemon = default;
        if (first < 1 || last == program.Length - 1)
        {
            return false;
        }

        instance = program[..first];
        daemon = program[(last + 1)..];
        return instance.StartsWith("postfix", StringComparison.OrdinalIgnoreCase) || Daemons.Contains(daemon);
    }
}
