using AbuseServerless.Gate.Following;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Upgrade.Tests.Logs;

/// <summary>How far a log was read: the resume file of an import, and what a gate keeps of a log that it follows. Of one message the account is told, and not yet what became of it.</summary>
internal static class ResumeFiles
{
    public const string Resume = "import.resume";
    public const string Follow = "follow.json";
    public const string Log = "mail.log";

    /// <summary>The lines that were read.</summary>
    public static readonly string[] Read =
    [
        "2026-11-24T12:00:00.000000+00:00 mx1 postfix/submission/smtpd[4711]: connect from unknown[81.2.69.142]",
        "2026-11-24T12:00:01.000000+00:00 mx1 postfix/submission/smtpd[4711]: 4bXyZ12345z9Q: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=bot@example.jp",
        "2026-11-24T12:00:01.500000+00:00 mx1 postfix/qmgr[99]: 4bXyZ12345z9Q: from=<bot@example.jp>, size=400, nrcpt=1 (queue active)",
    ];

    /// <summary>The line that comes after it.</summary>
    public const string Next = "2026-11-24T12:00:02.000000+00:00 mx1 postfix/smtp[100]: 4bXyZ12345z9Q: to=<x@gmail.com>, relay=gmail-smtp-in.l.google.com[142.250.1.26]:25, delay=1, delays=0.1/0/0.5/0.4, dsn=2.0.0, status=sent (250 2.0.0 OK)";

    public static async Task WriteAsync(string folder)
    {
        var log = Path.Combine(folder, Log);
        await File.WriteAllLinesAsync(log, Read);
        var (state, _) = await ReadAsync(log, ImportState.Empty);
        state.Save(Path.Combine(folder, Resume));
        new FollowState("/var/log/mail.log", state, Logins: 12, Deliveries: 3).Save(Path.Combine(folder, Follow));
    }

    /// <summary>Reads a log from where it was read to; answers the new state and the events.</summary>
    public static async Task<(ImportState State, IReadOnlyList<LogLine> Events)> ReadAsync(string path, ImportState state)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, new FakeTimeProvider(Story.Noon), state: state.Readers);
        var events = new List<LogLine>();
        await using var log = await LogFile.OpenAsync(path, TestContext.Current.CancellationToken);
        await log.StartAtAsync(state.PositionOf(log.Id!), TestContext.Current.CancellationToken);
        while (await log.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            events.AddRange(reader.Read(line).Events);
        }

        return (state.At(log.Id!, log.Position) with { Readers = reader.Save() }, events);
    }
}
