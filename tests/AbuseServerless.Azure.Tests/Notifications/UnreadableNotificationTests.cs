using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Ingestion;
using AbuseServerless.Notifications;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Notifications;

/// <summary>Notifications that somebody edited by hand, or that a later version wrote.</summary>
public sealed class UnreadableNotificationTests
{
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("State", "Quarantined")]
    [InlineData("Channel", "Pager")]
    [InlineData("Failures", null)]
    [InlineData("Decision", "{")]
    [InlineData("Since", "yesterday")]
    public async Task One_that_cannot_be_read_goes_where_undeliverable_ones_go_and_those_behind_it_are_told(string column, string? value)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var webhook = new RecordingSender(NotificationChannel.Webhook);
        var outbox = Outbox.On(storage.ConnectionString, [webhook], worker.Time);
        await worker.Suspensions.SuspendAsync(Alice, null, "noc", "x", Cancellation);
        await SpoilAsync(storage.ConnectionString, column, value);
        worker.Time.Advance(TimeSpan.FromSeconds(1));
        await worker.Suspensions.SuspendAsync(AccountName.Parse("bob@example.jp"), null, "noc", "x", Cancellation);

        Assert.Equal(1, await outbox.DeliverAsync(Cancellation));
        Assert.Equal(0, await outbox.DeliverAsync(Cancellation));

        Assert.Equal("bob@example.jp", Assert.Single(webhook.Transitions).Transition.Account.Value);
        Assert.Equal(0, await Outbox.CountAsync(storage.ConnectionString, Cancellation));
        var letter = Assert.Single(await worker.DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal((RejectReason.Undelivered, "Abandoned without an attempt. Its row cannot be read."), (letter.Rejection.Reason, letter.Rejection.Detail));
        Assert.StartsWith("notifications/Webhook/n:Webhook:", letter.Hub, StringComparison.Ordinal);
        Assert.Contains("\"Account\":\"alice@example.jp\"", letter.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_told_of_a_watch_whose_account_is_in_a_state_that_is_not_known()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var subscriber = new RecordingSender(NotificationChannel.WatchedSubscriber);
        await worker.Suspensions.SuspendAsync(Alice, null, "noc", "x", Cancellation);
        var table = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.Suspensions);
        TableEntity told = (await table.QueryAsync<TableEntity>(row => row.RowKey.CompareTo("a:") >= 0 && row.RowKey.CompareTo("b") < 0, cancellationToken: Cancellation).ToListAsync(Cancellation)).Single();
        told["Channel"] = nameof(NotificationChannel.WatchedSubscriber);
        told["Due"] = worker.Time.GetUtcNow();
        told["Failures"] = 0;
        told.RowKey = $"n:WatchedSubscriber:{worker.Time.GetUtcNow().UtcTicks:D19}:x";
        await table.AddEntityAsync(told, Cancellation);
        await table.UpsertEntityAsync(new TableEntity("suspensions", "a:" + Alice.Value) { ["State"] = "Quarantined" }, TableUpdateMode.Merge, Cancellation);

        Assert.Equal(0, await Outbox.On(storage.ConnectionString, [subscriber], worker.Time).DeliverAsync(Cancellation));
        Assert.Empty(subscriber.Told);
    }

    private static async Task SpoilAsync(string storage, string column, string? value)
    {
        var table = new TableServiceClient(storage).GetTableClient(Tables.Suspensions);
        var row = (await table.QueryAsync<TableEntity>(row => row.RowKey.CompareTo("n:Webhook:") >= 0 && row.RowKey.CompareTo("n:Webhook;") < 0, cancellationToken: Cancellation).ToListAsync(Cancellation)).Single();
        row[column] = value;
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancellation);
    }
}
