using AbuseServerless.Accounts;
using AbuseServerless.Azure.Thresholds;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;

namespace AbuseServerless.Azure.Tests.Thresholds;

public sealed class ThresholdReaderTests
{
    private static readonly ThresholdGrid Grid = new([3, 9, 10, 11, 12], [TimeSpan.FromHours(1), TimeSpan.FromHours(24)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_remembered_and_the_evidence_of_what_was_forgotten_are_measured_together()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        string[] events =
        [
            .. Enumerable.Range(1, 3).Select(n => Worker.Event("calm", n, n)),
            .. Enumerable.Range(1, 12).Select(n => Worker.Event("bot", n, n)),
            .. Enumerable.Range(1, 10).Select(n => Worker.Event("traveller", n, 60 * n)),
        ];
        await worker.Processor.ProcessAsync(Worker.Batch(events), Cancellation);
        worker.Time.Advance(TimeSpan.FromHours(12));
        await worker.Suspensions.AmendAsync(AccountName.Parse("bot"), new Amendment { Judgement = Judgement.Abuse }, "ops", Cancellation);
        await worker.Suspensions.ResumeAsync(AccountName.Parse("traveller"), Judgement.FalsePositive, "ops", "x", Cancellation);
        await worker.Suspensions.SuspendAsync(AccountName.Parse("phished"), null, "ops", "x", Cancellation);

        var study = await Reader(worker).ReadAsync(Grid, null, Cancellation);

        Assert.Equal((4, 1, 1), (study.Accounts, study.Good, study.Abuse));
        var (hour, day) = (TimeSpan.FromHours(1), TimeSpan.FromHours(24));
        Assert.Equal(
            [
                new(hour, 3, 2, 0, 1, 1, 1, false), new(hour, 9, 1, 0, 1, 1, 1, false), new(hour, 10, 1, 0, 1, 1, 1, false), new(hour, 11, 1, 0, 1, 1, 1, false), new(hour, 12, 1, 0, 1, 1, 1, false),
                new(day, 3, 3, 1, 1, 0, 1, false), new(day, 9, 2, 1, 1, 0, 1, false), new(day, 10, 2, 1, 1, 0, 1, false), new(day, 11, 1, 0, 1, 1, 1, false), new(day, 12, 1, 0, 1, 1, 1, false),
            ],
            study.Outcomes);
    }

    [Fact]
    public async Task Exemptions_that_stand_now_are_honoured_and_the_last_judgement_is_known()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(1, 10).SelectMany(n => new[] { Worker.Event("a", n, n), Worker.Event("b", n, n) })), Cancellation);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Account, "a", "ops", "x", Worker.Start), Cancellation);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Network, "1.0.0.0/8", "ops", "x", Worker.Start), Cancellation);
        foreach (var judgement in new[] { Judgement.Abuse, Judgement.FalsePositive })
        {
            await worker.Suspensions.AmendAsync(AccountName.Parse("b"), new Amendment { Judgement = judgement }, "ops", Cancellation);
            worker.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var read = 0L;
        var study = await Reader(worker).ReadAsync(Grid, count => read = count, Cancellation);
        Assert.Equal([1, 1, 0, 0, 0], study.Outcomes.Where(outcome => outcome.Window.Hours == 1).Select(outcome => outcome.Suspended));
        Assert.Equal(2, read);

        Assert.Equal([(AccountName.Parse("b"), Judgement.FalsePositive)], (await Reader(worker).ReadJudgementsAsync(Cancellation)).Select(known => (known.Key, known.Value)));
    }

    private static ThresholdReader Reader(Worker worker) => new(worker.Audit, worker.Activity, worker.Exemptions, new NoAsn(), worker.Time);

    private sealed class NoAsn : IAsnLookup
    {
        public long? Find(System.Net.IPAddress address) => null;
    }
}
