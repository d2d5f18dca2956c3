using AbuseServerless.Azure.Presence;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Quotas;

namespace AbuseServerless.Module.Tests.Quotas;

/// <summary>The share of a watched account is of what the gates let it send, as they report it.</summary>
public sealed class WatchedLimitTests
{
    private const string Show = """Get-GeoUsage | ForEach-Object { "$($_.Account -replace '@.*') $($_.Share) $($_.Limit)" }; (Get-GeoUsage aaron@watched.example).Limit""";

    [Fact]
    public async Task The_share_is_of_the_limit_that_applies_and_the_limit_says_whose_it_is()
    {
        await using var installation = await Installation.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var gate = new PresenceRow { Kind = "gate", Name = "mx1:1", Version = "0.1.0", Started = now, Time = now };
        await installation.SendMailAsync("alice@watched.example", 8);
        await installation.SendMailAsync("aaron@watched.example", 9);
        await installation.SendMailAsync("abel@watched.example", 2);
        await installation.TravelAsync("aaron@watched.example", 5);

        await installation.SayAsync(gate with { Watched = new WatchedQuota(18, 1, null, TimeSpan.FromDays(7)) });
        Assert.Equal(
            ["aaron 1 18 recipients/h, watched", "alice 0.8 10 messages/h, basic", "abel 0.2 10 messages/h, basic", "18 recipients/h, watched"],
            await LinesAsync(installation, $"Set-GeoPlan basic -MessagesPerHour 10 -RecipientsPerHour 200 -For '*' -Reason Test; {Show}"));

        await installation.SayAsync(gate with { Watched = new WatchedQuota(null, 0.1, null, TimeSpan.FromDays(7)) });
        Assert.Equal(["aaron 9 1 message/h, watched", "alice 0.8 10 messages/h, basic", "abel 0.2 10 messages/h, basic", "1 message/h, watched"], await LinesAsync(installation, Show));

        // Of gates that differ, the nearest limit counts.
        await installation.SayAsync(gate with { Name = "mx2:1", Watched = new WatchedQuota(1, 1, null, TimeSpan.FromDays(7)) });
        Assert.Equal("aaron 18 1 recipient/h, watched", (await LinesAsync(installation, Show))[0]);

        // Neither a limit for a shorter time than the watch lasts nor a gate that has fallen silent changes anything.
        await installation.SayAsync(gate with { Watched = new WatchedQuota(1, 0, null, TimeSpan.Zero) });
        await installation.SayAsync(gate with { Name = "mx2:1", Time = now.AddMinutes(-10), Watched = new WatchedQuota(1, 0, null, TimeSpan.FromDays(7)) });
        Assert.Equal(["aaron 0.9 10 messages/h, basic", "alice 0.8 10 messages/h, basic", "abel 0.2 10 messages/h, basic", "10 messages/h, basic"], await LinesAsync(installation, Show));

        // Without a plan, only what the gates say of watched accounts limits anybody.
        await installation.SayAsync(gate with { Watched = new WatchedQuota(36, 0.5, null, TimeSpan.FromDays(7)) });
        Assert.Equal(["aaron 0.5 36 recipients/h, watched", "abel", "alice", "36 recipients/h, watched"], await LinesAsync(installation, $"Remove-GeoPlan basic; {Show}"));
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(Installation installation, string script) => [.. (await installation.RunAsync(script)).WithoutError().Lines.Select(line => line.TrimEnd())];
}
