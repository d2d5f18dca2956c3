using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;
using AbuseServerless.Tests.Detection;
using AbuseServerless.Thresholds;
using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.Tests.Thresholds.Trials;

public sealed class StoredTrialTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Account = AccountName.Parse("alice@example.jp");

    private static readonly string[] Countries = ["JP", "US", "BR", "DE", "CN", "IN", "FR", "GB", "VN", "AU", "KR", "TH", "MY"];

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(13)]
    public void What_came_late_counts_in_a_what_if_as_it_does_in_a_study_of_thresholds(int late)
    {
        var activity = new AccountActivity();
        for (var i = 0; i < Countries.Length; i++)
        {
            var place = Place.Of(Countries[i]);
            activity.Record(new Sighting(Start.AddHours(i), i < late ? place.AsLate() : place, new IPAddress([203, 0, 113, (byte)i])), EvidenceSet.All);
        }

        var trial = new StoredTrial([At(13), At(14)]);
        trial.Add(Account, activity, Verdict.Suspend);
        var measure = new EpisodeMeasure(Account, new ThresholdGrid([13, 14], [TimeSpan.FromHours(24)]), new ExemptionSet([], new World()), Start.AddDays(1));
        measure.Add(activity);

        Assert.Equal([13], measure.ToAccount().Most);
        Assert.Equal([1, 0], trial.ToStudy().Outcomes.Select(outcome => outcome.Suspended));
    }

    [Fact]
    public void What_is_known_of_an_account_whose_last_suspension_is_over_says_nothing_of_a_setting()
    {
        var activity = new AccountActivity();
        activity.Record(new Sighting(Start, Place.Of("JP"), new IPAddress([203, 0, 113, 1]), 3), EvidenceSet.All);
        var trial = new StoredTrial([At(13)]);
        Assert.Equal(9, trial.WithoutEvidence.Count);
        foreach (var (name, isOver, judgement) in new[] { ("past", true, Judgement.Abuse), ("good", false, Judgement.FalsePositive), ("again", true, Judgement.FalsePositive), ("again", false, Judgement.Abuse) })
        {
            trial.Add(new Episode(AccountName.Parse(name), Start, [], judgement, null, isOver));
        }

        Assert.All(["past", "good", "again", "nobody"], name => trial.Add(AccountName.Parse(name), activity, Verdict.Suspend));
        Assert.Equal(1, trial.Discarded);
        Assert.Equal((4, 1, 1), (trial.ToStudy().Accounts, trial.ToStudy().Good, trial.ToStudy().Abuse));

        // Nothing was sent, and nothing came from elsewhere.
        Assert.Equal(["Outcomes", "Networks", "SharedOrigins"], trial.WithoutEvidence);
    }

    private static RuleTrial At(int suspend) => new($"{suspend}", Rules.Settings(nets => nets.Countries.Suspend = Threshold.At(suspend)), new World());
}
