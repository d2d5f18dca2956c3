using AbuseServerless.Azure.Backup;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Upgrade.Tests.Tables;

public sealed class BackupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public async Task A_backup_is_restored_and_the_backup_of_that_holds_the_same(string version)
    {
        await using var cloud = await Cloud.StartAsync();
        await using var file = File.OpenRead(Path.Combine(WrittenVersion.Of(version), TableFiles.Backup));
        var (held, faults) = await StateBackup.CheckAsync(file, Cancellation);
        Assert.Empty(faults);
        Assert.Equal((4, 1, 1, 2), (held.Suspensions, held.Exemptions, held.Allowances, held.Plans));

        var written = await RestoreAsync(cloud, file);

        Assert.Equal((held.Suspensions + held.Exemptions + held.Allowances + held.Plans + held.AuditEntries, 0), (written.Written, written.Kept));
        Assert.Equal(SuspensionState.Active, (await cloud.Suspensions.FindAsync(Story.Complained, Cancellation))?.State);
        using var again = new MemoryStream();
        Assert.Equal(held, await cloud.Backup.WriteAsync(again, Cancellation));
        var unchanged = await RestoreAsync(cloud, again);
        Assert.Equal((0, written.Written, 0), (unchanged.Written, unchanged.Unchanged, unchanged.Kept));
    }

    private static Task<StateTally> RestoreAsync(Cloud cloud, Stream file)
    {
        file.Position = 0;
        return cloud.Backup.RestoreAsync(file, replace: false, Cancellation);
    }
}
