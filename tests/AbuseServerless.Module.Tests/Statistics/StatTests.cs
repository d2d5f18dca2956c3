using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Statistics;

public sealed class StatTests(Installation installation)
{
    [Fact]
    public async Task Deliveries_come_flat_and_go_into_a_file()
    {
        var result = await installation.RunAsync(
            """
            Get-GeoDeliveryStat | ConvertTo-Csv | ForEach-Object { $_.Replace('"', '') }
            Get-GeoDeliveryStat goo* -Class RateLimit | ConvertTo-Json -Compress
            "$((Get-GeoDeliveryStat -Status Bounced, Expired).Count) $((Get-GeoDeliveryStat EXAMPLE.ORG).Count) $((Get-GeoDeliveryStat -Day $env:DAY).Count)"
            "$((Get-GeoDeliveryStat -From ([datetime]$env:DAY).AddDays(1)).Count) $((Get-GeoDeliveryStat -To ([datetime]$env:DAY).AddDays(-1)).Count) $((Get-GeoDeliveryStat -From $env:DAY -To $env:DAY -First 2 -Skip 1).Count)"
            """,
            ("DAY", installation.Today));

        Assert.Equal(
            [
                "Day,Provider,Status,Class,Count,Sample",
                $"{installation.Today},Google,Sent,,6,",
                $"{installation.Today},Google,Deferred,RateLimit,1,421-4.7.28 unusual rate of unsolicited mail",
                $"{installation.Today},Google,Bounced,ReputationAddress,2,550-5.7.1 very low reputation of the sending IP address",
                $"{installation.Today},example.org,Expired,Unreachable,1,connect to example.org: Connection timed out",
                $$"""{"Day":"{{installation.Today}}T00:00:00","Provider":"Google","Status":"Deferred","Class":"RateLimit","Count":1,"Sample":"421-4.7.28 unusual rate of unsolicited mail"}""",
                "2 1 4",
                "0 0 2",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task A_day_tells_how_deliveries_and_accounts_were()
    {
        var result = await installation.RunAsync(
            """
            $day = Get-GeoDailyStat -Day $env:DAY
            "$($day.Day.ToString('yyyy-MM-dd')) $($day.IsOver) $($day.Attempts) $($day.Outcomes) $($day.ErrorRate.ToString('0.000')) $($day.ReputationShare.ToString('0.000')) $($null -eq $day.ErrorRateChange7)"
            "$(($day.AccountsByCountries | Where-Object Countries -EQ 3).Accounts -ge 1) $($day.BusiestAccounts.Account -contains 'seen@in.three.countries.example')"
            $day | ConvertTo-Json | ConvertFrom-Json | ForEach-Object { $_.Day.GetType().Name }
            $day | Get-GeoDailyStat -Provider google | Out-String -Width 160
            """,
            ("DAY", installation.Today));

        var lines = result.WithoutError().Rows;
        Assert.Equal([$"{installation.Today} False 9 9 0.333 0.222 True", "True True", "DateTime"], lines[..3]);
        Assert.Equal($"{installation.Today} Google 8 25.0 % 11.1 % 22.2 %", lines[^1]);
    }
}
