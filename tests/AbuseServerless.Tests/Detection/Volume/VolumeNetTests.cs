using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Volume;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Tests.Detection.Account;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Volume;

/// <summary>Much use from elsewhere, against what is usual for the account.</summary>
public sealed class VolumeNetTests
{
    private const int Home = 64500;
    private const int Strange = 64600;

    private static readonly DateTimeOffset Midnight = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly Detector Only = Of(_ => { });

    [Theory]
    [InlineData(29, 10, Verdict.None)]
    [InlineData(30, 10, Verdict.Watch)]
    [InlineData(59, 10, Verdict.Watch)]
    [InlineData(60, 10, Verdict.Suspend)]
    [InlineData(29, 2, Verdict.None)]
    [InlineData(30, 2, Verdict.Suspend)]
    [InlineData(30, 1, Verdict.Suspend)]
    public void Thirty_messages_within_an_hour_or_sixty_on_a_day_from_a_network_in_which_the_account_does_not_live_suspend(int messages, int minutesApart, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(10), .. Sent(10, messages, minutesApart)]).Reached);

    [Theory]
    [InlineData(9, 40, Verdict.None)]
    [InlineData(10, 19, Verdict.None)]
    [InlineData(10, 20, Verdict.Suspend)]
    public void Two_hundred_recipients_suspend_from_ten_messages_on(int messages, int recipientsEach, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(10), .. Sent(10, messages, 20, recipientsEach)]).Reached);

    [Fact]
    public void The_same_at_home_or_by_an_account_that_is_not_known_yet_is_nothing()
    {
        Assert.Equal(Verdict.None, Feed([.. Life(10), .. Sent(10, 200, 2, 20).Select(e => e with { Asn = Home })]).Reached);
        Assert.Equal(Verdict.None, Feed([.. Life(4), .. Sent(4, 200, 2, 20)]).Reached);
    }

    [Theory]
    [InlineData(10, 12, 17, Verdict.Suspend)]
    [InlineData(3, 4, 17, Verdict.Suspend)]
    [InlineData(3, 4, 18, Verdict.None)]
    [InlineData(2, 2, 17, Verdict.None)]
    public void A_few_quiet_logins_make_a_network_home_after_a_fortnight_or_on_the_accounts_own_first_three_days(int one, int other, int sends, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(sends), .. Sent(one, 3, 20), .. Sent(other, 3, 20).Select(e => Again(e)), .. Sent(sends, 60, 2)]).Reached);

    [Theory]
    [InlineData(11, 16, Verdict.Suspend)]
    [InlineData(12, 16, Verdict.None)]
    [InlineData(12, 15, Verdict.Suspend)]
    [InlineData(12, 13, Verdict.Suspend)]
    [InlineData(12, 70, Verdict.None)]
    [InlineData(12, 71, Verdict.Suspend)]
    public void A_day_of_much_use_that_passed_makes_a_network_home_after_six_days_and_for_two_months(int messages, int sends, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(sends), .. Sent(10, messages, 20), .. Sent(sends, 60, 2)]).Reached);

    [Fact]
    public void Who_moves_house_and_writes_as_before_is_left_alone() =>
        Assert.Equal(Verdict.None, Feed([.. Life(10, 20), .. Enumerable.Range(10, 20).SelectMany(day => Sent(day, 70, 15))]).Reached);

    [Theory]
    [InlineData(16, 64, Verdict.Suspend)]
    [InlineData(16, 63, Verdict.None)]
    [InlineData(20, 79, Verdict.None)]
    [InlineData(20, 80, Verdict.Suspend)]
    public void Who_is_busy_every_day_may_be_so_elsewhere(int quartersADay, int messages, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(10, quartersADay), .. Sent(10, messages, 10)]).Reached);

    [Theory]
    [InlineData(59, 22, Verdict.Watch)]
    [InlineData(60, 1, Verdict.Suspend)]
    [InlineData(60, 22, Verdict.Watch)]
    [InlineData(179, 22, Verdict.Watch)]
    [InlineData(180, 22, Verdict.Suspend)]
    public void While_its_mail_is_accepted_three_times_as_many_messages_pass(int messages, int accepted, Verdict expected)
    {
        var detector = Rules.Of(nets => Rules.AllOffBut(nets, nameof(nets.Volume), nameof(nets.Outcomes)));
        var activity = Feed(Life(10).ToArray(), detector);
        ActivityUpdate.Apply(activity, [.. Enumerable.Range(0, accepted).Select(n => new LocatedOutcome(Trace.Alice, Midnight.AddDays(10), OutcomeKind.Accepted, new EventPosition(1, 7_000 + n, Trace.Noon)))], detector);
        var change = Sent(10, messages, 7).Chunk(1).Select(batch => ActivityUpdate.Apply(activity, batch, detector).Decision).LastOrDefault(decision => decision is not null);
        Assert.Equal(expected, activity.Reached);
        Assert.True(messages != 180 || change!.Summary == "180 messages on one day from unfamiliar networks; 180 is more than the threshold of 60, because the mail is accepted", change?.Summary);
    }

    [Theory]
    [InlineData(60, 1, Verdict.Watch)]
    [InlineData(255, 5, Verdict.Watch)]
    [InlineData(256, 5, Verdict.Suspend)]
    public void Accepted_mail_may_fill_an_hour_and_a_day_stays_limited_by_what_can_be_counted(int messages, int minutesApart, Verdict expected)
    {
        var detector = Rules.Of(nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.Volume), nameof(nets.Outcomes));
            nets.Volume.MessagesPerDay.Suspend = Threshold.At(100);
        });
        var activity = Feed(Life(10).ToArray(), detector);
        ActivityUpdate.Apply(activity, [.. Enumerable.Range(0, 22).Select(n => new LocatedOutcome(Trace.Alice, Midnight.AddDays(10), OutcomeKind.Accepted, new EventPosition(1, 7_000 + n, Trace.Noon)))], detector);
        ActivityUpdate.Apply(activity, [.. Sent(10, messages, minutesApart)], detector);
        Assert.Equal(expected, activity.Reached);
    }

    [Fact]
    public void The_decision_tells_what_was_sent_and_what_would_have_been_usual()
    {
        var activity = Feed([.. Life(10, 20), .. Sent(10, 79, 10)]);
        var decision = ActivityUpdate.Apply(activity, [At(10, 1439, Strange)], Only).Decision!;
        Assert.Equal((VolumeNet.Name, Verdict.Suspend, 80, 80), (decision.Net, decision.Verdict, decision.Measured, decision.Threshold));
        Assert.Equal("80 messages on one day from unfamiliar networks; 80 is 4 times the usual number per day", decision.Summary);
        Assert.Equal((Midnight.AddDays(10), Midnight.AddDays(11)), (decision.WindowStart, decision.WindowEnd));
    }

    [Fact]
    public void The_decision_on_an_hour_has_that_hour_as_its_window_whatever_was_sent_before()
    {
        var activity = Feed([.. Life(10), At(10, 5, Strange)]);
        var decision = ActivityUpdate.Apply(activity, [.. Enumerable.Range(600, 30).Select(minute => At(10, minute, Strange))], Rules.Default).Decision!;
        Assert.Equal("30 messages within an hour from unfamiliar networks; 30 is the threshold", decision.Summary);
        Assert.Equal((Midnight.AddDays(10).AddHours(9.5), Midnight.AddDays(10).AddHours(10.5)), (decision.WindowStart, decision.WindowEnd));
    }

    [Fact]
    public void Watch_only_use_watches_and_what_is_exempted_does_not_count()
    {
        Assert.Equal(Verdict.Watch, Feed([.. Life(10), .. Sent(10, 200, 1).Select(e => e with { Place = e.Place.AsWatchOnly() })]).Reached);
        Assert.Equal(Verdict.None, Feed([.. Life(10), .. Sent(10, 200, 1).Select(e => e with { Place = Place.Exempted })]).Reached);
    }

    [Fact]
    public void The_verdict_is_that_of_an_independent_count_whatever_the_order_number_and_cut() =>
        Gen.Select(Gen.Int[1, 30].Array[10], Gen.Select(Gen.Int[10, 12], Gen.Int[0, 179], Gen.Int[0, 9]).Array[1, 150], Gen.Int[5, 60], Gen.Int[5, 120], Gen.Int[5, 256], Gen.Int).Sample((days, uses, hour, day, recipients, seed) =>
        {
            var times = 1 + Math.Abs(seed % 5);
            var detector = Of(nets =>
            {
                (nets.Volume.MessagesPerHour.Suspend, nets.Volume.MessagesPerDay.Suspend, nets.Volume.MessagesPerDay.Watch) = (Threshold.At(hour), Threshold.At(day), Threshold.Off);
                (nets.Volume.RecipientsPerHour.Suspend, nets.Volume.RecipientsPerDay.Suspend) = (Threshold.At(recipients), Threshold.At(2 * recipients));
            }, times);
            LocatedEvent[] life = [.. days.SelectMany((quarters, n) => Enumerable.Range(0, quarters).Select(i => At(n, 15 * i, Home, (i % 3) + 1)))];
            var trace = uses.OrderBy(use => (use.Item1, use.Item2)).Select((use, i) => At(use.Item1, use.Item2, Strange + (i % 3), use.Item3) with { Position = new EventPosition(i % 4, 100_000 + i, Trace.Noon) }).ToArray();
            var random = new Random(seed);
            var disturbed = trace.Concat(trace.Where(_ => random.Next(3) == 0)).OrderBy(e => e.Event.Time.AddMinutes(random.Next(31 * 60))).ToArray();
            var (expected, found) = (Trace.Feed([life, .. trace.Chunk(1)], detector), Trace.Feed([life, .. disturbed.Chunk(1 + random.Next(20))], detector));
            Assert.Equal(Reaches(life, trace, hour, day, recipients, times) ? Verdict.Suspend : Verdict.None, expected.Verdict);
            Assert.Equal(expected.Verdict, found.Verdict);
            Assert.Equal(Trace.Bytes(expected.Activity.Of(VolumeEvidence.Kind), expected.Activity.Head), Trace.Bytes(found.Activity.Of(VolumeEvidence.Kind), found.Activity.Head));
        });

    [Fact]
    public void A_person_with_five_messages_a_day_costs_some_tens_of_bytes_and_an_account_that_sends_each_minute_from_elsewhere_a_few_kilobytes()
    {
        var calm = Feed([.. Life(30, 5)]);
        var busy = Trace.Feed([[.. Life(10, 96)], .. Enumerable.Range(10, 5).SelectMany(day => Sent(day, 1440, 1, 50)).Chunk(500)], Only).Activity;
        Assert.InRange(Trace.Bytes(calm.Of(VolumeEvidence.Kind), calm.Head).Length / 2, 10, 40);
        Assert.InRange(Trace.Bytes(busy.Of(VolumeEvidence.Kind), busy.Head).Length / 2, 500, 3_000);
    }

    [Fact]
    public void Thresholds_above_the_minutes_of_an_hour_or_of_what_is_kept_are_refused_at_start()
    {
        var options = new VolumeOptions();
        (options.MessagesPerHour.Suspend, options.MessagesPerDay.Watch, options.RecipientsPerDay.Suspend) = (Threshold.At(61), Threshold.At(257), Threshold.At(100_000));
        Assert.Equal(
            ["Nets:Volume:MessagesPerHour:Suspend is 61; it must be 1 to 60, or off.", "Nets:Volume:MessagesPerDay:Watch is 257; it must be 1 to 256, or off."],
            options.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(options)).Select(result => result.ErrorMessage));
    }

    [Fact]
    public void A_minute_that_no_day_has_is_damage()
    {
        // A day of its own: a quarter of an hour with the number 96.
        byte[] row = [.. ActivityEncoding.Encode(new AccountActivity()), (byte)(VolumeEvidence.Kind.Tag << 1), 3, 1, 0xc0, 0x01];
        Assert.False(ActivityEncoding.TryDecode(row, new AccountActivity()));
        row[^2] = 0xbe;
        Assert.True(ActivityEncoding.TryDecode(row, new AccountActivity()));
    }

    [Fact]
    public void A_reset_forgets_what_was_usual()
    {
        var activity = Feed([.. Life(10), .. Sent(10, 20, 1)]);
        activity.Forget(Midnight.AddDays(11));
        Assert.True(activity.Of(VolumeEvidence.Kind).IsEmpty);
    }

    // From the definition alone: a day's quarters of an hour, and their largest recipients, are in a mean of eighths that has ended three days before the day that is judged.
    private static bool Reaches(LocatedEvent[] life, LocatedEvent[] trace, int hour, int day, int recipients, int times)
    {
        foreach (var judged in trace.GroupBy(e => Day(e)))
        {
            var (messages, sent) = ((long?)null, (long?)null);
            foreach (var past in life.Where(e => Day(e) <= judged.Key - 3).GroupBy(e => Day(e)).OrderBy(one => one.Key))
            {
                var quarters = past.GroupBy(e => e.Event.Time.ToUnixTimeSeconds() / 900).ToArray();
                var (count, sum) = (16L * quarters.Length, 16L * quarters.Sum(quarter => quarter.Max(e => Math.Max(1, e.Event.Recipients))));
                (messages, sent) = (messages is { } m ? m + ((count - m) / 8) : count, sent is { } s ? s + ((sum - s) / 8) : sum);
            }

            var (most, maximumSent) = (Times(messages!.Value), Times(sent!.Value));
            var minutes = judged.GroupBy(e => e.Event.Time.ToUnixTimeSeconds() / 60).Select(one => (At: one.Key, Sent: (long)one.Max(e => Math.Max(1, e.Event.Recipients)))).OrderBy(one => one.At).ToList();
            foreach (var end in minutes)
            {
                var within = minutes.Where(one => one.At > end.At - 60 && one.At <= end.At).ToList();
                if (within.Count >= Math.Max(hour, most) || (within.Count >= 10 && within.Sum(one => one.Sent) >= Math.Max(recipients, maximumSent)))
                {
                    return true;
                }
            }

            if (minutes.Count >= Math.Max(day, most) || (minutes.Count >= 10 && minutes.Sum(one => one.Sent) >= Math.Max(2 * recipients, maximumSent)))
            {
                return true;
            }
        }

        return false;

        long Times(long mean) => (long)Math.Ceiling(mean * times / 16.0);

        static long Day(LocatedEvent e) => e.Event.Time.ToUnixTimeSeconds() / 86_400;
    }

    private static IEnumerable<LocatedEvent> Life(int days, int quarters = 5) => Enumerable.Range(0, days).SelectMany(day => Enumerable.Range(0, quarters).Select(n => At(day, 15 * n, Home)));

    private static IEnumerable<LocatedEvent> Sent(int day, int messages, int minutesApart, int recipients = 0) => Enumerable.Range(0, messages).Select(n => At(day, minutesApart * n, Strange, recipients));

    private static LocatedEvent Again(LocatedEvent e) => e with { Position = e.Position with { Partition = 1 } };

    private static LocatedEvent At(int day, int minute, int system, int recipients = 0) =>
        new(new AuthEvent(Midnight.AddDays(day).AddMinutes(minute), Trace.Alice, IPAddress.Parse("192.0.2.1"), true, recipients), Place.Of("JP"), new EventPosition(0, (1440 * day) + minute, Trace.Noon), 0, system);

    private static AccountActivity Feed(LocatedEvent[] events, Detector? detector = null) => Trace.Feed(events.OrderBy(e => e.Event.Time).Chunk(7), detector ?? Only).Activity;

    private static Detector Of(Action<NetsOptions> configure, int times = 4) => Rules.Of(nets =>
    {
        Rules.AllOffBut(nets, VolumeNet.Name);
        nets.Volume.TimesUsual = times;
        configure(nets);
    });
}
