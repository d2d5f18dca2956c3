using System.Globalization;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Postfix;

/// <summary>A line that one of Postfix' daemons wrote.</summary>
/// <param name="Time">When.</param>
/// <param name="Host">The host, which owns the queue.</param>
/// <param name="Instance">The first part of the tag.</param>
/// <param name="Message">What was said, without <c>message repeated N times</c>.</param>
/// <param name="Times">How often it was said, from 1.</param>
internal readonly partial record struct PostfixRecord(DateTimeOffset Time, string Host, string Instance, string Message, int Times)
{
    private const int MaximumTimes = 10_000;

    // Several times what Postfix and syslog write.
    private const int MaximumMessageLength = 16_384;

    public static PostfixRecord Of(in LogEntry entry, DateTimeOffset time, ReadOnlySpan<char> instance)
    {
        var message = (entry.Message.Length <= MaximumMessageLength ? entry.Message : entry.Message[..MaximumMessageLength]).ToString();
        var times = 1;
        if (message.StartsWith("message repeated ", StringComparison.Ordinal) && Repetition().Match(message) is { Success: true } repeated)
        {
            message = repeated.Groups["message"].Value;
            times = int.TryParse(repeated.Groups["times"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 1, MaximumTimes) : 1;
        }

        return new(time, entry.Host.ToString(), instance.ToString(), message, times);
    }

    // What rsyslog makes of lines that follow each other and are the same.
    [GeneratedRegex(@"^message repeated (?<times>\d+) times: \[ (?<message>.*)\]$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Repetition();
}
