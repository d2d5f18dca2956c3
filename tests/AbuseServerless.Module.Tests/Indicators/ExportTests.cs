using AbuseServerless.Accounts;
using AbuseServerless.Exemptions;
using AbuseServerless.Module.Tests.Running;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Module.Tests.Indicators;

public sealed class ExportTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;
    private Installation? _installation;

    public async ValueTask InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        await _installation.BeAbusedAsync("frank.secret@example.jp", 10);
        await _installation.Suspensions.ResumeAsync(AccountName.Parse("frank.secret@example.jp"), Judgement.Abuse, "ops", "Frank Secret called.", CancellationToken.None);
        await _installation.BeAbusedAsync("unjudged@example.jp", 10);
        await _installation.TravelAsync("reserved@example.jp", 10);
        await _installation.Suspensions.ResumeAsync(AccountName.Parse("reserved@example.jp"), Judgement.Abuse, "ops", "x", CancellationToken.None);
        await _installation.ExemptAsync(Exemption.Of(ExemptionKind.Network, Atlas.PublicAddress(3), "ops", "Ours.", TimeProvider.System.GetUtcNow()) with { WatchOnly = true });
    }

    public async ValueTask DisposeAsync()
    {
        if (_installation is not null)
        {
            await _installation.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Addresses_of_confirmed_abuse_are_written_in_each_format_and_no_account_is_named()
    {
        var result = await RunAsync(
            """
            Export-GeoIndicator abuse.json @who -PassThru | ForEach-Object { "$($_.Name) $($_.Length -gt 0)" }
            $objects = (Get-Content abuse.json -Raw | ConvertFrom-Json).objects
            "$(($objects | Where-Object type -EQ indicator).pattern)"
            "$($objects[0].name) $($objects[0].contact_information) $($objects[1].name)"
            Export-GeoIndicator abuse.jsonl -Format Xarf -Tlp Green @who
            "$((Get-Content abuse.jsonl | ConvertFrom-Json).source_identifier)"
            "$((Get-Content abuse.jsonl -TotalCount 1 | ConvertFrom-Json).reporter.domain)"
            Export-GeoIndicator abuse.csv -Format Csv @who
            "$((Import-Csv abuse.csv).ip)"
            """);

        var lines = result.WithoutError().Lines;
        int[] told = [0, 1, 2, 4, 5, 6, 7, 8, 9];
        var addresses = string.Join(' ', told.Select(Atlas.PublicAddress));
        Assert.Equal(
            [
                "abuse.json True", string.Join(' ', told.Select(country => $"[ipv4-addr:value = '{Atlas.PublicAddress(country)}']")), "Example Mail abuse@example.net TLP:AMBER",
                addresses, "example.net", addresses,
            ],
            lines);
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            Assert.DoesNotContain("secret", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("example.jp", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Time_number_of_accounts_and_country_narrow_what_is_written()
    {
        var result = await RunAsync(
            """
            foreach ($choice in @{ Since = [datetimeoffset]'2026-11-24T01:45Z' }, @{ Since = [datetimeoffset]'2026-11-24T01:46Z' }, @{ MinimumAccounts = 2 }, @{ ExcludeCountry = 'jp', 'AU' }) {
                Export-GeoIndicator abuse.csv -Format Csv @who @choice
                "$((Import-Csv abuse.csv).ip)".Trim()
            }
            """);

        Assert.Equal(
            // To the quarter of an hour: the last three were seen in the one that begins at 01:30 or later.
            [Atlas.PublicAddress(9), string.Join(' ', new[] { 1, 2, 4, 5, 6, 7, 8 }.Select(Atlas.PublicAddress))],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task A_file_is_written_whole_or_not_at_all()
    {
        var result = await RunAsync(
            """
            function Refuse([scriptblock] $what) { try { & $what } catch { $_.FullyQualifiedErrorId.Split(',')[0] } }
            Export-GeoIndicator a.json @who -WhatIf
            Test-Path a.json
            'mine' | Set-Content a.json
            Refuse { Export-GeoIndicator a.json @who -NoClobber }
            Add-GeoExemption -Asn 64500 -Reason Test -Force
            Refuse { Export-GeoIndicator a.json @who }
            Get-Content a.json
            Remove-GeoExemption -Asn 64500
            Refuse { Export-GeoIndicator nowhere/a.json @who }
            Refuse { Export-GeoIndicator a.json -Organization x -Contact nobody }
            Export-GeoIndicator a.json @who
            (Get-Content a.json -Raw | ConvertFrom-Json).type
            """);

        Assert.Equal(
            [
                $"What if: Performing the operation \"Write Stix indicators\" on target \"{Path.Combine(_folder, "a.json")}\".", "False", "FileExists", "GeolocationMissing", "mine", "FileNotWritten",
                "ParameterArgumentValidationError", "bundle",
            ],
            result.WithoutError().Lines);
    }

    private Task<PwshResult> RunAsync(string script) => _installation!.RunAsync(
        """
        $ErrorActionPreference = 'Stop'
        Set-Location $env:FOLDER
        $who = @{ Organization = 'Example Mail'; Contact = 'abuse@example.net' }

        """ + script,
        ("FOLDER", _folder));
}
