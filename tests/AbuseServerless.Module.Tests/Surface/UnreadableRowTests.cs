using AbuseServerless.Azure.Storage;
using AbuseServerless.Exemptions;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Surface;

/// <summary>Rows that somebody edited by hand, or that a later version wrote: the cmdlets show the others, and warn.</summary>
public sealed class UnreadableRowTests
{
    [Fact]
    public async Task Exemptions_that_cannot_be_read_are_named_with_what_removes_them()
    {
        await using var installation = await Installation.StartAsync();
        await installation.ExemptAsync(Exemption.Of(ExemptionKind.Account, "news@x.example", "noc", "Newsletter", DateTimeOffset.UnixEpoch));
        await installation.PutRowAsync(Tables.Exemptions, "exemptions", "Planet:Mars", ("Kind", "Planet"), ("Value", "Mars"), ("Since", DateTimeOffset.UnixEpoch));
        await installation.PutRowAsync(Tables.Exemptions, "exemptions", "Network:192.0.2.0!002F24", ("Kind", "Network"), ("Value", "192.0.2.0/24"), ("Since", DateTimeOffset.UnixEpoch));

        var result = await installation.RunAsync(
            """
            (Get-GeoStatus).Wrong -like '*Exemptions*'
            (Get-GeoExemption -WarningVariable told -WarningAction SilentlyContinue).Value
            $told.Count
            Remove-GeoExemption -Kind Network -Value '192.0.2.0/24' -Reason Junk -By noc -PassThru -WarningAction SilentlyContinue | ForEach-Object Value
            @((Get-GeoStatus).Wrong -like '*Exemptions*').Count
            try { Remove-GeoExemption -Network 192.0.2.0/24 -Reason Junk -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """);

        Assert.Equal(
            [
                "Row 'Network:192.0.2.0!002F24' of table Exemptions cannot be read and counts for nothing: WatchOnly is missing, or neither true nor false. To remove it: Remove-GeoExemption -Kind Network -Value '192.0.2.0/24'.",
                "Row 'Planet:Mars' of table Exemptions cannot be read and counts for nothing: Kind 'Planet' is not known. If a later version wrote it, update this module. To remove it: az storage entity delete --table-name Exemptions --partition-key 'exemptions' --row-key 'Planet:Mars'.",
                "news@x.example", "2", "192.0.2.0/24", "1", "ExemptionNotFound",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task Suspensions_and_entries_that_cannot_be_read_hide_no_others()
    {
        await using var installation = await Installation.StartAsync();
        await installation.SuspendAsync("bob@x.example");
        await installation.PutRowAsync(Tables.Suspensions, "suspensions", "a:alice@x.example", ("Account", "alice@x.example"), ("State", "Quarantined"));
        await installation.PutRowAsync(
            Tables.AuditLog, "2026-11-24", $"{new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero).UtcTicks:D19}:act:Teleported:x", ("Act", "Teleported"), ("Changed", DateTimeOffset.UnixEpoch));

        var result = await installation.RunAsync(
            """
            (Get-GeoSuspension *@x.example -WarningVariable told -WarningAction SilentlyContinue).Account
            "$told"
            (Get-GeoAuditLog *@x.example -WarningVariable told -WarningAction SilentlyContinue).Account
            "$told"
            Get-GeoSuspension alice@x.example, bob@x.example -ErrorAction SilentlyContinue -ErrorVariable wrong | ForEach-Object Account
            $wrong.FullyQualifiedErrorId -replace ',.*'
            """);

        Assert.Equal(
            [
                "bob@x.example",
                "Row 'a:alice@x.example' of table Suspensions cannot be read and counts for nothing: State 'Quarantined' is not known. If a later version wrote it, update this module. To remove it: az storage entity delete --table-name Suspensions --partition-key 'suspensions' --row-key 'a:alice@x.example'.",
                "bob@x.example",
                $"Row '{new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero).UtcTicks:D19}:act:Teleported:x' of table AuditLog cannot be read and counts for nothing: Act 'Teleported' is not known. If a later version wrote it, update this module.",
                "bob@x.example", "RowUnreadable",
            ],
            result.WithoutError().Lines);
    }
}
