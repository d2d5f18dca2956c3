using AbuseServerless.Accounts;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Queue;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Queue;

public sealed class QueueActTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Bot = AccountName.Parse("bot/#?@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_hosts_did_to_queued_mail_is_on_record_once_whoever_tells_it_twice()
    {
        await using var storage = await TestStorage.StartAsync();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        var (acts, audit) = (new QueueActTable(tables), new AuditTable(tables));
        QueueDone[] done = [new(Now, QueueAct.Held, Bot.Value, 336, 5, null), new(Now.AddMinutes(1), QueueAct.Deleted, Bot.Value, 1, 0, "0638-c0ffee"), new(Now, QueueAct.Released, "carol@example.jp", 2, 5, null)];
        await acts.WriteAsync("mx1", done, Cancellation);
        await acts.WriteAsync("mx2", done[..1], Cancellation);
        await acts.FoldAsync(audit, Now.AddMinutes(2), Cancellation);

        // A gate that was started again.
        await acts.WriteAsync("mx1", done, Cancellation);
        await acts.FoldAsync(audit, Now.AddMinutes(2), Cancellation);

        var entries = await audit.ReadEntriesAsync(Bot, Cancellation).Select(entry => entry.Act!).ToListAsync(Cancellation);
        Assert.Equal(
            [
                (Now, OperatorActKind.QueuedMailHeld, "gate:mx1", "336 messages, for the suspension at transition 5."),
                (Now, OperatorActKind.QueuedMailHeld, "gate:mx2", "336 messages, for the suspension at transition 5."),
                (Now.AddMinutes(1), OperatorActKind.QueuedMailDeleted, "gate:mx1", "1 message, for the command 0638-c0ffee."),
            ],
            entries.Select(act => (act.Time, act.Kind, act.By, act.Reason)).OrderBy(act => act.Time).ThenBy(act => act.By, StringComparer.Ordinal));
        Assert.Equal("carol@example.jp", Assert.Single(await audit.ReadEntriesAsync(AccountName.Parse("carol@example.jp"), Cancellation).ToListAsync(Cancellation)).Act!.Account);
        Assert.Empty(await tables.QueryAsync(Tables.Gates, "PartitionKey eq 'queue-acts'", Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_no_gate_writes_is_not_put_on_record_and_goes()
    {
        await using var storage = await TestStorage.StartAsync();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        var (acts, audit) = (new QueueActTable(tables), new AuditTable(tables));
        await acts.WriteAsync("mx1", [new(Now.AddDays(-3), QueueAct.Held, Bot.Value, 1, 5, null), new(Now.AddHours(1), QueueAct.Held, Bot.Value, 1, 5, null), new(Now, QueueAct.Began, Bot.Value, 1, 5, null), new(Now, QueueAct.Held, Bot.Value, 0, 5, null)], Cancellation);
        await acts.WriteAsync("mx\n1", [new(Now, QueueAct.Held, Bot.Value, 1, 5, null)], Cancellation);
        await tables.RunAsync(Tables.Gates, "Test", table => table.AddEntityAsync(new TableEntity("queue-acts", "x") { ["Host"] = 5 }, Cancellation), Cancellation);
        await acts.FoldAsync(audit, Now, Cancellation);
        Assert.Empty(await audit.ReadEntriesAsync(null, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await tables.QueryAsync(Tables.Gates, "PartitionKey eq 'queue-acts'", Cancellation).ToListAsync(Cancellation));
    }
}
