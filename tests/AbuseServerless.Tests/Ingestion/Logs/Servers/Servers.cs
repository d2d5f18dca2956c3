using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs.Servers;

/// <summary>Says in short what lines are, as readers of other servers than Postfix find it.</summary>
internal static class Servers
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 17, 0, 0, TimeSpan.Zero);

    /// <summary>What each line is, by whichever reader knows it.</summary>
    public static IReadOnlyList<string> Read(params IEnumerable<string> lines) => Read(null, lines);

    /// <summary>What each line is to one reader.</summary>
    public static IReadOnlyList<string> Read(LogFormat? format, IEnumerable<string> lines)
    {
        var reader = new MailLogReader(format is null ? null : [format], TimeZoneInfo.Utc, new FakeTimeProvider(Now));
        return [.. lines.Select(reader.Read).SelectMany(line => line is SeveralLines several ? several.Lines : [line]).Select(Say)];
    }

    /// <summary>What the last line is; those before it are what it rests upon.</summary>
    public static string Last(params IEnumerable<string> lines) => Read(lines)[^1];

    /// <summary>The logins and deliveries of a file of <c>Captures</c>.</summary>
    public static IReadOnlyList<string> Capture(string file) =>
        [.. Read(File.ReadLines(RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Captures", file))).Where(said => said != "ignored")];

    /// <summary>The incident of a stolen account as some server tells it: eleven logins from as many countries, a minute apart.</summary>
    public static readonly IReadOnlyList<string> Addresses =
    [
        "200.147.3.157", "114.114.114.114", "194.25.0.68", "80.10.246.2", "81.2.69.142", "202.54.1.30", "77.88.8.8", "8.8.8.8", "168.126.63.1", "203.162.4.190", "195.175.39.39",
    ];

    /// <summary>That the lines, one for each address, are the eleven logins at 01:01 to 01:11 UTC.</summary>
    public static void AreTheIncident(Func<int, string, string> line, string recipients = "") => Assert.Equal(
        Addresses.Select((address, i) => $"2026-11-24T01:{i + 1:00}:00 botnet@example.jp {address} ok{recipients}"),
        Timed(Addresses.Select((address, i) => line(i, address))));

    private static IReadOnlyList<string> Timed(IEnumerable<string> lines)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, new FakeTimeProvider(Now));
        return [.. lines.Select(reader.Read).Select(line => line is AuthLine auth ? $"{auth.Event.Time:yyyy-MM-dd'T'HH:mm:ss} {Say(line)}" : Say(line))];
    }

    private static string Say(LogLine line) => line switch
    {
        AuthLine { Event: var auth } => $"{auth.Account} {auth.Address} {(auth.Success ? "ok" : "failed")}{(auth.Recipients > 0 ? $" for {auth.Recipients}" : "")}",
        DeliveryLine { Event: var delivery } => string.Join(' ', ((string?[])
        [
            delivery.RecipientDomain, delivery.Status.ToString(), delivery.Dsn, delivery.Relay is null ? null : $"by {delivery.Relay}", delivery.Account is null ? null : $"of {delivery.Account}",
        ]).Where(part => part is not null)),
        MalformedLine malformed => malformed.Reason,
        UncountedLine uncounted => $"{uncounted.Missing} not told",
        UnreadLine => "unread",
        ForeignLine => "foreign",
        _ => "ignored",
    };
}
