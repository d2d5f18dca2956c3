using System.Collections.Immutable;
using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>Excerpts of what Postfix 3.7 and Dovecot 2.3 wrote on a test installation, as they wrote it.</summary>
internal static class Capture
{
    /// <summary>The requests that a reader finds in a file of <c>Captures</c>, a line of text each; malformed lines as their reason.</summary>
    public static IReadOnlyList<string> Read(MailLogReader reader, string file) =>
        [.. File.ReadLines(RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Captures", file))
            .Select(reader.Read)
            .Where(line => line is AuthLine or MalformedLine)
            .Select(Describe)];

    /// <summary>Reads lines of one kind, in UTC, no later than a day after a time.</summary>
    public static MailLogReader Reader(LogFormat format, DateTimeOffset now, ImmutableDictionary<string, string>? state = null) => new([format], TimeZoneInfo.Utc, new FakeTimeProvider(now), state: state);

    /// <summary>What is told: the events, or a line that cannot be read.</summary>
    public static IReadOnlyList<LogLine> Told(this MailLogReader reader, string line) => reader.Read(line) switch
    {
        MalformedLine malformed => [malformed],
        var read => read.Events,
    };

    public static string Describe(LogLine line) => line switch
    {
        AuthLine auth => $"{auth.Event.Time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {auth.Event.Account} {auth.Event.Address} {(auth.Event.Success ? "ok" : "failed")}",
        MalformedLine malformed => malformed.Reason,
        UncountedLine uncounted => $"{uncounted.Missing} not told",
        _ => "ignored",
    };
}
