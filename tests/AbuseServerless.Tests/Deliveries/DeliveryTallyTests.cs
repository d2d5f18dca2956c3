using AbuseServerless.Deliveries;

namespace AbuseServerless.Tests.Deliveries;

/// <summary>What is counted as an attempt and as an outcome, and of which of them a rate is.</summary>
public sealed class DeliveryTallyTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    private static DeliveryTally Tally => new[]
    {
        (DeliveryStatus.Sent, ReplyClass.Other, 4),
        (DeliveryStatus.Deferred, ReplyClass.ReputationAddress, 2), (DeliveryStatus.Deferred, ReplyClass.ReputationDomain, 1), (DeliveryStatus.Deferred, ReplyClass.Other, 1),
        (DeliveryStatus.Bounced, ReplyClass.ReputationAddress, 3), (DeliveryStatus.Bounced, ReplyClass.ReputationDomain, 2), (DeliveryStatus.Bounced, ReplyClass.Other, 1), (DeliveryStatus.Bounced, ReplyClass.BadRecipient, 2),
        (DeliveryStatus.Expired, ReplyClass.Other, 5),
    }.SelectMany(one => Enumerable.Repeat((one.Item1, one.Item2), one.Item3)).Aggregate(DeliveryTally.Empty, (tally, one) => tally.Add(one.Item1, one.Item2));

    [Fact]
    public void Attempts_are_sent_deferred_and_bounced_and_outcomes_sent_bounced_and_expired()
    {
        Assert.Equal((4, 4 + 4 + 8, 4 + 8 + 5, 2 + 1 + 3 + 2), (Tally.Sent, Tally.Attempts, Tally.Outcomes, Tally.Reputation));
        Assert.Equal((13.0 / 17, 4.0 / 16, 8.0 / 16, 2.0 / 12), (Tally.ErrorRate, Tally.DeferredShare, Tally.ReputationShare, Tally.UnclassifiedShare));
        Assert.Equal((null, null, null, null), (DeliveryTally.Empty.ErrorRate, DeliveryTally.Empty.DeferredShare, DeliveryTally.Empty.ReputationShare, DeliveryTally.Empty.UnclassifiedShare));
    }

    [Fact]
    public void Tallies_add_up_by_class()
    {
        var twice = Tally.Add(Tally);
        Assert.Equal((8, 32, 34, 16), (twice.Sent, twice.Attempts, twice.Outcomes, twice.Reputation));
        Assert.Equal((4L, 6L, 10L, 3), (twice.Deferred[ReplyClass.ReputationAddress], twice.Bounced[ReplyClass.ReputationAddress], twice.Expired[ReplyClass.Other], twice.Deferred.Count));
        Assert.Equal("other", Assert.Throws<ArgumentNullException>(() => Tally.Add(null!)).ParamName);
        Assert.Equal("status", Assert.Throws<ArgumentOutOfRangeException>(() => Tally.Add((DeliveryStatus)4, ReplyClass.Other)).ParamName);
    }

    [Theory]
    [InlineData(DeliveryStatus.Sent, "250 ok", false)]
    [InlineData(DeliveryStatus.Bounced, " ", false)]
    [InlineData(DeliveryStatus.Bounced, null, false)]
    [InlineData(DeliveryStatus.Bounced, "550 no", true)]
    [InlineData(DeliveryStatus.Deferred, "450 later", true)]
    [InlineData(DeliveryStatus.Expired, "450 later", true)]
    public void A_reply_that_refuses_is_a_sample_and_all_count(DeliveryStatus status, string? reply, bool isSample)
    {
        var counted = CountedDeliveries.None.Add(new DeliveryEvent(Time, "q", "x.test", status) { Reply = reply }, ReplyClass.Content);
        Assert.Equal(1, counted.Tally.Sent + counted.Tally.Deferred.Count + counted.Tally.Bounced.Count + counted.Tally.Expired.Count);
        Assert.Equal(isSample ? reply : null, counted.Samples.GetValueOrDefault(ReplyClass.Content)?.Text);
        Assert.Empty(CountedDeliveries.None.Samples);
    }

    [Fact]
    public void Of_two_samples_the_earlier_is_kept_and_of_one_time_the_lesser_text()
    {
        ReplySample sample = new(Time, "b"), later = new(Time.AddTicks(1), "a"), lesser = new(Time, "B"), same = new(Time, "b");
        Assert.All([(sample, later, sample), (later, sample, sample), (sample, lesser, lesser), (lesser, sample, lesser), (sample, same, sample)], one => Assert.Same(one.Item3, ReplySample.Earlier(one.Item1, one.Item2)));
    }
}
