using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Exemptions;

/// <summary>What an exemption did is seen wherever the account is looked at.</summary>
public sealed class EffectTests(Installation installation)
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_was_exempted_is_told_by_the_account_and_by_the_decision()
    {
        var domain = installation.Domain();
        await installation.RunAsync(
            """
            Add-GeoExemption -Network 10.9.0.0/16 -Reason 'The office.'
            Add-GeoExemption "softly@$env:DOMAIN" -WatchOnly -Reason 'Travels a lot.'
            """,
            ("DOMAIN", domain));
        await installation.UntilExemptedAsync("softly@" + domain);
        await installation.AuthenticateAsync("alice@" + domain, Morning, "10.9.0.1");
        await installation.TravelAsync("alice@" + domain, 10);
        await installation.TravelAsync("softly@" + domain, 10);

        var result = await installation.RunAsync(
            """
            (Get-GeoSuspension "alice@$env:DOMAIN").ExemptedSlots
            (Get-GeoAuditLog "alice@$env:DOMAIN")[-1] | Format-List | Out-String -Stream | Select-String '^Exempted'
            (Get-GeoAccount "alice@$env:DOMAIN").Origins.Where({ $_.Country -in 'JP', 'exempted' }) | Out-String -Width 160
            (Get-GeoAccount "softly@$env:DOMAIN").Origins.Where({ $_.Country -eq 'JP' }) | ForEach-Object ToString
            "$((Get-GeoSuspension "softly@$env:DOMAIN").State)"
            """,
            ("DOMAIN", domain));

        var lines = result.WithoutError().Rows;
        Assert.Equal(["1", "Exempted : 1 of the window's quarters of an hour, not counted"], lines[..2]);
        Assert.Equal("JP 2026-11-24 01:00:00Z 2026-11-24 01:00:00Z 1 Fully 203.0.113.0 36°N 140°E", lines[^4]);
        Assert.Equal("exempted 2026-11-24 01:00:00Z 2026-11-24 01:00:00Z 1 NotAtAll 10.9.0.1", lines[^3]);
        Assert.Equal("JP 2026-11-24 01:00:00Z – 2026-11-24 01:00:00Z 1 slot 203.0.113.0 36°N 140°E watch only", lines[^2]);
        Assert.Equal("Watched", lines[^1]);
    }
}
