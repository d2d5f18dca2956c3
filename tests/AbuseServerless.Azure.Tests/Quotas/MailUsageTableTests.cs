using AbuseServerless.Accounts;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Quotas;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Quotas;

public sealed class MailUsageTableTests
{
    private static readonly int Minute = SlotCounts.MinuteOf(Worker.Start);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // More would be more than 64 KiB, which the service refuses: the account could never be counted again.
    [Theory]
    [InlineData(2_000, 10, 2_000)]
    [InlineData(2_000, 40, 500)]
    public async Task However_many_domains_an_account_writes_to_and_however_often_gates_start_its_row_is_written_and_no_message_is_forgotten(int domains, int writers, int least)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var table = new MailUsageTable(new Tables(TestStorage.Open(storage.ConnectionString)), TimeProvider.System);
        var account = AccountName.Parse("newsletter@example.jp");
        var random = new Random(1);
        var usage = SharedUsage.Empty with
        {
            Writers = SharedUsage.Empty.Writers.AddRange(Enumerable.Range(0, writers).Select(_ => KeyValuePair.Create(
                Guid.NewGuid().ToString("N")[..16], (System.Collections.Immutable.ImmutableArray<MinuteCount>)[.. Enumerable.Range(0, 150).Select(slot => new MinuteCount(Minute - slot, random.Next(1, 100), random.Next(1, 1_000)))]))),
            Domains = SharedUsage.Empty.Domains.AddRange(Enumerable.Range(0, domains).Select(domain => KeyValuePair.Create((ulong)random.NextInt64() + 1, Minute - (domain % 60)))),
        };
        await table.ChangeAsync(account, null, _ => usage, Cancellation);

        var read = (await table.FindAsync(account, Cancellation))!.Usage;
        Assert.Equal(usage.Used(QuotaMeasure.Messages, isDaily: true, Minute), read.Used(QuotaMeasure.Messages, isDaily: true, Minute));
        Assert.InRange(read.Used(QuotaMeasure.Domains, isDaily: true, Minute), least, domains);
    }

    [Theory]
    [InlineData("""{"Writers":{"a":null},"Domains":{}}""", 0)]
    [InlineData("""{"Writers":{"a":[[1]]},"Domains":{}}""", 0)]
    [InlineData("""{"Writers":{"a":[[NOW,1,1],null]},"Domains":{}}""", 0)]
    [InlineData("""{"Writers":{"a":[[NOW,1,1]]},"Domains":{},"Pending":{"b":{"1":NOW},"a":null}}""", 0)]
    [InlineData("""{"Writers":null,"Domains":{}}""", 0)]
    [InlineData("null", 0)]
    [InlineData("""{"Writers":{"a":[[NOW,1,2147483648]]},"Domains":{}}""", 0)]
    [InlineData("""{"Writers":{"a":[[NOW,2147483647,1],[NOW,2147483647,1]],"b":[[NOW,2147483647,1]],"c":[[NOW,-5,-5]]},"Domains":{},"Pending":{"a":{}}}""", 3_000_000)]
    public async Task Whatever_a_stolen_mail_host_writes_into_a_row_gates_go_on(string json, int messages)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var table = new MailUsageTable(new Tables(TestStorage.Open(storage.ConnectionString)), TimeProvider.System);
        var account = AccountName.Parse("alice@example.jp");
        await table.ChangeAsync(account, null, row => row, Cancellation);
        await new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.Gates).UpsertEntityAsync(
            new TableEntity(MailUsageTable.PartitionOf(AccountBucket.Of(account)), TableKey.Of(account)) { ["Account"] = account.Value, ["Usage"] = System.Text.Encoding.UTF8.GetBytes(json.Replace("NOW", $"{Minute}", StringComparison.Ordinal)) },
            TableUpdateMode.Replace, Cancellation);

        var usage = new AccountUsage();
        var row = (await table.FindAsync(account, Cancellation))!.Usage;
        usage.Written(row, "me", WrittenBy(usage));
        Assert.Equal(messages, row.Used(QuotaMeasure.Messages, isDaily: true, Minute));
        Assert.Equal(messages > 0, usage.Take(QuotaRequest.Of("m", true, "", 1), new QuotaLimits { MessagesPerDay = 5 }, 1, Minute)!.Value.Over is not null);
    }

    private static object WrittenBy(AccountUsage usage)
    {
        usage.Write(SharedUsage.Empty, "me", Minute, out var written);
        return written;
    }

    [Fact]
    public async Task A_row_that_is_damaged_holds_nothing_and_is_replaced()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var table = new MailUsageTable(new Tables(TestStorage.Open(storage.ConnectionString)), TimeProvider.System);
        var account = AccountName.Parse("alice@example.jp");
        await table.ChangeAsync(AccountName.Parse("bob@example.jp"), null, row => row, Cancellation);
        var rows = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.Gates);
        await rows.AddEntityAsync(new TableEntity(MailUsageTable.PartitionOf(AccountBucket.Of(account)), TableKey.Of(account)) { ["Usage"] = "no bytes" }, Cancellation);
        Assert.Equal("bob@example.jp", Assert.Single(await table.ReadAsync(Cancellation).ToListAsync(Cancellation)).Account.Value);
        Assert.Equal(0, (await table.FindAsync(account, Cancellation))!.Usage.Used(QuotaMeasure.Messages, isDaily: true, Minute));

        await table.ChangeAsync(account, null, row => row with { Writers = row.Writers.Add("w", [new MinuteCount(Minute, 2, 3)]) }, Cancellation);
        Assert.Contains(await table.ReadAsync(Cancellation).ToListAsync(Cancellation), row => row.Account == account && row.Usage.Used(QuotaMeasure.Messages, isDaily: true, Minute) == 2);
    }
}
