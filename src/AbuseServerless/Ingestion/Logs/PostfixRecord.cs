using System.Globalization;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>What stands around the message of a Postfix line.</summary>
/// <param name="Time">The time stamp as it is.</param>
/// <param name="Mailer">Host and Postfix instance, which own the queue: <c>mx1/postfix</c>.</param>
/// <param name="Daemon">Who speaks, without prefixes: <c>smtp</c> of <c>postfix/relay/smtp</c>.</param>
/// <param name="Message">The rest of the line, without <c>message repeated N times</c>.</param>
/// <param name="Times">How often it was said, from 1.</param>
internal readonly partial record struct PostfixRecord(string Time, string Mailer, string Daemon, string Message, int Times)
{
    /// <summary>Most repetitions believed of one line.</summary>
    private const int MostTimes = 10_000;

    /// <summary>Characters read of a line: several times what Postfix and syslog write.</summary>
    private const int LongestLine = 16_384;

    /// <summary>Null where a line is no Postfix line.</summary>
    public static PostfixRecord? Parse(string line)
    {
        var match = Line().Match(line.Length <= LongestLine ? line : line[..LongestLine]);
        if (!match.Success)
        {
            return null;
        }

        var message = match.Groups["message"].Value;
        var times = 1;
        if (Repetition().Match(message) is { Success: true } repeated)
        {
            message = repeated.Groups["message"].Value;
            times = int.TryParse(repeated.Groups["times"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 1, MostTimes) : 1;
        }

        return new(match.Groups["time"].Value, $"{match.Groups["host"].ValueSpan}/{match.Groups["instance"].ValueSpan}", match.Groups["daemon"].Value, message, times);
    }

    [GeneratedRegex(
        @"^\uFEFF?(?<time>[0-9]\S+|[A-Za-z]{3}[ ]+\S+[ ]\S+)[ ]+(?<host>\S+)[ ](?<instance>[^\s\[\]/]+)/(?:[^\s\[\]/]+/)*(?<daemon>[^\s\[\]/]+)\[\d+\]:[ ](?<message>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Line();

    // What rsyslog makes of lines that follow each other and are the same.
    [GeneratedRegex(@"^message repeated (?<times>\d+) times: \[ (?<message>.*)\]$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Repetition();
}
