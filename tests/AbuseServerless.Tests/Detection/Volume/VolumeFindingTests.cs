using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Volume;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Volume;

/// <summary>What is told of an hour and of a day, by each quota.</summary>
public sealed class VolumeFindingTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Detector Recorded = Rules.Of(nets => Rules.AllOffBut(nets, VolumeNet.Name, nameof(nets.Outcomes)));

    [Theory]
    [InlineData("MessagesPerHour", 12, "12 messages within an hour from unfamiliar networks; 12 is the threshold")]
    [InlineData("MessagesPerDay", 12, "12 messages on one day from unfamiliar networks; 12 is the threshold")]
    [InlineData("RecipientsPerHour", 36, "36 recipients within an hour from unfamiliar networks; 36 is the threshold")]
    [InlineData("RecipientsPerDay", 36, "36 recipients on one day from unfamiliar networks; 36 is the threshold")]
    public void Each_quota_tells_what_it_counted_within_what(string quota, int sent, string summary)
    {
        var activity = Feed(Sent(10, 600, 12, 3));
        foreach (var verdict in new[] { Verdict.Watch, Verdict.Suspend })
        {
            var finding = Net(quota, verdict, sent).Judge(activity)!;
            Assert.Equal((VolumeNet.Name, verdict, sent, sent), (finding.Net, finding.Verdict, finding.Measured, finding.Threshold));
            Assert.Equal(summary, finding.Summary);
            Assert.Null(Net(quota, verdict, sent + 1).Judge(activity));
        }
    }

    [Theory]
    [InlineData(659, 6)]
    [InlineData(660, null)]
    public void What_is_sixty_minutes_apart_is_not_within_an_hour(int last, int? measured) =>
        Assert.Equal(measured, Net("MessagesPerHour", Verdict.Suspend, 6).Judge(Feed([.. Sent(10, 600, 5), .. Sent(10, last, 1)]))?.Measured);

    [Theory]
    [InlineData(3, 1)]
    [InlineData(10, 2)]
    [InlineData(59, 5)]
    [InlineData(600, 5)]
    [InlineData(603, 4)]
    [InlineData(604, 5)]
    public void An_hour_is_told_to_the_quarter_and_begins_no_earlier_than_its_day(int minute, int slots)
    {
        // Twelve minutes from that one on; the head is in the slot of the last.
        var finding = Net("MessagesPerHour", Verdict.Suspend, 12).Judge(Feed(Sent(10, minute, 12)))!;
        Assert.Equal((0, slots), (finding.EndAge, finding.WindowSlots));
    }

    [Fact]
    public void Of_two_hours_with_as_many_the_first_is_told_and_of_two_days_the_earlier()
    {
        var activity = Feed([.. Sent(10, 600, 12, 2), .. Sent(10, 900, 12, 2), .. Sent(11, 0, 24, 2)]);
        foreach (var (quota, sent) in new[] { ("MessagesPerHour", 12), ("RecipientsPerHour", 24) })
        {
            var hour = Net(quota, Verdict.Suspend, sent).Judge(activity)!;
            Assert.Equal((sent, 97 - 40), ((int)hour.Measured, hour.EndAge));
        }

        var day = Net("MessagesPerDay", Verdict.Suspend, 24).Judge(activity)!;
        Assert.Equal((97 - 60, 61), (day.EndAge, day.WindowSlots));
    }

    [Theory]
    [InlineData(700, 46)]
    [InlineData(500, 40)]
    public void A_day_is_told_up_to_its_last_use_from_elsewhere_whichever_it_was(int watchOnly, int last)
    {
        var activity = Feed([.. Sent(10, 600, 12), .. Watched(Sent(10, watchOnly, 1)), Home(10, 900)]);
        var finding = Net("MessagesPerDay", Verdict.Suspend, 12).Judge(activity)!;
        Assert.Equal((12, 60 - last, last + 1), ((int)finding.Measured, finding.EndAge, finding.WindowSlots));
    }

    [Theory]
    [InlineData(2, 3, 48)]
    [InlineData(3, 2, 48)]
    public void A_minute_with_watch_only_use_and_other_is_one_to_watch_with_the_larger_message(int other, int watchOnly, int recipients)
    {
        // Minutes 600 to 611, and 606 to 617.
        var activity = Feed([.. Sent(10, 600, 12, other), .. Watched(Sent(10, 606, 12, watchOnly))]);
        Assert.Equal((18, 12), (Measured("MessagesPerDay", Verdict.Watch, 1), Measured("MessagesPerDay", Verdict.Suspend, 1)));
        Assert.Equal((recipients, 12 * other), (Measured("RecipientsPerHour", Verdict.Watch, 1), Measured("RecipientsPerHour", Verdict.Suspend, 1)));

        int Measured(string quota, Verdict verdict, int threshold) => (int)Net(quota, verdict, threshold).Judge(activity)!.Measured;
    }

    [Fact]
    public void Of_a_minute_the_largest_message_counts_and_an_unknown_number_of_recipients_is_one()
    {
        LocatedEvent[] minutes = [.. Enumerable.Range(0, 10).SelectMany(n => new[] { At(10, 600 + n, 64600, 0), At(10, 600 + n, 64601, 4) with { Position = new EventPosition(1, 600 + n, Trace.Noon) }, At(10, 600 + n, 64602, 2) with { Position = new EventPosition(2, 600 + n, Trace.Noon) } })];
        Assert.Equal(40, Net("RecipientsPerDay", Verdict.Suspend, 1).Judge(Feed(minutes))!.Measured);
        Assert.Equal(10, Net("RecipientsPerDay", Verdict.Suspend, 1).Judge(Feed(Sent(10, 600, 10)))!.Measured);
    }

    [Theory]
    [InlineData("RecipientsPerDay", 20, 2, null)]
    [InlineData("RecipientsPerDay", 20, 3, "60 recipients on one day from unfamiliar networks; 60 is 4 times the usual number per day")]
    [InlineData("MessagesPerDay", 19, 9, null)]
    [InlineData("MessagesPerDay", 20, 1, "20 messages on one day from unfamiliar networks; 20 is 4 times the usual number per day")]
    public void What_is_usual_is_held_against_each_quota_by_its_own_measure(string quota, int sent, int recipientsEach, string? summary)
    {
        // At home five quarters of an hour a day, with three recipients each.
        var activity = Feed(Sent(10, 600, sent, recipientsEach), recipientsAtHome: 3);
        Assert.Equal(summary, Net(quota, Verdict.Suspend, 10, times: 4).Judge(activity)?.Summary);
    }

    [Theory]
    [InlineData("MessagesPerDay", 3, 35, null)]
    [InlineData("MessagesPerDay", 3, 36, "36 messages on one day from unfamiliar networks; 36 is more than the threshold of 12, because the mail is accepted")]
    [InlineData("MessagesPerHour", 3, 36, "36 messages within an hour from unfamiliar networks; 36 is more than the threshold of 12, because the mail is accepted")]
    [InlineData("RecipientsPerDay", 3, 36, "36 recipients on one day from unfamiliar networks; 36 is more than the threshold of 12, because the mail is accepted")]
    [InlineData("MessagesPerDay", 1, 35, "35 messages on one day from unfamiliar networks; 12 is the threshold")]
    public void A_suspension_of_accepted_mail_tells_by_how_much_the_threshold_was_raised(string quota, int timesAccepted, int sent, string? summary)
    {
        var activity = Feed(Sent(10, 600, sent));
        ActivityUpdate.Apply(activity, [.. Enumerable.Range(0, 8).Select(n => new LocatedOutcome(Trace.Alice, Midnight.AddDays(10), OutcomeKind.Accepted, new EventPosition(1, 7_000 + n, Trace.Noon)))], Recorded);
        Assert.Equal(summary, Net(quota, Verdict.Suspend, 12, timesAccepted: timesAccepted).Judge(activity)?.Summary);

        // To watch, the threshold stays.
        Assert.Equal(12, Net(quota, Verdict.Watch, 12, timesAccepted: timesAccepted).Judge(activity)?.Threshold);
    }

    [Fact]
    public void Of_more_minutes_than_are_kept_of_a_day_the_earliest_are_kept_in_any_order()
    {
        LocatedEvent[] minutes = [.. Sent(10, 300, 300, 2), .. Watched(Sent(10, 700, 300, 3))];
        var inOrder = Feed(minutes);
        Assert.Equal((256, 512), (Net("MessagesPerDay", Verdict.Suspend, 1).Judge(inOrder)!.Measured, Net("RecipientsPerDay", Verdict.Suspend, 1).Judge(inOrder)!.Measured));
        Assert.Equal((512, 512 + 768), (Net("MessagesPerDay", Verdict.Watch, 1).Judge(inOrder)!.Measured, Net("RecipientsPerDay", Verdict.Watch, 1).Judge(inOrder)!.Measured));

        new Random(7).Shuffle(minutes);
        var shuffled = Feed([]);
        foreach (var one in minutes)
        {
            ActivityUpdate.Apply(shuffled, [one], Recorded);
        }

        Assert.Equal(Trace.Bytes(inOrder.Of(VolumeEvidence.Kind), inOrder.Head), Trace.Bytes(shuffled.Of(VolumeEvidence.Kind), shuffled.Head));
    }

    [Fact]
    public void What_is_known_already_changes_no_row()
    {
        var activity = Feed([.. Sent(10, 600, 12, 3), .. Watched(Sent(10, 700, 12, 3))]);
        Assert.False(ActivityUpdate.Apply(activity, [.. Sent(10, 600, 12, 2)], Recorded).Changed);
        Assert.True(ActivityUpdate.Apply(activity, [At(10, 600, 64600, 4)], Recorded).Changed);
    }

    [Fact]
    public void A_suspension_by_one_quota_is_graver_than_a_watch_by_another()
    {
        var options = Options("RecipientsPerDay", Verdict.Suspend, 20);
        options.MessagesPerHour.Watch = Threshold.At(20);
        var finding = new VolumeNet(options).Judge(Feed(Sent(10, 600, 20)))!;
        Assert.Equal((Verdict.Suspend, "20 recipients on one day from unfamiliar networks; 20 is the threshold"), (finding.Verdict, finding.Summary));
    }

    [Fact]
    public void The_net_is_as_grave_as_the_gravest_of_its_quotas_and_off_without_any()
    {
        Assert.Equal(Verdict.Suspend, new VolumeNet(new VolumeOptions()).Gravest);
        Assert.Equal(Verdict.Watch, Net("RecipientsPerHour", Verdict.Watch, 1).Gravest);
        Assert.Equal(Verdict.None, new VolumeNet(Options("MessagesPerDay", Verdict.None, 0)).Gravest);
        Assert.Equal([FamiliarityEvidence.Kind, VolumeEvidence.Kind], new VolumeNet(new VolumeOptions()).Evidence);
    }

    private static VolumeNet Net(string quota, Verdict verdict, int threshold, int times = 1, int timesAccepted = 3)
    {
        var options = Options(quota, verdict, threshold);
        (options.TimesUsual, options.TimesAccepted) = (times, timesAccepted);
        return new VolumeNet(options);
    }

    private static VolumeOptions Options(string quota, Verdict verdict, int threshold)
    {
        var options = Rules.Settings(nets => Rules.AllOffBut(nets)).Volume;
        var limits = (Limits)typeof(VolumeOptions).GetProperty(quota)!.GetValue(options)!;
        limits.Watch = verdict == Verdict.Watch ? Threshold.At(threshold) : Threshold.Off;
        limits.Suspend = verdict == Verdict.Suspend ? Threshold.At(threshold) : Threshold.Off;
        return options;
    }

    private static IEnumerable<LocatedEvent> Sent(int day, int minute, int messages, int recipients = 0) => Enumerable.Range(minute, messages).Select(at => At(day, at, 64600, recipients));

    private static IEnumerable<LocatedEvent> Watched(IEnumerable<LocatedEvent> events) => events.Select(e => e with { Place = e.Place.AsWatchOnly(), Position = e.Position with { Partition = 3 } });

    private static LocatedEvent Home(int day, int minute, int recipients = 0) => At(day, minute, 64500, recipients);

    private static LocatedEvent At(int day, int minute, int system, int recipients) =>
        new(new AuthEvent(Midnight.AddDays(day).AddMinutes(minute), Trace.Alice, IPAddress.Parse("192.0.2.1"), true, recipients), Place.Of("JP"), new EventPosition(0, (1440 * day) + minute, Trace.Noon), 0, system);

    // An account that writes in five quarters of an hour a day, at home.
    private static AccountActivity Feed(IEnumerable<LocatedEvent> events, int recipientsAtHome = 0)
    {
        var life = Enumerable.Range(0, 10).SelectMany(day => Enumerable.Range(0, 5).Select(n => Home(day, 15 * n, recipientsAtHome)));
        var activity = new AccountActivity();
        ActivityUpdate.Apply(activity, [.. life, .. events.OrderBy(e => e.Event.Time)], Recorded);
        return activity;
    }
}
