using AbuseServerless.Accounts;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Exemptions;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Tests.Deliveries;

/// <summary>What delivery events say of accounts, on real storage: both functions write the same rows.</summary>
public sealed class OutcomeTests
{
    private const string Thief = "thief@example.jp";
    private const int Day = 24 * 60;

    private static readonly DateTimeOffset Later = Worker.Start.AddDays(11);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_account_whose_mail_is_refused_and_that_was_used_from_elsewhere_is_suspended_whichever_function_is_first(bool deliveriesFirst)
    {
        await using var storage = await TestStorage.StartAsync();

        // A worker each, as where a function is scaled by itself: they meet in the rows.
        using var auths = Worker.On(storage.ConnectionString);
        using var others = Worker.On(storage.ConnectionString);
        var deliveries = DeliveryWorker.On(storage.ConnectionString, worker: others);
        await auths.Processor.ProcessAsync(Worker.Batch(Life(), 1, enqueued: Later), Cancellation);
        Assert.Null(await auths.Suspensions.FindAsync(AccountName.Parse(Thief), Cancellation));

        Func<Task>[] halves =
        [
            () => auths.Processor.ProcessAsync(Worker.Batch(Elsewhere(), 1_000, enqueued: Later), Cancellation),
            () => deliveries.Processor.ProcessAsync(DeliveryWorker.Batch(Refused(6), 1, enqueued: Later), Cancellation),
        ];
        foreach (var half in deliveriesFirst ? halves.Reverse() : halves)
        {
            Assert.Null(await auths.Suspensions.FindAsync(AccountName.Parse(Thief), Cancellation));
            await half();
            await half();
        }

        var found = await auths.Suspensions.FindAsync(AccountName.Parse(Thief), Cancellation);
        Assert.Equal((SuspensionState.Active, OutcomesNet.Name, 6L), (found!.State, found.Decision!.Net, found.Decision.Measured));
        Assert.DoesNotContain("@", found.Decision.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_refusals_that_are_delivered_again_stay_five_and_an_exempted_account_has_none()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var deliveries = DeliveryWorker.On(storage.ConnectionString, worker: worker);
        await worker.Processor.ProcessAsync(Worker.Batch([.. Life(), .. Elsewhere()], 1, enqueued: Later), Cancellation);
        for (var time = 0; time < 3; time++)
        {
            await deliveries.Processor.ProcessAsync(DeliveryWorker.Batch(Refused(5), 1, enqueued: Later), Cancellation);
        }

        Assert.Null(await worker.Suspensions.FindAsync(AccountName.Parse(Thief), Cancellation));
        var row = await worker.Activity.FindAsync(AccountName.Parse(Thief), Cancellation);
        Assert.Equal(5, Assert.Single(row!.Read()!.Of(OutcomeEvidence.Kind).Days).Unknown);

        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Account, Thief, "op", "test", Worker.Start), Cancellation);
        worker.Time.Advance(TimeSpan.FromSeconds(6));
        await deliveries.Processor.ProcessAsync(DeliveryWorker.Batch(Refused(60), 100, enqueued: Later), Cancellation);
        Assert.Null(await worker.Suspensions.FindAsync(AccountName.Parse(Thief), Cancellation));
    }

    [Fact]
    public async Task A_row_of_outcomes_alone_is_kept_as_long_as_one_of_auths()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var deliveries = DeliveryWorker.On(storage.ConnectionString, worker: worker, time: worker.Time);
        await deliveries.Processor.ProcessAsync(DeliveryWorker.Batch(Refused(3), 1, enqueued: Later), Cancellation);

        worker.Time.SetUtcNow(Worker.Start.AddDays(12));
        Assert.NotNull(await AfterPurgeAsync());
        worker.Time.SetUtcNow(Worker.Start.AddDays(20));
        Assert.Null(await AfterPurgeAsync());

        async Task<object?> AfterPurgeAsync()
        {
            for (var hour = 0; hour < 8; hour++)
            {
                await deliveries.Expired.DeleteAsync(Cancellation);
                worker.Time.Advance(TimeSpan.FromHours(1));
            }

            return await worker.Activity.FindAsync(AccountName.Parse(Thief), Cancellation);
        }
    }

    private static IEnumerable<string> Life() => Enumerable.Range(0, 10).SelectMany(day => Enumerable.Range(0, 3).Select(n => Worker.Event(Thief, 1, day * Day + 7 * n)));

    // Ten minutes: enough for Outcomes, too little for Familiarity.
    private static IEnumerable<string> Elsewhere() => Enumerable.Range(0, 10).Select(n => Worker.Event(Thief, 2, 10 * Day + 3 * n));

    private static IEnumerable<string> Refused(int count) => Enumerable.Range(0, count).Select(n => DeliveryWorker
        .Event("example.com", "bounced", 10 * Day + 40 + n, "5.1.1", "550 5.1.1 No such user")
        .Replace("\"recipientDomain\"", $"\"account\":\"{Thief}\",\"recipientDomain\"", StringComparison.Ordinal));
}
