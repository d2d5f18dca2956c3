using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Accounts;

public sealed class GetAccountTests(Installation installation)
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 24, 1, 7, 0, TimeSpan.Zero);

    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task What_is_remembered_is_told_country_by_country()
    {
        var account = "alice@" + _domain;
        await installation.AuthenticateAsync(account, Morning, Atlas.Address(0));
        await installation.AuthenticateAsync(account, Morning.AddHours(1), Atlas.Address(0));
        await installation.AuthenticateAsync(account, Morning.AddHours(2), Atlas.Address(4));
        await installation.AuthenticateAsync(account, Morning.AddHours(3), "192.168.1.1");
        await installation.AuthenticateAsync(account, Morning.AddHours(4), "198.51.100.7");

        var result = await installation.RunAsync(
            """
            $account = Get-GeoAccount $env:WHO
            "$($account.Countries) | $($account.Reached) | $($account.State)"
            $account.Origins | Out-String -Width 160
            """,
            ("WHO", account));

        Assert.Equal("CN JP | None |", result.WithoutError().Lines[0]);
        Assert.Equal(
            [
                "JP 2026-11-24 01:00:00Z 2026-11-24 02:00:00Z 2 Fully 203.0.113.0 36°N 140°E",
                "CN 2026-11-24 03:00:00Z 2026-11-24 03:00:00Z 1 Fully 203.0.113.4",
                "private 2026-11-24 04:00:00Z 2026-11-24 04:00:00Z 1 Fully 192.168.1.1",
                "unlocated 2026-11-24 05:00:00Z 2026-11-24 05:00:00Z 1 Fully 198.51.100.7",
            ],
            result.Rows[^4..]);
    }

    [Fact]
    public async Task Wildcards_find_who_was_seen_and_who_was_only_suspended()
    {
        await installation.TravelAsync("anna@" + _domain, 5);
        await installation.SuspendAsync("anton@" + _domain);
        await installation.TravelAsync("bob@" + _domain, 1);

        var result = await installation.RunAsync(
            """Get-GeoAccount "an*@$env:DOMAIN" | Sort-Object Account | Out-String -Width 160""", ("DOMAIN", _domain));

        var lines = result.WithoutError().Rows;
        Assert.Equal(4, lines.Length);
        Assert.Equal($"anna@{_domain} Watched Watch 2026-11-24 01:15Z 5: BR CN DE JP US", lines[2]);
        Assert.Equal($"anton@{_domain} Active None 0:", lines[3]);
    }

    [Fact]
    public async Task After_a_resume_nothing_is_remembered_but_the_moment()
    {
        await installation.TravelAsync("a@" + _domain, 10);

        var result = await installation.RunAsync(
            """
            Resume-GeoAccount $env:WHO
            $account = Get-GeoSuspension $env:WHO | Get-GeoAccount
            "$($account.State) $($account.Reached) $($account.Origins.Count) $($account.ForgottenUntil -eq (Get-GeoSuspension $env:WHO).Since)"
            """,
            ("WHO", "a@" + _domain));

        Assert.Equal(["Lifted None 0 True"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task An_account_that_was_never_seen_is_an_error()
    {
        var result = await installation.RunAsync(
            "Get-GeoAccount $env:WHO -ErrorAction SilentlyContinue -ErrorVariable errors; $errors.FullyQualifiedErrorId.Split(',')[0]", ("WHO", "nobody@" + _domain));

        Assert.Equal(["AccountNotFound"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Tab_completes_accounts_from_what_is_stored()
    {
        await installation.SuspendAsync("o'brien@" + _domain);
        await installation.SuspendAsync("oscar@" + _domain);
        await installation.Suspensions.ResumeAsync(AbuseServerless.Accounts.AccountName.Parse("oscar@" + _domain), Judgement.None, "ops", "Test", CancellationToken.None);

        var result = await installation.RunAsync(
            """
            foreach ($line in 'Resume-GeoAccount -Account o', 'Get-GeoSuspension o', 'Suspend-GeoAccount os', 'Get-GeoAccount os') {
                (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText.Where({ $_ -like "*$env:DOMAIN*" }) -join ' '
            }
            """,
            ("DOMAIN", _domain));

        var (obrien, oscar) = ($"'o''brien@{_domain}'", "oscar@" + _domain);
        Assert.Equal([obrien, $"{obrien} {oscar}", oscar, oscar], result.WithoutError().Lines);
    }
}
