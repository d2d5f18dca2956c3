using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Geolocation;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Account;

public sealed class ForgettingTests
{
    [Fact]
    public void Events_at_or_before_a_reset_do_not_count_whenever_they_arrive() =>
        Gen.Select(Trace.WithinTheRing, Gen.Int[0, 126 * 15 * 60]).Sample((trace, second) =>
        {
            var reset = Trace.Noon.AddSeconds(second);
            var resetFirst = new AccountActivity();
            resetFirst.Forget(reset);
            ActivityUpdate.Apply(resetFirst, Sorted(trace), Rules.Default);

            var later = new AccountActivity();
            ActivityUpdate.Apply(later, Sorted([.. trace.Where(e => e.Event.Time <= reset)]), Rules.Default);
            later.Forget(reset);
            ActivityUpdate.Apply(later, Sorted(trace), Rules.Default);

            Assert.Equal(Trace.Describe(resetFirst), Trace.Describe(later));
            Assert.All(later.Places, place => Assert.True(place.SampleTime > reset));
        });

    [Fact]
    public void A_reset_only_moves_forward()
    {
        var activity = new AccountActivity();
        activity.Forget(Trace.Noon);
        activity.Record(new Sighting(Trace.Noon.AddSeconds(1), Place.Of("JP"), System.Net.IPAddress.Loopback));
        activity.Forget(Trace.Noon.AddHours(-1));
        Assert.Equal(Trace.Noon, activity.ForgottenUntil);
        Assert.Single(activity.Places);
    }

    [Fact]
    public void The_same_evidence_does_not_suspend_twice_and_new_evidence_does()
    {
        var evidence = Trace.Codes.Take(10).Select((code, i) => Trace.At(Trace.Noon.AddMinutes(i), Place.Of(code))).ToArray();
        var activity = new AccountActivity();
        Assert.Equal(Verdict.Suspend, ActivityUpdate.Apply(activity, evidence, Rules.Default).Decision?.Verdict);
        Assert.Null(ActivityUpdate.Apply(activity, evidence, Rules.Default).Decision);

        activity.Forget(Trace.Noon.AddHours(1));
        Assert.Null(ActivityUpdate.Apply(activity, evidence, Rules.Default).Decision);

        var again = Trace.Codes.Take(10).Select((code, i) => Trace.At(Trace.Noon.AddHours(2).AddMinutes(i), Place.Of(code))).ToArray();
        Assert.Equal(Verdict.Suspend, ActivityUpdate.Apply(activity, again, Rules.Default).Decision?.Verdict);
    }

    [Fact]
    public void What_was_decided_is_not_decided_again_by_more_of_the_same()
    {
        var evidence = Trace.Codes.Take(6).Select((code, i) => Trace.At(Trace.Noon.AddMinutes(i), Place.Of(code))).ToArray();
        var activity = new AccountActivity();
        Assert.Equal(Verdict.Watch, ActivityUpdate.Apply(activity, evidence.AsSpan(..5), Rules.CountriesOnly).Decision?.Verdict);
        Assert.Null(ActivityUpdate.Apply(activity, evidence.AsSpan(5), Rules.CountriesOnly).Decision);
    }

    private static LocatedEvent[] Sorted(LocatedEvent[] trace) => [.. trace.OrderBy(located => located.Event.Time)];
}
