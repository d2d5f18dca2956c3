using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Account;

/// <summary>Evidence that comes too late for anything to be done on it, among other evidence, in any order.</summary>
public sealed class LateEvidenceTests
{
    [Fact]
    public void What_came_late_changes_nothing_of_what_the_rest_says_in_any_order_number_and_cut() =>
        Gen.Select(Trace.WithinTheRing, Gen.Int[0, int.MaxValue]).Sample((trace, seed) =>
        {
            var random = new Random(seed);
            var mixed = trace.Select(located => random.Next(2) == 0 ? located with { Place = located.Place.AsLate() } : located).ToArray();
            var shuffled = mixed.Concat(mixed.Where(_ => random.Next(3) == 0)).ToArray();
            random.Shuffle(shuffled);

            var inOrder = Trace.Feed([mixed], Rules.Default).Activity;
            var disturbed = Trace.Feed(shuffled.Chunk(1 + random.Next(10)), Rules.Default).Activity;
            Assert.Equal(Trace.Describe(inOrder), Trace.Describe(disturbed));
            Assert.Equal(Trace.Feed([mixed.Where(located => !located.Place.IsLate).ToArray()], Rules.Default).Activity.Reached, disturbed.Reached);
        });

    [Fact]
    public void With_the_late_it_is_historical_what_would_have_been() =>
        Gen.Select(Trace.WithinTheRing, Gen.Int[0, int.MaxValue]).Sample((trace, seed) =>
        {
            var random = new Random(seed);
            var mixed = trace.Select(located => random.Next(2) == 0 ? located with { Place = located.Place.AsLate() } : located).ToArray();
            var activity = Trace.Feed([mixed], Rules.CountriesOnly).Activity;
            var wouldHaveBeen = Trace.Feed([trace], Rules.CountriesOnly).Activity.Reached;
            Assert.Equal(wouldHaveBeen, (Verdict)Math.Max((int)activity.Reached, (int)activity.ReachedHistorically));

            var stored = ActivityEncoding.Decode(ActivityEncoding.Encode(activity));
            Assert.Equal((activity.Reached, activity.ReachedHistorically, activity.HasLate), (stored.Reached, stored.ReachedHistorically, stored.HasLate));
        });
}
