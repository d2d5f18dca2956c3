using AbuseServerless.Accounts;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Azure.Tests.Telemetry;
using AbuseServerless.Detection;
using AbuseServerless.Exemptions;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.Tests.Exemptions;

/// <summary>Exemptions that somebody edited by hand, or that a later version wrote.</summary>
public sealed class UnreadableExemptionTests
{
    private static readonly AccountName Bot = AccountName.Parse("newsletter@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_cannot_be_read_exempts_nothing_and_no_partition_waits_for_it()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Account, Bot.Value, "noc", "Newsletter", Worker.Start), Cancellation);
        await SpoilAsync(storage.ConnectionString);

        var exemptions = await worker.Snapshot.GetAsync(Cancellation);
        Assert.True(exemptions.Gravest(Bot, Worker.Start) < Verdict.Suspend);
        Assert.Equal(Verdict.Suspend, exemptions.Gravest(AccountName.Parse("alice@example.jp"), Worker.Start));

        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("bob@example.jp", 1, 0)]), Cancellation);
        Assert.NotNull(await worker.Activity.FindAsync(AccountName.Parse("bob@example.jp"), Cancellation));
    }

    [Fact]
    public async Task That_there_are_some_is_said_once_and_without_their_names()
    {
        await using var storage = await TestStorage.StartAsync();
        var log = new RecordedLog<Tables>();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString), log);
        var table = new ExemptionTable(tables, new AuditTable(tables));
        await table.PutAsync(Exemption.Of(ExemptionKind.Account, Bot.Value, "noc", "Newsletter", Worker.Start), Cancellation);
        await SpoilAsync(storage.ConnectionString);

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(Bot.Value, (await table.ReadAsync(Cancellation).SingleAsync(Cancellation)).Value);
        }

        var (_, text, exception) = Assert.Single(log.Entries, entry => entry.Level >= LogLevel.Information);
        Assert.Equal("Some rows of table Exemptions cannot be read and count for nothing. The module's commands that read the table name them.", text);
        Assert.Null(exception);
        Assert.Contains(log.Entries, entry => entry.Level == LogLevel.Debug && entry.Text.Contains("alice@example.jp", StringComparison.Ordinal));

        var (rows, further) = tables.Unreadable.Take();
        Assert.Equal(
            [
                "Account:alice@example.jp: WatchOnly is missing, or neither true nor false.",
                "Country:JP: Since is missing, or no time.",
                "Network:192.0.2.0!002F24: A network must be an IPv4 or IPv6 address with a prefix length, such as 192.0.2.0/24 or 2001:db8::/32.",
                "Planet:Mars: Kind 'Planet' is not known.",
            ],
            rows.Select(row => $"{row.RowKey}: {row.Why}"));
        Assert.Equal(0, further);
        Assert.Empty(tables.Unreadable.Take().Rows);
    }

    [Fact]
    public async Task One_that_cannot_be_read_is_taken_back_as_others_are_and_is_then_on_record()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Exemptions.ReadAsync(Cancellation).CountAsync(Cancellation);
        await SpoilAsync(storage.ConnectionString);

        Assert.Null(await worker.Exemptions.FindAsync(ExemptionKind.Network, "192.0.2.0/24", Cancellation));
        Assert.NotNull(await worker.Exemptions.RemoveAsync(ExemptionKind.Network, "192.0.2.0/24", Worker.Start, "noc", "Junk", Cancellation));
        Assert.Null(await worker.Exemptions.RemoveAsync(ExemptionKind.Network, "192.0.2.0/24", Worker.Start, "noc", "Junk", Cancellation));

        var entry = await worker.Audit.ReadEntriesAsync(null, Cancellation).SingleAsync(Cancellation);
        Assert.Equal(("192.0.2.0/24", false, "noc", "Junk"), (entry.Exemption!.Exemption.Value, entry.Exemption.Given, entry.Exemption.By, entry.Exemption.Reason));
    }

    [Theory]
    [InlineData("Network:192.0.2.0!002F24", ExemptionKind.Network, "192.0.2.0/24")]
    [InlineData("Account:bot!002F!0023@example.jp", ExemptionKind.Account, "bot/#@example.jp")]
    [InlineData("Asn:AS64496", ExemptionKind.Asn, "AS64496")]
    public void Its_key_tells_of_which_exemption_it_is(string key, ExemptionKind kind, string value) => Assert.Equal((kind, value), ExemptionTable.NamedBy(key));

    [Theory]
    [InlineData("Planet:Mars")]
    [InlineData("7:Mars")]
    [InlineData("Network:192.0.2.1!002F24")]
    [InlineData("Account:a!00")]
    [InlineData("junk")]
    public void A_key_of_none_names_none(string key) => Assert.Null(ExemptionTable.NamedBy(key));

    private static async Task SpoilAsync(string storage)
    {
        var table = new TableServiceClient(storage).GetTableClient(Tables.Exemptions);
        foreach (var row in new TableEntity[]
        {
            new("exemptions", "Planet:Mars") { ["Kind"] = "Planet", ["Value"] = "Mars", ["WatchOnly"] = false, ["By"] = "x", ["Reason"] = "x", ["Since"] = Worker.Start },
            new("exemptions", "Network:192.0.2.0!002F24") { ["Kind"] = "Network", ["Value"] = "192.0.2.0-255", ["WatchOnly"] = false, ["By"] = "x", ["Reason"] = "x", ["Since"] = Worker.Start },
            new("exemptions", "Account:alice@example.jp") { ["Kind"] = "Account", ["Value"] = "alice@example.jp", ["By"] = "x", ["Reason"] = "x", ["Since"] = Worker.Start },
            new("exemptions", "Country:JP") { ["Kind"] = "Country", ["Value"] = "JP", ["WatchOnly"] = false, ["Since"] = "yesterday" },
        })
        {
            await table.AddEntityAsync(row, Cancellation);
        }
    }
}
