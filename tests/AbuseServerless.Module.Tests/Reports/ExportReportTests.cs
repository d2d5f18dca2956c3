using System.Text.Json;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Reports;

public sealed class ExportReportTests(Installation installation) : IDisposable
{
    private readonly string _domain = installation.Domain();
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_page_and_the_json_hold_what_the_cmdlets_show()
    {
        await installation.TravelAsync("bot@" + _domain, 10);

        var result = await RunAsync(
            """
            Export-GeoReport report.html -Language ja -TimeZone Asia/Tokyo
            # Other tests suspend accounts meanwhile: until none did between two counts.
            function Count { @(Get-GeoSuspension -State Active).Count }
            $before = Count
            for (;;) {
                $file = Export-GeoReport (Join-Path $env:FOLDER report.json) -As Json -Days 7 -PassThru
                $after = Count
                if ($after -eq $before) { break }
                $before = $after
            }

            "$($file.Name) $($file.Length -gt 1000)"
            $after
            @(Get-ChildItem -Force).Count
            """);

        var lines = result.WithoutError().Lines;
        Assert.Equal(("report.json True", "2"), (lines[0], lines[2]));
        var page = await File.ReadAllTextAsync(Path.Combine(_folder, "report.html"));
        Assert.StartsWith("<!doctype html>\n<html lang=\"ja\">", page, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy", page, StringComparison.Ordinal);
        Assert.Contains("bot@" + _domain, page, StringComparison.Ordinal);
        Assert.Contains("2026年11月24日 10:00", page, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "report.json")));
        Assert.Equal(lines[1], json.RootElement.GetProperty("headline").GetProperty("active").GetRawText());
        Assert.Equal(7, json.RootElement.GetProperty("deliveries").GetProperty("days").GetArrayLength());
        Assert.Contains(
            json.RootElement.GetProperty("suspensions").GetProperty("newest").EnumerateArray(),
            row => row.GetProperty("account").GetString() == "bot@" + _domain && row.GetProperty("evidence").GetArrayLength() == 10);
    }

    [Fact]
    public async Task A_file_is_replaced_unless_it_is_not_to_be_and_a_read_only_one_by_force_only()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "report.html"), "old");

        var result = await RunAsync(
            """
            function Attempt($what) { try { & $what } catch { $_.FullyQualifiedErrorId + ' ' + $_.CategoryInfo.Category } }
            function Show { if ((Get-Content report.html -Raw) -eq 'old') { 'old' } else { 'new' } }
            Attempt { Export-GeoReport report.html -NoClobber }; Show
            Export-GeoReport report.html -WhatIf > $null; Show
            (Get-Item report.html).IsReadOnly = $true
            Attempt { Export-GeoReport report.html }; Show
            Export-GeoReport report.html -Force; Show
            (Get-Item report.html).IsReadOnly
            (Get-Item report.html).IsReadOnly = $false
            Set-Content report.html old -NoNewline; Export-GeoReport report.html; Show
            Attempt { Export-GeoReport missing/report.html }
            Attempt { Export-GeoReport . }
            Attempt { Export-GeoReport Env:report }
            Attempt { Export-GeoReport other.html -TimeZone Asia/Atlantis }
            (Get-ChildItem -Force).Name
            """);

        const string cmdlet = ",AbuseServerless.PowerShell.Cmdlets.ExportGeoReportCommand ";
        var lines = result.WithoutError().Lines;
        Assert.StartsWith("What if: ", lines[2], StringComparison.Ordinal);
        Assert.Equal(
            [
                $"FileExists{cmdlet}ResourceExists", "old", "old", $"FileReadOnly{cmdlet}PermissionDenied", "old", "new", "True", "new", $"FileNotWritten{cmdlet}WriteError",
                $"PathNotFile{cmdlet}InvalidArgument", $"PathNotFile{cmdlet}InvalidArgument", $"TimeZoneInvalid{cmdlet}InvalidArgument", "report.html",
            ],
            lines.Where((_, line) => line != 2));
    }

    private Task<PwshResult> RunAsync(string script) => installation.RunAsync("Set-Location $env:FOLDER" + Environment.NewLine + script, ("FOLDER", _folder));
}
