using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Suspensions;

public sealed class DurationTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Theory]
    [InlineData("24h", 24)]
    [InlineData("90m", 1.5)]
    [InlineData("1d12h", 36)]
    [InlineData("PT24H", 24)]
    [InlineData("1.00:00:00", 24)]
    [InlineData("4:00", 4)]
    public async Task A_duration_lasts_as_long_as_it_says(string duration, double hours)
    {
        var result = await installation.RunAsync(
            """
            $done = Suspend-GeoAccount $env:WHO -Reason Test -For $env:DURATION -PassThru
            ($done.Until - $done.Since).TotalHours.ToString([cultureinfo]::InvariantCulture)
            """,
            ("WHO", "a@" + _domain), ("DURATION", duration));

        Assert.Equal([hours.ToString(System.Globalization.CultureInfo.InvariantCulture)], result.WithoutError().Lines);
    }

    [Fact]
    public async Task One_that_can_be_misread_is_an_error_that_says_how_to_write_it_and_the_end_is_shown_before()
    {
        var result = await installation.RunAsync(
            """
            foreach ($duration in '24:00:00', '72:00:00', 7, '7') {
                try { Suspend-GeoAccount $env:WHO -Reason Test -For $duration } catch { $_.ToString() -replace "^.*?on parameter 'For'\. " }
            }
            $end = [datetimeoffset]::UtcNow.AddHours(24)
            $said = Suspend-GeoAccount $env:WHO -Reason Test -For 24h -WhatIf *>&1
            Get-GeoSuspension $env:WHO -ErrorAction SilentlyContinue
            Add-GeoExemption $env:WHO -Reason Test -For ([timespan]'1.00:00:00') -WhatIf
            Add-GeoExemption $env:WHO -Reason Test -WhatIf
            Resume-GeoAccount $env:WHO -ExemptFor 30d -WhatIf
            Suspend-GeoAccount $env:WHO -Reason Test -For 90s -WhatIf
            """,
            ("WHO", "a@" + _domain));

        var lines = result.WithoutError().Lines;
        Assert.Equal(
            [
                "'24:00:00' has more than 23 hours: write 24h for 24 hours, or 24d for 24 days.",
                "'72:00:00' has more than 23 hours: write 72h for 72 hours, or 72d for 72 days.",
                "'7' has no unit: write 7m, 7h or 7d.", "'7' has no unit: write 7m, 7h or 7d.",
            ],
            lines[..4]);
        const string Time = @"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ";
        Assert.Matches($"^What if: Performing the operation \"Suspend account until {Time}\" on target \"a@{_domain}\"\\.$", lines[4]);
        Assert.Matches($"^What if: Performing the operation \"Add exemption until {Time}\" on target \"Account a@{_domain}\"\\.$", lines[5]);
        Assert.Equal($"What if: Performing the operation \"Add exemption without end\" on target \"Account a@{_domain}\".", lines[6]);
        Assert.Matches($"^What if: Performing the operation \"Resume account and exempt it until {Time}\" on target \"a@{_domain}\"\\.$", lines[7]);
        Assert.Matches($"^What if: Performing the operation \"Suspend account until {Time}\" on target \"a@{_domain}\"\\.$", lines[8]);
        Assert.Null(await installation.FindAsync("a@" + _domain));
    }
}
