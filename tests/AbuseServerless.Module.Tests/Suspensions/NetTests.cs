using System.Globalization;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Suspensions;

/// <summary>Whichever net closes, the operator sees why at a glance.</summary>
public sealed class NetTests(Installation installation)
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private readonly string _account = "alice@" + installation.Domain();

    [Fact]
    public async Task Travel_tells_the_moves_and_the_countries()
    {
        await installation.TravelAsync(_account, 2);

        Assert.Matches(@"^Travel \| 1 impossible move within 24 hours, the longest of 10,\d{3} km: JP US$", (await WhyAsync())[0]);
    }

    [Fact]
    public async Task Addresses_tells_how_many_at_once()
    {
        for (var i = 0; i < 20; i++)
        {
            await installation.AuthenticateAsync(_account, Morning.AddSeconds(i), string.Create(CultureInfo.InvariantCulture, $"192.168.7.{i}"));
        }

        var lines = await WhyAsync();
        Assert.Equal("Addresses | 20 client addresses within 15 minutes", lines[0]);
        Assert.Equal("1 | 20 20 0 | 2026-11-24 01:00:00Z 20 addresses 20 AUTH events 0 recipients", lines[1]);
    }

    [Fact]
    public async Task Rate_tells_how_many_in_what_time()
    {
        for (var i = 0; i < 30; i++)
        {
            await installation.AuthenticateAsync(_account, Morning.AddMinutes(i), Atlas.Address(0));
        }

        var lines = await WhyAsync();
        Assert.Equal("Rate | 30 AUTH events within an hour: JP", lines[0]);
        Assert.Equal("1 | 1 30 0 | 2026-11-24 01:00:00Z 1 address 15 AUTH events 0 recipients, 2026-11-24 01:15:00Z 1 address 15 AUTH events 0 recipients", lines[1]);
    }

    private async Task<string[]> WhyAsync()
    {
        var result = await installation.RunAsync(
            """
            Get-GeoSuspension $env:WHO | ForEach-Object { "$($_.Net) | $($_.Why)" }
            $account = Get-GeoAccount $env:WHO
            "$($account.Origins.Count) | $($account.MostAddresses) $($account.Auths) $($account.Recipients) | $($account.Usage -join ', ')"
            """,
            ("WHO", _account));
        return result.WithoutError().Rows;
    }
}
