using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>One is not told as several, nor several as one.</summary>
public sealed class CountedWordsTests
{
    [Theory]
    [InlineData(1, 1, "The only client address has no country and does not count. Is it that of a proxy? Are the geolocation databases complete?")]
    [InlineData(2, 2, "100 % of the client addresses (2 of 2) have no country and do not count. Are they addresses of a proxy? Are the geolocation databases complete?")]
    [InlineData(10, 1, "10 % of the client addresses (1 of 10) have no country and do not count.")]
    public void Addresses_without_a_country_are_told(int addresses, int without, string expected)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, TimeProvider.System);
        for (var i = 1; i <= addresses; i++)
        {
            reader.Read($$"""{"time":"2026-11-20T01:00:00Z","account":"alice@example.jp","ip":"8.8.8.{{i}}","success":true}""");
        }

        Assert.Contains(expected, LogSummary.Warnings(reader.Tally, address => address.GetAddressBytes()[3] > without));
    }

    [Theory]
    [InlineData(0, "0 logins and deliveries")]
    [InlineData(1, "1 login or delivery")]
    [InlineData(2, "2 logins and deliveries")]
    public void A_followed_log_tells_its_events(long events, string expected) => Assert.Contains(expected, new LogHealth("/var/log/mail.log", 100, 100, events, 0).ToString(), StringComparison.Ordinal);
}
