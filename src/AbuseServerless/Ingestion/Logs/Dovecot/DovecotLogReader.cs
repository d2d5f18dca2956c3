using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace AbuseServerless.Ingestion.Logs.Dovecot;

/// <summary>
/// Reads what Dovecot says about AUTH requests, one JSON object a line: <c>auth_request_finished</c> of the event exporter,
/// bare or behind the prefix of the log (<c>2026-11-24T16:57:00 stats: Info: {…}</c>); <c>report</c> requests of the
/// auth-policy protocol, as bodies; and either inside a captured HTTP request,
/// <c>{"t":1795539420.147,"request_line":"POST /policy?command=report HTTP/1.1","body_raw":"…"}</c>.
/// </summary>
/// <remarks>
/// <para>Only SMTP counts: a line that names another protocol than <c>smtp</c> or <c>submission</c> is ignored, one that names none is <see cref="UncountedLine"/>.</para>
/// <para>
/// Ignored too are <c>allow</c> requests (Dovecot asks several times per login), requests that the policy server refused
/// (the refusal would otherwise be evidence for itself) and failed requests without a login name.
/// </para>
/// <para>A file that holds both the events and the reports of one server tells of each request twice.</para>
/// </remarks>
/// <param name="time">Gives the time of a report that has none: Dovecot sends none, so it has the time of its receipt.</param>
public sealed class DovecotLogReader(TimeProvider time) : ILogReader
{
    // Its processes, as they are named in the log that it writes itself; other servers call theirs imap and lmtp too.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Processes = FrozenSet.Create(
        StringComparer.Ordinal,
        "anvil", "auth", "auth-worker", "config", "dict", "dict-async", "director", "dns-client", "doveadm", "dsync-server", "imap", "imap-hibernate", "imap-urlauth", "imap-urlauth-worker", "indexer",
        "indexer-worker", "ipc", "lda", "lmtp", "log", "managesieve", "master", "pop3", "quota-status", "replicator", "ssl-params", "submission").GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<string> Levels = SearchValues.Create([": Debug: ", ": Info: ", ": Warning: ", ": Error: ", ": Fatal: ", ": Panic: "], StringComparison.Ordinal);

    /// <summary>Logs of Dovecot 2.3 and 2.4.</summary>
    public static LogFormat Format { get; } = new("dovecot", "Dovecot", LogTells.Logins | LogTells.FailedLogins, context => new DovecotLogReader(context.Time));

    /// <summary>What a message says that Dovecot sent by itself: an event or a report.</summary>
    /// <param name="body">UTF-8.</param>
    public LogLine ReadBody(ReadOnlySpan<byte> body) =>
        DovecotJson.Read(Encoding.UTF8.GetString(body).AsMemory(), time.GetUtcNow()) switch
        {
            ForeignLine => IgnoredLine.Instance,
            var line => line,
        };

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (DovecotLogin.Read(entry) is { } login)
        {
            return login;
        }

        var message = entry.Message;
        if (IsStats(entry.Program))
        {
            return Exported(message.StartsWith("Info: ") ? message[6..] : message);
        }

        if (entry.Program is "dovecot")
        {
            var colon = message.IndexOf(": ");
            message = colon > 0 && IsStats(message[..colon]) ? message[(colon + 2)..] : default;
            return Exported(message.StartsWith("Info: ") ? message[6..] : message);
        }

        if (IsOwnLog(entry))
        {
            return IgnoredLine.Instance;
        }

        return entry.IsJson ? DovecotJson.Read(message.ToString().AsMemory(), time.GetUtcNow()) is var line and not MalformedLine { Reason: DovecotJson.NoObject } ? line : ForeignLine.Instance : ForeignLine.Instance;
    }

    private LogLine Exported(ReadOnlySpan<char> message) =>
        message is ['{', ..] && DovecotJson.Read(message.ToString().AsMemory(), time.GetUtcNow()) is var line and not ForeignLine ? line : IgnoredLine.Instance;

    // Such as "imap(bob@example.jp)<812><session>: Info: Logged out", without the name of the server: the level is what tells it.
    private static bool IsOwnLog(in LogEntry entry) =>
        entry.Text.IndexOfAny('(', '<', ':') is > 0 and var end && Processes.Contains(entry.Text[..end]) && entry.Text[end..].ContainsAny(Levels);

    // stats, or stats(812) with the number of its process.
    private static bool IsStats(ReadOnlySpan<char> name) => name is "stats" || (name.StartsWith("stats(") && name[^1] == ')');
}
