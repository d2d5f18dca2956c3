using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>Excerpts of what Postfix 3.7 and Dovecot 2.3 wrote on a test installation, as they wrote it.</summary>
internal static class Capture
{
    /// <summary>The requests that a reader finds in a file of <c>Captures</c>, a line of text each; malformed lines as their reason.</summary>
    public static IReadOnlyList<string> Read(ILogReader reader, string file) =>
        [.. File.ReadLines(RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Captures", file))
            .Select(reader.Read)
            .Where(line => line is not IgnoredLine)
            .Select(Describe)];

    public static string Describe(LogLine line) => line switch
    {
        AuthLine auth => $"{auth.Event.Time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {auth.Event.Account} {auth.Event.Address} {(auth.Event.Success ? "ok" : "failed")}",
        MalformedLine malformed => malformed.Reason,
        _ => "ignored",
    };
}
