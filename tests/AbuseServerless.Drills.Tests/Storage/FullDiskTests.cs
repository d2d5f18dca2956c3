using AbuseServerless.Azure.Storage;
using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Drills.Tests.Storage;

public sealed class FullDiskTests
{
    [Fact]
    public async Task A_data_folder_on_a_full_disk_refuses_events_and_loses_none_that_it_took()
    {
        using var disk = SmallDisk.Mount(mebibytes: 64);
        await using var installation = await Installation.StartAsync(new LocalStackOptions { Data = disk.Path });
        var parts = Workload.Of(seed: 64, logins: 12_000).Chunk(4_000).ToArray();
        await installation.PublishAsync(parts[0]);
        await installation.SettleAsync();
        await installation.PublishAsync(parts[1]);
        disk.Fill();

        // What is refused is told to the sender, and in the log; so is the end of Azurite, which cannot save its tables.
        await Assert.ThrowsAsync<StorageException>(() => installation.PublishAsync(parts[2]));
        await Eventually.HoldsAsync(() => installation.Log.Of(6111).Any() && installation.Log.Of(2100).Any(), installation.Log.ToString);

        disk.Free();
        await installation.PublishAsync(parts[2]);
        await installation.SettleAsync();

        // The senders published a part twice, and the hub took some of it twice: those are two messages.
        await installation.CheckAsync();
        Assert.Equal(parts.Sum(part => part.Length), installation.Accepted().Distinct().Count());
        Figures.Print(new
        {
            events = installation.Accepted().Count,
            refusals = installation.Log.Of(6111).Count(),
            azuriteEnded = installation.Log.Of(2100).Count(),
            rows = await installation.CountRowsAsync(),
            suspended = (await installation.SuspendedAsync()).Count,
        });
    }
}
