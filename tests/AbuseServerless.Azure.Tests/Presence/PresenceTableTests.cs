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

    [Fact]
    public async Task The_rows_of_the_runs_of_a_gate_before_it_was_updated_are_not_listed_and_one_that_still_runs_beside_it_is()
    {
        await using var storage = await TestStorage.StartAsync();
        var table = new PresenceTable(new Tables(TestStorage.Open(storage.ConnectionString)));
        var updated = Worker.Start;
        var earlier = new PresenceRow { Kind = "gate", Name = "mx1:1", Version = "0.1.0", Started = updated.AddDays(-2), Time = updated.AddMinutes(-1) };
        await table.WriteAsync(earlier with { Name = "mx1:7", Time = updated.AddDays(-1) }, Cancellation);
        await table.WriteAsync(earlier, Cancellation);
        await table.WriteAsync(earlier with { Name = "mx1:2", Time = updated.AddMinutes(1) }, Cancellation);
        await table.WriteAsync(earlier with { Name = "mx2:1" }, Cancellation);
        await table.WriteAsync(earlier with { Kind = "worker", Name = "mx1:3" }, Cancellation);
        Assert.Equal(5, (await table.ReadAsync(Cancellation)).Count);

        await table.WriteAsync(earlier with { Name = "mx1:8", Place = "0123456789abcdef0123456789abcdef", Started = updated, Time = updated.AddMinutes(1) }, Cancellation);
        Assert.Equal(["mx1:2", "mx1:3", "mx1:8", "mx2:1"], (await table.ReadAsync(Cancellation)).Select(said => said.Name).Order(StringComparer.Ordinal));

        // Started again, it is the same one.
        await table.WriteAsync(earlier with { Name = "mx1:9", Place = "0123456789abcdef0123456789abcdef", Started = updated.AddMinutes(2), Time = updated.AddMinutes(2) }, Cancellation);
        Assert.Equal(["mx1:3", "mx1:9", "mx2:1"], (await table.ReadAsync(Cancellation)).Select(said => said.Name).Order(StringComparer.Ordinal));
    }
}
