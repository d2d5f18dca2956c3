using AbuseServerless.Azure.Storage;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.State;

/// <summary>Backups and rows that cannot be read: what can be read is backed up and restored, and the rest is named and counted.</summary>
/// <remarks>An installation begins with one suspended account.</remarks>
public sealed class UnreadableStateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_row_that_cannot_be_read_is_left_out_with_a_warning_and_the_file_is_restored_whole()
    {
        await using var installation = await Installation.StartAsync();
        var file = Path.Combine(_folder.FullName, "left-out.jsonl");
        await installation.SuspendAsync("bob@left.example");
        await installation.PutRowAsync(Tables.Suspensions, "suspensions", "a:alice@left.example", ("Account", "alice@left.example"), ("State", "Quarantined"));

        var result = await installation.RunAsync(
            """
            $t = Export-GeoState $env:STATE -WarningVariable told -WarningAction SilentlyContinue
            "$($t.Suspensions) $($t.LeftOut) $told"
            $t = Import-GeoState $env:STATE -By noc -Confirm:$false
            "$($t.Suspensions) $($t.LeftOut) $($t.Kept)"
            """,
            ("STATE", file));

        Assert.Equal(
            [
                "2 1 Row 'a:alice@left.example' of table Suspensions cannot be read and counts for nothing: State 'Quarantined' is not known. If a later version wrote it, update this module. To remove it: az storage entity delete --table-name Suspensions --partition-key 'suspensions' --row-key 'a:alice@left.example'.",
                "2 0 0",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task Of_a_file_with_a_bad_row_the_others_are_restored_and_an_error_names_the_line_and_the_column()
    {
        await using var installation = await Installation.StartAsync();
        var file = Path.Combine(_folder.FullName, "bad-row.jsonl");
        await installation.SuspendAsync("carol@bad.example");
        await installation.SuspendAsync("dave@bad.example");

        var result = await installation.RunAsync(
            """
            Export-GeoState $env:STATE | Out-Null
            $lines = @(Get-Content $env:STATE)
            $at = [array]::FindIndex($lines, [Predicate[string]]{ $args[0] -match '"row":"a:carol' })
            $lines[$at] = $lines[$at] -replace '"State":"Active"', '"State":"Actve"'
            $lines | Set-Content $env:STATE
            Remove-GeoSuspension dave@bad.example -Reason Test -By noc -Confirm:$false -WarningAction SilentlyContinue | Out-Null
            $t = Import-GeoState $env:STATE -Replace -By noc -Confirm:$false -ErrorVariable wrong -ErrorAction SilentlyContinue
            "$($wrong.Count) $($wrong[0].FullyQualifiedErrorId -replace ',.*')"
            "$($wrong[0])" -replace "Line $($at + 1) ", 'Line N '
            "$($t.Suspensions) $($t.LeftOut) $($t.Restored)"
            (Get-GeoSuspension dave@bad.example).State
            (Get-GeoAuditLog | Where-Object Action -eq StateRestored).Reason
            Import-GeoState $env:STATE -WhatIf -ErrorAction SilentlyContinue
            """,
            ("STATE", file));

        var lines = result.WithoutError().Lines;
        Assert.Equal(
            ["1 StateRowInvalid", "Line N of the backup cannot be restored: State 'Actve' is not known. It is row 'a:carol@bad.example' of table Suspensions.", "2 1 1", "Active"],
            lines[..4]);
        Assert.EndsWith(", without 1 row that cannot be read: No reason was given.", lines[4], StringComparison.Ordinal);
        Assert.Contains(", without 1 row that cannot be read\"", lines[5], StringComparison.Ordinal);
    }
}
