using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Report.Model;
using AbuseServerless.Reputation;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;

namespace AbuseServerless.Report.Tests.Model;

public sealed class ReportModelTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Fact]
    public void All_providers_come_first_then_those_with_the_most_attempts()
    {
        var report = Report(Day(0, "small", sent: 5), Day(0, "*", sent: 125), Day(0, "big", sent: 100), Day(-1, "small", sent: 20));

        Assert.Equal(["*", "big", "small"], report.Deliveries.Providers.Select(provider => provider.Provider));
        Assert.Equal([125, 100, 25], report.Deliveries.Providers.Select(provider => provider.Total.Attempts));
        Assert.True(report.Deliveries.Providers[0].IsAll);
    }

    [Fact]
    public void Providers_beyond_the_number_shown_are_counted_and_left_out()
    {
        var report = Report([Day(0, "*", sent: 1000), .. Enumerable.Range(0, DeliverySection.MaximumProviders + 3).Select(i => Day(0, $"p{i:D2}", sent: 100 - i))]);

        Assert.Equal(DeliverySection.MaximumProviders + 1, report.Deliveries.Providers.Count);
        Assert.Equal(3, report.Deliveries.LeftOut);
        Assert.Equal("p00", report.Deliveries.Providers[1].Provider);
    }

    [Fact]
    public void Every_day_of_the_report_is_there_and_one_without_deliveries_has_no_numbers()
    {
        var report = Report(Day(-2, "*", sent: 3), Day(0, "*", sent: 1, bounced: 3));

        Assert.Equal([Today.AddDays(-2), Today.AddDays(-1), Today], report.Deliveries.Days);
        Assert.Equal([0d, null, 0.75], report.Deliveries.Providers[0].Days.Select(day => day?.ErrorRate));
        Assert.Equal((3, 7, 7), (report.Deliveries.Providers[0].Total.Errors, report.Deliveries.Providers[0].Total.Outcomes, report.Deliveries.Providers[0].Total.Attempts));
    }

    [Fact]
    public void The_headline_is_of_the_last_whole_day_with_deliveries()
    {
        var report = Report(Day(-2, "*", sent: 1) with { ErrorRateChange7 = 0.5 }, Day(-1, "*", sent: 9, bounced: 1) with { ErrorRateChange7 = -0.25 }, Day(0, "*", sent: 1, bounced: 1));

        Assert.Equal((Today.AddDays(-1), 0.1, -0.25), (report.Headline.Day!.Value, report.Headline.ErrorRate!.Value, report.Headline.ErrorRateChange7!.Value));
        Assert.Equal(-0.25, report.Deliveries.Providers[0].Change7);
    }

    [Fact]
    public void Nothing_stored_makes_a_report_without_numbers()
    {
        var report = Report();

        Assert.Empty(report.Deliveries.Providers);
        Assert.Empty(report.Replies);
        Assert.Null(report.Countries);
        Assert.Null(report.WhatIf);
        Assert.Empty(report.Suspensions.Newest);
        Assert.Equal(new Headline(null, null, null, null, 0, 0, null, null), report.Headline);
        Assert.Equal(3, report.Deliveries.Days.Count);
    }

    [Fact]
    public void Replies_are_counted_once_the_most_frequent_first_each_with_its_newest_sample()
    {
        var tally = new DeliveryTally
        {
            Sent = 10,
            Deferred = new Dictionary<ReplyClass, long> { [ReplyClass.RateLimit] = 3, [ReplyClass.ReputationAddress] = 2 },
            Bounced = new Dictionary<ReplyClass, long> { [ReplyClass.ReputationAddress] = 5 },
            Expired = new Dictionary<ReplyClass, long> { [ReplyClass.RateLimit] = 1 },
        };
        ReplySample Sample(string text) => ReplySample.Of(new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), text);
        var report = Report(
            new(Today, "*", tally),
            new(Today, "Google", tally) { Samples = new Dictionary<ReplyClass, ReplySample> { [ReplyClass.ReputationAddress] = Sample("new") } },
            new(Today.AddDays(-1), "Google", tally) { Samples = new Dictionary<ReplyClass, ReplySample> { [ReplyClass.ReputationAddress] = Sample("old") } });

        Assert.Equal(
            [new ReplyRow(ReplyClass.ReputationAddress, 2, 5, 0, 0.7, "new", "Google"), new ReplyRow(ReplyClass.RateLimit, 3, 0, 1, 0.3, null, null)], report.Replies);
    }

    [Fact]
    public void The_histogram_is_of_the_last_day_that_is_over()
    {
        var over = Accounts(-1, isOver: true, (1, 50), (12, 1));
        var report = ReportModel.Of(Data() with { Days = [Accounts(0, isOver: false, (1, 3)), over, Accounts(-2, isOver: true, (1, 9))], Thresholds = new(5, 10) });

        Assert.Equal((Today.AddDays(-1), true, 5, 10), (report.Countries!.Day, report.Countries.IsOver, report.Countries.Watch!.Value, report.Countries.Suspend!.Value));
        Assert.Equal([new CountryBar(1, 50), new CountryBar(12, 1)], report.Countries.Histogram);
        Assert.Equal([(9L, 1), (51, 12), (3, 1)], report.Days.Select(day => (day.Accounts!.Value, day.MaximumCountries!.Value)));
    }

    [Fact]
    public void Where_no_day_is_over_the_histogram_is_of_the_last_one()
    {
        var report = ReportModel.Of(Data() with { Days = [Accounts(-1, isOver: false, (1, 50)), Accounts(0, isOver: false, (2, 3))] });

        Assert.Equal((Today, false), (report.Countries!.Day, report.Countries.IsOver));
        Assert.Null(report.Health.LastDay);
    }

    [Fact]
    public void Suspensions_that_are_not_shown_are_counted_and_the_watched_are_not_among_them()
    {
        var one = new Suspension
        {
            Account = AccountName.Parse("a@example.jp"),
            State = SuspensionState.Active,
            Since = Data().Made,
            By = "sato@noc",
            Reason = "Spam.",
            Transitions = 1,
            Judgement = Judgement.Abuse,
        };
        var report = ReportModel.Of(Data() with
        {
            Suspensions = [one, one with { By = "net:Countries", Judgement = Judgement.None }],
            OpenSuspensions = 6,
            Standings = new Dictionary<SuspensionState, int> { [SuspensionState.Watched] = 7, [SuspensionState.Active] = 5, [SuspensionState.Expired] = 2 },
        });

        Assert.Equal((4, 1, 5, 7), (report.Suspensions.OpenLeftOut, report.Suspensions.LeftOut, report.Headline.Active, report.Headline.Watched));
        Assert.Equal([(true, Judgement.Abuse), (false, Judgement.None)], report.Suspensions.Newest.Select(row => (row.ByOperator, row.Judgement)));
    }

    [Fact]
    public void The_history_of_a_suspension_is_what_was_done_about_it_in_its_order()
    {
        SuspensionAct Act(int hour, string by) => new(Data().Made.AddHours(hour), by, $"{by}.");
        var over = new Suspension
        {
            Account = AccountName.Parse("a@example.jp"),
            State = SuspensionState.Lifted,
            Since = Data().Made,
            By = "c",
            Reason = "c.",
            Transitions = 3,
            Suspended = Act(-3, "net:Countries"),
            Judged = Act(-1, "b"),
            Ended = Act(-2, "c"),
        };

        Assert.Equal(
            [new(SuspensionStepKind.Suspended, Data().Made.AddHours(-3), "net:Countries", "net:Countries."), new(SuspensionStepKind.Ended, Data().Made.AddHours(-2), "c", "c."), new(SuspensionStepKind.Judged, Data().Made.AddHours(-1), "b", "b.")],
            Assert.Single(ReportModel.Of(Data() with { Suspensions = [over] }).Suspensions.Newest).History);
        Assert.Empty(ReportModel.Of(Data() with { Suspensions = [over with { Suspended = null, Judged = null, Ended = null }] }).Suspensions.Newest[0].History);
    }

    [Fact]
    public void Providers_where_the_reputation_is_lost_come_first_and_all_together_are_none()
    {
        ReputationChange Change(string provider, ReputationStanding standing, int day) => new(provider, standing, 1, Data().Made, Today.AddDays(day), 200, 30, 0.1);
        var report = ReportModel.Of(Data() with
        {
            Reputations = [Change("a", ReputationStanding.Recovered, 0), Change("b", ReputationStanding.Lost, -2), Change("*", ReputationStanding.Lost, -1), Change("c", ReputationStanding.Lost, -1)],
        });

        Assert.Equal([("c", -1), ("b", -2), ("a", 0)], report.Reputations.Select(row => (row.Provider, row.Day.DayNumber - Today.DayNumber)));
        Assert.Equal(["c", "b"], report.Lost.Select(row => row.Provider));
        Assert.Equal(0.15, report.Reputations[0].Share);
    }

    [Fact]
    public void What_speaks_against_the_numbers_is_told()
    {
        var log = new LogHealth("/var/log/mail.log", 5_000, 0, 0, 4_000);
        var troubled = Data() with { Summarised = null, Rejected = new(3, false, []), Logs = [new("mx1", log), new("mx2", log with { Recognised = 5_000, NotUnderstood = 0 })] };

        Assert.Equal([new(DoubtKind.NoEvents), new(DoubtKind.NotSummarised, Next: Data().Made.AddMinutes(35)), new(DoubtKind.DeadLetters, 3), new(DoubtKind.Logs, 1)], ReportModel.Of(troubled).Doubts);
        var old = Data().Made.AddHours(-12).AddTicks(-1);
        Assert.Equal([new Doubt(DoubtKind.OldEvents, Since: old)], ReportModel.Of(Data() with { NewestSighting = old }).Doubts);
        Assert.Empty(ReportModel.Of(Data() with { NewestSighting = old.AddTicks(1) }).Doubts);
    }

    [Theory]
    [InlineData("04:30:00", false)]
    [InlineData("04:29:59", true)]
    public void Days_that_were_summarised_more_than_two_hours_ago_are_doubted_although_there_are_days(string last, bool isOld)
    {
        var summarised = Data().Made.Date.Add(TimeSpan.Parse(last, System.Globalization.CultureInfo.InvariantCulture));
        var report = ReportModel.Of(Data() with { Summarised = new(summarised, TimeSpan.Zero), NewestSighting = Data().Made, Days = [Accounts(-1, true)] });

        Assert.Equal(isOld ? [new Doubt(DoubtKind.OldSummary, Since: new(summarised, TimeSpan.Zero), Next: Data().Made.AddMinutes(35))] : [], report.Doubts);
        Assert.Equal(isOld, report.Health.IsSummaryOld);
    }

    [Theory]
    [InlineData("06:05:01", true)]
    [InlineData("06:04:31", true)]
    [InlineData("06:04:30", false)]
    public void What_was_imported_since_the_last_summary_is_not_counted_and_that_is_said(string time, bool isMissing)
    {
        DateTimeOffset imported = new(Data().Made.Date.Add(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), TimeSpan.Zero);
        var log = new LogHealth("/var/log/mail.log", 5_000, 5_000, 4_000, 0);
        var report = ReportModel.Of(Data() with { NewestSighting = Data().Made, Logs = [new("mx1", log) { Imported = imported }, new("mx1", log) { Imported = imported.AddDays(-1) }, new("mx2", log)] });

        Assert.Equal(isMissing ? [new Doubt(DoubtKind.Imported, Since: imported, Next: Data().Made.AddMinutes(35))] : [], report.Doubts);
        Assert.Equal(isMissing, report.Health.IsSummaryOld);
    }

    [Theory]
    [InlineData("06:04:59", "06:05")]
    [InlineData("06:05:00", "07:05")]
    [InlineData("23:59:00", "00:05")]
    public void The_next_summary_is_at_five_past_the_hour(string now, string next) =>
        Assert.Equal(next, Summary.Next(DateTimeOffset.Parse($"2026-11-24T{now}Z", System.Globalization.CultureInfo.InvariantCulture)).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Late_events_places_without_a_country_old_data_and_more_dead_letters_than_were_counted_are_doubts()
    {
        var now = Data().Made;
        ReportModel Of(ProcessingState processing) => ReportModel.Of(Data() with { NewestSighting = now, Processing = processing });

        Assert.Equal(
            [new(DoubtKind.Lag, 6), new(DoubtKind.Placeless, Share: 0.11), new(DoubtKind.OldDatabase, 46)],
            Of(new(TimeSpan.FromMinutes(6.5), now.AddDays(-46), TimeSpan.FromDays(45), 0.11)).Doubts);
        var good = Of(new(TimeSpan.FromMinutes(5), now.AddDays(-45), TimeSpan.FromDays(45), 0.1));
        Assert.Empty(good.Doubts);
        Assert.Equal((300d, 0.1, 45), (good.Health.LagSeconds!.Value, good.Health.PlacelessShare!.Value, good.Health.DatabaseDays!.Value));
        Assert.Empty(Of(new(null, null, null, null)).Doubts);
        Assert.Equal([new Doubt(DoubtKind.ManyDeadLetters, 5_000)], ReportModel.Of(Data() with { NewestSighting = now, Rejected = new(5_000, true, []) }).Doubts);
    }

    [Fact]
    public void The_thresholds_of_reputation_are_those_of_the_settings_else_of_the_newest_crossings()
    {
        ReputationChange[] changes = [new("a", ReputationStanding.Lost, 1, Data().Made, Today.AddDays(-1), 200, 30, 0.15), new("b", ReputationStanding.Lost, 1, Data().Made, Today.AddDays(-2), 200, 30, 0.1)];

        Assert.Equal(new ReputationThresholds(0.3, 0.02), ReportModel.Of(Data() with { Reputations = changes, Statistics = new() { ReputationAlert = 0.3 } }).ReputationThresholds);
        Assert.Equal(new ReputationThresholds(0.15, null), ReportModel.Of(Data() with { Reputations = changes }).ReputationThresholds);
        Assert.Equal(["b", "a"], ReportModel.Of(Data() with { Reputations = changes }).Crossings.Select(row => row.Provider));
    }

    [Fact]
    public void Suspensions_of_days_that_are_not_summarised_are_not_known_to_be_none()
    {
        Assert.Null(ReportModel.Of(Data()).Headline.Suspended);
        Assert.Null(ReportModel.Of(Data() with { Days = [Accounts(-1, true)] }).Headline.Suspended);
        Assert.Equal(3, ReportModel.Of(Data() with { Days = [Accounts(-1, true), Accounts(0, false) with { Counted = Data().Made, Suspensions = 3 }] }).Headline.Suspended);
    }

    [Fact]
    public void Thresholds_behind_the_first_at_which_nobody_is_suspended_are_left_out_but_for_the_one_in_force()
    {
        var day = TimeSpan.FromDays(1);
        ThresholdOutcome Outcome(TimeSpan window, int threshold, int suspended) => new(window, threshold, suspended, 0, 0, 0, 0, false);
        var study = new ThresholdStudy(9, 0, 0, [Outcome(day, 2, 5), Outcome(day, 3, 0), Outcome(day, 4, 1), .. Enumerable.Range(5, 10).Select(threshold => Outcome(day, threshold, 0)), Outcome(day / 2, 2, 0), Outcome(day / 2, 3, 0)]);

        var report = ReportModel.Of(Data() with { Study = study, Thresholds = new(null, 9) });
        Assert.Equal([[2, 3, 4, 5, 9], [2]], report.WhatIf!.Windows.Select(window => window.Thresholds.Select(row => row.Threshold)));
    }

    [Fact]
    public void The_rate_of_a_provider_is_that_of_its_last_whole_day_beside_that_of_all_days()
    {
        var provider = Assert.Single(Report(Day(-2, "Google", sent: 10), Day(-1, "Google", sent: 3, bounced: 1), Day(0, "Google", sent: 6)).Deliveries.Providers);

        Assert.Equal((Today.AddDays(-1), 0.25, 0.05), (provider.LastDay!.Value, provider.LastErrorRate!.Value, provider.Total.ErrorRate!.Value));
    }

    [Fact]
    public void Json_can_stand_in_a_script_element()
    {
        const string hostile = "</script><img src=x onerror=alert(1)>&\u2028\u2029'\"";
        var json = ReportJson.Write(Report(Day(0, hostile, sent: 1)));

        Assert.DoesNotContain(json, character => character is '<' or '>' or '&' or '\'' or '\u2028' or '\u2029' or > '~');
        Assert.Contains("\\u003C/script\\u003E", json, StringComparison.Ordinal);
    }

    private static ReportData Data() => new(new(2026, 11, 24, 6, 30, 0, TimeSpan.Zero), TimeZoneInfo.Utc, Today.AddDays(-2), Today) { Summarised = new(2026, 11, 24, 6, 5, 0, TimeSpan.Zero) };

    private static ReportModel Report(params ProviderDay[] deliveries) => ReportModel.Of(Data() with { Deliveries = deliveries });

    private static ProviderDay Day(int day, string provider, long sent, long bounced = 0) => new(
        Today.AddDays(day),
        provider,
        new DeliveryTally { Sent = sent, Bounced = bounced == 0 ? new Dictionary<ReplyClass, long>() : new Dictionary<ReplyClass, long> { [ReplyClass.Content] = bounced } });

    private static DayStatistics Accounts(int day, bool isOver, params (int Countries, long Accounts)[] accounts) => new(Today.AddDays(day))
    {
        IsOver = isOver,
        AccountsByCountries = accounts.ToDictionary(number => number.Countries, number => number.Accounts),
    };
}
