using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Deliveries;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Presence;

public sealed class PresenceTableTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_runs_is_read_where_gates_of_any_version_write_it_and_who_is_gone_is_deleted_after_days()
    {
        await using var storage = await TestStorage.StartAsync();
        using var auth = Worker.On(storage.ConnectionString);
        var table = new PresenceTable(new Tables(TestStorage.Open(storage.ConnectionString)));
        Assert.Empty(await table.ReadAsync(Cancellation));

        var row = new PresenceRow { Kind = "gate", Name = "mx1:1", Version = "0.2.0", Started = Worker.Start, Time = Worker.Start, QueueHelper = Worker.Start.AddMinutes(-1), AllowancesUnenforced = 7 };
        await table.WriteAsync(row, Cancellation);
        await table.WriteAsync(row with { Name = "gone:1", Time = Worker.Start - PresenceTable.Kept }, Cancellation);

        // As gates up to 0.1.0 write.
        var old = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.Suspensions);
        foreach (var (name, time) in new[] { ("mx2:1", Worker.Start), ("gone:2", Worker.Start - PresenceTable.Kept) })
        {
            await old.UpsertEntityAsync(
                new TableEntity("presence", $"gate:{name}") { ["Kind"] = "gate", ["Name"] = name, ["Version"] = "0.1.0", ["Started"] = time, ["Time"] = time }, TableUpdateMode.Replace, Cancellation);
        }

        Assert.Equal(["gone:1", "mx1:1", "gone:2", "mx2:1"], (await table.ReadAsync(Cancellation)).Select(said => said.Name));
        Assert.Equal((row.QueueHelper, row.AllowancesUnenforced), ((await table.ReadAsync(Cancellation))[1].QueueHelper, (await table.ReadAsync(Cancellation))[1].AllowancesUnenforced));
        auth.Time.Advance(TimeSpan.FromHours(1));
        await DeliveryWorker.On(storage.ConnectionString, time: auth.Time).Expired.DeleteAsync(Cancellation);
        Assert.Equal(["mx1:1", "mx2:1"], (await table.ReadAsync(Cancellation)).Select(said => said.Name));
    }
}
