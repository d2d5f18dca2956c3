using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Ingestion.Logs.Envelopes;

namespace AbuseServerless.Ingestion.Logs.Patterns;

/// <summary>Reads lines by patterns of the operator's.</summary>
/// <remarks>
/// <para><c>time</c>: in any notation that a line may begin with; without the group, the time stamp of the line.</para>
/// <para><c>success</c>: ok, success, successful, succeeded, accepted, passed, true, yes, 1 or a reply of 2xx, or else fail, failed, failure, rejected, denied, error, false, no, 0 or a reply of 4xx or 5xx,
/// in whatever case; without the group, what the pattern fits succeeded.</para>
/// <para><c>protocol</c>: counts where it is SMTP (smtp, smtps, esmtp…, submission…); what is there and empty counts for nothing. Without the group, what the pattern fits is SMTP.</para>
/// <para><c>recipients</c>: a number; empty for none told.</para>
/// </remarks>
internal sealed class PatternLogReader : ILogReader
{
    // Longer lines are of no mail server, and each pattern would read it three times.
    private const int MaximumLineLength = 65_536;

    private readonly LogPattern[] _patterns;
    private readonly LogClock _clock;

    public PatternLogReader(LogPattern[] patterns, LogContext context)
    {
        _patterns = patterns;
        _clock = new LogClock(context.Zone, context.Time);
    }

    /// <inheritdoc/>
    public LogLine Read(in LogEntry entry)
    {
        if (entry.Line.Length > MaximumLineLength)
        {
            return ForeignLine.Instance;
        }

        var (line, text, message) = (entry.Line, entry.Text.Length < entry.Line.Length ? entry.Text.ToString() : null, entry.Message.Length < entry.Text.Length ? entry.Message.ToString() : null);
        foreach (var pattern in _patterns)
        {
            if ((pattern.Match(line) ?? (text is null ? null : pattern.Match(text)) ?? (message is null ? null : pattern.Match(message))) is { } match)
            {
                return Login(match, entry.Time, entry.Host.ToString());
            }
        }

        return ForeignLine.Instance;
    }

    private LogLine Login(Match match, DateTimeOffset? stamped, string host)
    {
        var (protocol, outcome, written, recipients) = (match.Groups["protocol"], match.Groups["success"], match.Groups["time"], match.Groups["recipients"]);
        if (Has(match, "protocol"))
        {
            if (protocol.Length == 0)
            {
                return new UncountedLine("protocol");
            }

            if (!IsSmtp(protocol.Value))
            {
                return IgnoredLine.Instance;
            }
        }

        if ((Has(match, "success") ? Success(outcome.Value) : true) is not { } success)
        {
            return outcome.Length == 0 ? new UncountedLine("success") : new MalformedLine("success is not one of the known words.");
        }

        var time = written.Length > 0 ? Stamp.TryRead(written.ValueSpan, out var stamp, out _, out _) ? _clock.Read(stamp) : null : stamped;
        if (time is not { } when)
        {
            return written.Length > 0 ? new MalformedLine("time is not a readable time stamp.") : MalformedLine.NoTime;
        }

        var count = 0;
        if (recipients.Length > 0 && !int.TryParse(recipients.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            return new MalformedLine("recipients is not a number.");
        }

        return new AuthLineParts(match.Groups["account"].Value, match.Groups["ip"].Value, success) { Protocol = "smtp", Server = host, Recipients = count }.At(when);
    }

    private static bool Has(Match match, string group) => match.Groups.ContainsKey(group);

    private static bool IsSmtp(string protocol) =>
        protocol.StartsWith("smtp", StringComparison.OrdinalIgnoreCase) || protocol.StartsWith("esmtp", StringComparison.OrdinalIgnoreCase) || protocol.StartsWith("submission", StringComparison.OrdinalIgnoreCase);

    private static bool? Success(string word) => word.ToUpperInvariant() switch
    {
        "OK" or "SUCCESS" or "SUCCESSFUL" or "SUCCEEDED" or "ACCEPTED" or "PASS" or "PASSED" or "TRUE" or "YES" or "1" => true,
        "FAIL" or "FAILED" or "FAILURE" or "REJECTED" or "DENIED" or "ERROR" or "FALSE" or "NO" or "0" => false,
        [var first and ('2' or '4' or '5'), >= '0' and <= '9', >= '0' and <= '9'] => first == '2',
        _ => null,
    };
}
