using AbuseServerless.Accounts;
using AbuseServerless.Azure.Thresholds;
using AbuseServerless.Detection;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds.Trials;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Tests.Thresholds;

public sealed class TrialReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settings_are_tried_on_what_is_stored_and_an_account_whose_activity_was_discarded_says_nothing()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        string[] events =
        [
            .. Enumerable.Range(1, 2).Select(n => Worker.Event("calm", n, n)),
            .. Enumerable.Range(1, 6).Select(n => Worker.Event("hopper", n, n)),
            .. Enumerable.Range(1, 12).Select(n => Worker.Event("bot", n, n)),
            .. Enumerable.Range(1, 12).Select(n => Worker.Event("traveller", n, n)),
        ];
        await worker.Processor.ProcessAsync(Worker.Batch(events), Cancellation);
        worker.Time.Advance(TimeSpan.FromHours(1));
        await worker.Suspensions.AmendAsync(AccountName.Parse("bot"), new Amendment { Judgement = Judgement.Abuse }, "ops", Cancellation);
        await worker.Suspensions.ResumeAsync(AccountName.Parse("traveller"), Judgement.FalsePositive, "ops", "x", Cancellation);

        var read = 0L;
        var trial = await ReadAsync(worker, count => read = count);

        var study = trial.ToStudy();
        Assert.Equal((4, 4, 0, 1, 1), (read, study.Accounts, study.Good, study.Abuse, trial.Discarded));
        Assert.Equal([new("ten", 1, 1, 0, 1, null, true, false), new("six", 2, 0, 0, 1, null, true, false), new("fifty", 0, 2, 0, 0, null, false, false)], study.Outcomes);
        Assert.DoesNotContain("Countries", trial.WithoutEvidence);
        Assert.Contains("Outcomes", trial.WithoutEvidence);
    }

    [Fact]
    public async Task An_exempted_account_is_in_no_count_and_a_watch_only_one_is_watched_at_most()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        string[] accounts = ["left", "watched", "judged"];
        await worker.Processor.ProcessAsync(Worker.Batch(accounts.SelectMany(account => Enumerable.Range(1, 12).Select(n => Worker.Event(account, n, n)))), Cancellation);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Account, "left", "ops", "x", Worker.Start), Cancellation);
        await worker.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Account, "watched", "ops", "x", Worker.Start) with { WatchOnly = true }, Cancellation);

        var study = (await ReadAsync(worker, null)).ToStudy();

        Assert.Equal([(1, 1), (1, 1), (0, 2)], study.Outcomes.Select(outcome => (outcome.Suspended, outcome.Watched)));
    }

    private static Task<StoredTrial> ReadAsync(Worker worker, Action<long>? read) => new TrialReader(worker.Audit, worker.Activity, worker.Exemptions, new AsnDatabase(Options.Create(new GeolocationOptions()), worker.Time), worker.Time)
        .ReadAsync([Countries("ten", 10), Countries("six", 6), Countries("fifty", 50)], read, Cancellation);

    private static RuleTrial Countries(string name, int suspend)
    {
        var nets = new NetsOptions();
        nets.Countries.Suspend = Threshold.At(suspend);
        return new RuleTrial(name, nets, Worker.Geolocator);
    }
}
