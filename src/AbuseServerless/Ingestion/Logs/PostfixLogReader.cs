using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>
/// Reads what Postfix's <c>smtpd</c> says about AUTH requests. A submission, <c>QUEUEID: client=NAME[ADDRESS], sasl_method=…,
/// sasl_username=…</c>, is the AUTH of a message and succeeded; <c>warning: NAME[ADDRESS]: SASL … authentication failed: …,
/// sasl_username=…</c> failed. A successful AUTH without a message leaves no name in the log and is not seen.
/// </summary>
/// <remarks>
/// <para>
/// Time stamps are RFC 3339, or <c>Nov 24 16:52:16</c>. The latter has no zone and no year; see <see cref="SyslogTimestamp"/>
/// for how both are found.
/// </para>
/// <para>
/// The name of a failed request is what the client typed, cut by Postfix to 100 bytes; the first
/// <c>, sasl_username=</c> of the line begins it and everything after belongs to it. The name of a submission ends
/// at the first <c>, sasl_sender=</c>, <c>, orig_queue_id=</c> or <c>, orig_client=</c>, which a client can write but not put before the name.
/// Failures without a name (empty, <c>(unavailable)</c>, or none) are ignored.
/// </para>
/// </remarks>
public sealed partial class PostfixLogReader : ILogReader
{
    private const string NoName = "(unavailable)";
    private static readonly string[] AfterName = [", sasl_sender=", ", orig_queue_id=", ", orig_client="];
    private readonly SyslogTimestamp _timestamp;

    /// <summary>Reads a log of this machine, just written: in its zone, and no later than tomorrow.</summary>
    public PostfixLogReader(TimeProvider time)
        : this((time ?? throw new ArgumentNullException(nameof(time))).LocalTimeZone, time.GetUtcNow())
    {
    }

    /// <summary>Reads a log of some machine.</summary>
    /// <param name="zone">The zone of time stamps that name none.</param>
    /// <param name="reference">When the log was written or later; decides the year of time stamps that have none.</param>
    public PostfixLogReader(TimeZoneInfo zone, DateTimeOffset reference) => _timestamp = new SyslogTimestamp(zone, reference);

    /// <inheritdoc/>
    public LogLine Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var match = Line().Match(line);
        if (!match.Success)
        {
            return IgnoredLine.Instance;
        }

        var failed = match.Groups["failed"].Success;
        var name = match.Groups["name"].Value;
        if (failed && name == NoName)
        {
            return IgnoredLine.Instance;
        }

        var parts = new AuthLineParts(failed ? name : BeforeOtherProperties(name), Address(match.Groups["address"].ValueSpan), !failed)
        {
            Protocol = "smtp",
            Server = match.Groups["host"].Value,
        };
        return _timestamp.Parse(match.Groups["time"].ValueSpan) is { } time
            ? parts.At(time)
            : new MalformedLine("The time stamp is neither RFC 3339 nor of the form 'Nov 24 16:52:16'.");
    }

    private static string BeforeOtherProperties(string name)
    {
        foreach (var property in AfterName)
        {
            var end = name.IndexOf(property, StringComparison.Ordinal);
            name = end < 0 ? name : name[..end];
        }

        return name;
    }

    private static string Address(ReadOnlySpan<char> text) =>
        (text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text).ToString();

    // Anchored at both ends and, up to the name, free of places where a client could write what it likes: a host name holds no
    // brackets or blanks, a mechanism no blanks. The port stands behind the address with smtpd_client_port_logging.
    [GeneratedRegex(
        @"^\uFEFF?(?<time>\S+|[A-Za-z]{3}[ ]+\S+[ ]\S+)[ ]+(?<host>\S+)[ ][^\s\[\]]*/smtpd\[\d+\]:[ ](?:"
        + @"[0-9A-Za-z]+:[ ]client=[^\s\[\],]*\[(?<address>[^\s\[\]]*)\](?::\d+)?,[ ](?:sasl_method=[^\s,]+,[ ])?sasl_username=(?<name>.*)"
        + @"|(?<failed>warning:)[ ][^\s\[\],]*\[(?<address>[^\s\[\]]*)\](?::\d+)?:[ ]SASL[ ]\S+[ ]authentication[ ]failed:[ ].*?,[ ]sasl_username=(?<name>.*)"
        + @")$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Line();
}
