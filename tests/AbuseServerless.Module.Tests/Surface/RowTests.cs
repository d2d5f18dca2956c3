using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Surface;

public sealed class RowTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    // What is put out of each type, in a session whose calendar counts from Buddha.
    private const string Everything =
        """
        Connect-GeoAbuse -ConnectionString $env:STORAGE -EventHubsConnectionString $env:HUBS 6>$null
        $all = [ordered]@{
            Suspension = Get-GeoSuspension "*@$env:DOMAIN"
            Evidence = (Get-GeoSuspension "alice@$env:DOMAIN").Evidence
            Account = Get-GeoAccount "*@$env:DOMAIN"
            Origin = (Get-GeoAccount "alice@$env:DOMAIN").Origins
            Place = (Get-GeoAccount "alice@$env:DOMAIN").Origins.Places
            Usage = (Get-GeoAccount "alice@$env:DOMAIN").Usage
            Audit = Get-GeoAuditLog "*@$env:DOMAIN"
            Exemption = Get-GeoExemption "*@$env:DOMAIN"
            Allowance = Get-GeoAllowance "*@$env:DOMAIN"
            Plan = Get-GeoPlan
            MailUsage = Get-GeoUsage "*@$env:DOMAIN"
            DeadLetter = Get-GeoDeadLetter
            Daily = Get-GeoDailyStat
            Provider = Get-GeoDailyStat -Provider *
            Delivery = Get-GeoDeliveryStat
            Threshold = Measure-GeoThreshold -Threshold 3 -Window 1:00 -WarningAction SilentlyContinue
            Connection = Connect-GeoAbuse -ConnectionString $env:STORAGE -PassThru
        }

        """;

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    public async Task Every_output_is_flat_in_CSV_and_JSON_with_text_for_enumerations_the_account_first_and_times_that_every_machine_reads(string culture)
    {
        await installation.TravelAsync("alice@" + _domain, 10);
        await installation.TravelAsync("bob@" + _domain, 10);
        await installation.ProcessAsync("no event " + _domain, TimeProvider.System.GetUtcNow());
        await installation.AllowAsync("alice@" + _domain, "JP", "US");
        await installation.SetPlanAsync("row", "*@" + _domain);
        await installation.SendMailAsync("alice@" + _domain, 1);

        var result = await installation.RunAsync(
            "[cultureinfo]::CurrentCulture = $env:CULTURE\nAdd-GeoExemption \"carol@$env:DOMAIN\" -Reason Test\n" + Everything +
            """
            foreach ($name in $all.Keys) {
                if (-not $all[$name]) { "$name is missing" }
                $csv = @($all[$name] | ConvertTo-Csv)
                $json = @($all[$name] | ConvertTo-Json -WarningVariable warnings -WarningAction SilentlyContinue | ConvertFrom-Json)
                if ($warnings) { "$name is deep: $warnings" }
                if (($csv -join "`n") -match 'System\.|AbuseServerless\.|@\{') { "$name is not flat: $($Matches[0])" }
                $first = $json[0].PSObject.Properties
                if ('Account' -in $first.Name -and @($first.Name)[0] -ne 'Account') { "$name does not begin with the account" }
                $first | Where-Object { $_.Value -is [System.Management.Automation.PSCustomObject] -or @($_.Value)[0] -is [System.Management.Automation.PSCustomObject] } | ForEach-Object { "$name.$($_.Name) is nested" }
                foreach ($property in $all[$name][0].PSObject.Properties) { if (@($property.Value)[0] -is [enum]) { "$name.$($property.Name) is a number in JSON" } }
                foreach ($row in $csv | ConvertFrom-Csv) {
                    foreach ($property in $row.PSObject.Properties | Where-Object { $_.Name -in 'Since', 'Time', 'First', 'Last', 'Enqueued', 'Start' -and $_.Value }) {
                        if ($property.Value -notmatch '^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$') { "$name.$($property.Name) is $($property.Value)" }
                    }
                }
            }
            'checked'
            """,
            ("DOMAIN", _domain), ("CULTURE", culture));

        Assert.Equal(["checked"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task A_row_is_used_as_an_object()
    {
        await installation.TravelAsync("alice@" + _domain, 10);

        var result = await installation.RunAsync(
            """
            $row = Get-GeoSuspension "alice@$env:DOMAIN"
            "$row"
            "$($row.State -eq 'Active') $($row.Since -gt (Get-Date).AddDays(-1)) $('BR' -in $row.Countries) $($row.Countries.Count) $($row.Evidence[0].Address) $($row.Evidence[0].Account)"
            $row.Since.ToString('u').Length
            ($row | Get-GeoAuditLog).Count
            """,
            ("DOMAIN", _domain));

        Assert.Equal([$"alice@{_domain} Active", $"True True True 10 203.0.113.0 alice@{_domain}", "20", "2"], result.WithoutError().Lines);
    }

    [Theory]
    [InlineData(80, "Account State By Countries Since")]
    [InlineData(120, "Account State By Countries Since Until Why")]
    [InlineData(200, "Account State By Countries Since Until Why")]
    public async Task A_name_of_311_characters_or_of_wide_ones_leaves_room_for_the_other_columns(int width, string headers)
    {
        var names = new[] { new string('a', 300 - _domain.Length) + "@" + _domain, "山田太郎山田太郎山田太郎山田太郎@" + _domain, "bob@" + _domain };
        foreach (var name in names)
        {
            await installation.TravelAsync(name, 10);
        }

        var result = await installation.RunAsync("Get-GeoSuspension \"*@$env:DOMAIN\" | Out-String -Width $env:WIDTH", ("DOMAIN", _domain), ("WIDTH", $"{width}"));

        var lines = result.WithoutError().Lines;
        Assert.Equal(headers, result.Rows[0]);
        Assert.Equal(5, lines.Length);
        Assert.All(lines[2..], line => Assert.Matches("Active +Countries +10: JP US .*20[0-9][0-9]", line));
        Assert.All(lines, line => Assert.True(line.Length <= width));
    }

    [Fact]
    public async Task Local_times_are_those_of_this_machine()
    {
        await installation.TravelAsync("alice@" + _domain, 10);

        var result = await installation.RunAloneAsync(
            """
            (Get-GeoSuspension "alice@$env:DOMAIN" -Local).WindowEnd.ToString('HH:mm zzz')
            (Get-GeoSuspension "alice@$env:DOMAIN" -Local).Evidence[0].First.ToString('HH:mm zzz')
            Get-GeoSuspension "alice@$env:DOMAIN" -Local | Format-List | Out-String -Stream | Select-String '^Window '
            """,
            ("DOMAIN", _domain), ("TZ", "Asia/Tokyo"));

        var lines = result.WithoutError().Lines;
        Assert.EndsWith(" +09:00", lines[0], StringComparison.Ordinal);
        Assert.Equal("10:00 +09:00", lines[1]);
        Assert.Matches("^Window +: 2026-11-2. ..:..:.. \\+09:00 – 2026-11-24 ..:..:.. \\+09:00$", lines[2]);
    }
}
