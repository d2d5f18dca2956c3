using System.Globalization;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Suspensions;

public sealed class BulkTests(Installation installation)
{
    [Fact]
    public async Task Of_a_table_of_accounts_every_one_that_can_be_resumed_is_and_every_other_is_reported()
    {
        const int Accounts = 120;
        var domain = installation.Domain();
        await Parallel.ForEachAsync(Enumerable.Range(0, Accounts), async (i, _) => await installation.SuspendAsync(Account(i, domain)));

        var result = await installation.RunAsync(
            """
            $ProgressPreference = 'Continue'
            $rows = @("Account,Note", "nobody@$env:DOMAIN,x") + (0..119 | ForEach-Object { "u$_@$env:DOMAIN,x" }) + @("' ',x", "u5@$env:DOMAIN,twice") | ConvertFrom-Csv
            $rows[121].Account = ' '
            $done = $rows | Resume-GeoAccount -Reason 'Passwords changed.' -By noc -PassThru -ErrorAction SilentlyContinue -ErrorVariable failed
            "$($done.Count) $(($done.Account | Sort-Object -Unique).Count) $(($done.State | Sort-Object -Unique))"
            $failed | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.TargetObject.Note ?? $_.TargetObject)" }
            """,
            ("DOMAIN", domain));

        Assert.Equal(
            ["120 120 Lifted", "AccountNotSuspended nobody@" + domain, "ParameterArgumentTransformationError x", "AccountNotSuspended u5@" + domain],
            result.WithoutError().Lines);
        for (var i = 0; i < Accounts; i += 17)
        {
            Assert.Equal((SuspensionState.Lifted, "noc"), ((await installation.FindAsync(Account(i, domain)))!.State, (await installation.FindAsync(Account(i, domain)))!.By));
        }
    }

    [Fact]
    public async Task How_far_it_is_is_shown_once_it_takes_a_second()
    {
        var domain = installation.Domain();

        var result = await installation.RunAsync(
            """
            $shell = [powershell]::Create()
            $null = $shell.AddScript({
                Import-Module $env:MODULE
                0..14 | ForEach-Object { Start-Sleep -Milliseconds 100; "u$_@$env:DOMAIN" } | Suspend-GeoAccount -Reason Test
            })
            $null = $shell.Invoke()
            $shell.Streams.Progress | Where-Object Activity -EQ 'Suspend account' | Select-Object -First 1 -Last 1 | ForEach-Object { "$($_.RecordType) $($_.StatusDescription -match '^\d+$')" }
            """,
            ("DOMAIN", domain));

        Assert.Equal(["Processing True", "Completed False"], result.WithoutError().Lines);
    }

    private static string Account(int number, string domain) => string.Create(CultureInfo.InvariantCulture, $"u{number}@{domain}");
}
