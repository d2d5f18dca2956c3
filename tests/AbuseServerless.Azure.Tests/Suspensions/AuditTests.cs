using AbuseServerless.Accounts;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.AuthPolicy;
using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Suspensions;

public sealed class AuditTests
{
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_on_record_is_not_written_over()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var first = new EnforcementChange(EnforcementMode.Observe, Worker.Start, "first", "x");
        await worker.Audit.RecordAsync(first, Cancellation);
        await worker.Audit.RecordAsync(first with { By = "second" }, Cancellation);

        Assert.Equal(first, Assert.Single(await worker.Audit.ReadEntriesAsync(null, Cancellation).ToListAsync(Cancellation)).Enforcement);
    }

    [Fact]
    public async Task Exemptions_given_and_taken_back_are_on_record_between_the_transitions_and_with_the_account_that_they_name()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Alice, null, "first", "x", Cancellation);
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        var given = Exemption.Of(ExemptionKind.Account, "Alice@example.jp", "second", "Travels.", worker.Time.GetUtcNow()) with { Until = worker.Time.GetUtcNow().AddDays(1) };
        await worker.Exemptions.PutAsync(given, Cancellation);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Network, "2001:db8::/32", "second", "Ours.", worker.Time.GetUtcNow()), Cancellation);
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(given, await worker.Exemptions.RemoveAsync(ExemptionKind.Account, Alice.Value, worker.Time.GetUtcNow(), "third", "Is back.", Cancellation));
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        await worker.Suspensions.ResumeAsync(Alice, Judgement.None, "fourth", "x", Cancellation);

        var all = await worker.Audit.ReadEntriesAsync(null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["first", "second", "second", "third", "fourth"], all.Select(entry => entry.Transition?.By ?? entry.Exemption!.By));
        Assert.Equal(new ExemptionChange(Worker.Start.AddMinutes(2), given, false, "third", "Is back."), all[3].Exemption);

        var ofAlice = await worker.Audit.ReadEntriesAsync(Alice, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["first", "second", "third", "fourth"], ofAlice.Select(entry => entry.Transition?.By ?? entry.Exemption!.By));
        Assert.Equal(["first", "fourth"], await worker.Audit.ReadAsync(null, Cancellation).Select(transition => transition.By).ToListAsync(Cancellation));

        // What gates read of the same rows.
        var standing = new StandingReader(new Tables(new TableServiceClient(storage.ConnectionString)));
        Assert.Equal(2, await standing.ReadNewsAsync(Worker.Start, worker.Time.GetUtcNow(), Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task Who_suspended_judged_and_ended_it_and_on_what_is_in_the_row_and_a_row_of_an_earlier_version_is_read()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(1, 10).Select(n => Worker.Event(Alice.Value, n, n))), Cancellation);
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        await worker.Suspensions.AmendAsync(Alice, new Amendment { Judgement = Judgement.Abuse }, "judge", Cancellation);
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        await worker.Suspensions.ResumeAsync(Alice, Judgement.None, "helpdesk", "Password changed", Cancellation);

        var lifted = (await worker.Suspensions.FindAsync(Alice, Cancellation))!;
        Assert.Equal((Worker.Start, "net:Countries", 10), (lifted.Suspended!.Time, lifted.Suspended.By, lifted.Decision!.Countries.Count));
        Assert.Equal((Worker.Start.AddMinutes(1), "judge"), (lifted.Judged!.Time, lifted.Judged.By));
        Assert.Equal((Worker.Start.AddMinutes(2), "helpdesk", "Password changed"), (lifted.Ended!.Time, lifted.Ended.By, lifted.Ended.Reason));

        // As the last version wrote it.
        var table = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.Suspensions);
        var old = new TableEntity("suspensions", "a:old")
        {
            ["Account"] = "old",
            ["State"] = "Active",
            ["From"] = "",
            ["Since"] = Worker.Start,
            ["By"] = "net:Countries",
            ["Reason"] = "x",
            ["Transitions"] = 1,
            ["Activations"] = 1,
            ["Judgement"] = "None",
            ["Decision"] = "",
        };
        await table.AddEntityAsync(old, Cancellation);
        var account = AccountName.Parse("old");
        Assert.Equal((Worker.Start, "net:Countries"), ((await worker.Suspensions.FindAsync(account, Cancellation))!.Began.Time, "net:Countries"));
        await worker.Suspensions.ResumeAsync(account, Judgement.None, "helpdesk", "x", Cancellation);
        var found = (await worker.Suspensions.FindAsync(account, Cancellation))!;
        Assert.Equal((Worker.Start, "net:Countries", "helpdesk"), (found.Suspended!.Time, found.Suspended.By, found.Ended!.By));
    }

    [Fact]
    public async Task A_change_of_an_exemption_that_cannot_be_put_on_record_is_not_made()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Country, "KR", "first", "x", Worker.Start), Cancellation);

        var faults = new FailingAudit();
        using var failing = Worker.On(storage.ConnectionString, faults);
        await Assert.ThrowsAsync<StorageException>(() => failing.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Country, "US", "first", "x", Worker.Start), Cancellation));
        await Assert.ThrowsAsync<StorageException>(() => failing.Exemptions.RemoveAsync(ExemptionKind.Country, "KR", Worker.Start, "first", "x", Cancellation));

        Assert.Equal(["KR"], await worker.Exemptions.ReadAsync(Cancellation).Select(exemption => exemption.Value).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData(true, Judgement.FalsePositive)]
    [InlineData(false, Judgement.None)]
    public async Task A_row_from_before_there_were_judgements_says_whether_it_was_a_false_positive(bool falsePositive, Judgement expected)
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Alice, null, "first", "x", Cancellation);
        await worker.Suspensions.ResumeAsync(Alice, Judgement.Abuse, "first", "x", Cancellation);
        Assert.Equal(Judgement.Abuse, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.Judgement);

        var table = new TableServiceClient(storage.ConnectionString).GetTableClient(Tables.Suspensions);
        TableEntity row = await table.GetEntityAsync<TableEntity>("suspensions", "a:" + Alice.Value, cancellationToken: Cancellation);
        row.Remove("Judgement");
        row["FalsePositive"] = falsePositive;
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancellation);

        Assert.Equal(expected, (await worker.Suspensions.FindAsync(Alice, Cancellation))!.Judgement);
    }
}
