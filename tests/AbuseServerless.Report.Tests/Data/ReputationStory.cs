using AbuseServerless.Accounts;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Detection.Time;
using AbuseServerless.Ingestion;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Reputation;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;
using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.Report.Tests.Data;

/// <summary>Four weeks at an invented provider: a botnet costs it its reputation in the second week, suspensions win it back.</summary>
internal static class ReputationStory
{
    public static readonly TimeZoneInfo TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    /// <summary>The last day, on which the report is made at 15:30.</summary>
    public static readonly DateOnly Today = new(2026, 11, 24);

    public static readonly DateTimeOffset Made = new(2026, 11, 24, 6, 30, 0, TimeSpan.Zero);

    private const int Days = 28;

    // Attempts a day, usual error rate, how badly the botnet's spam is taken.
    private static readonly (string Name, int Attempts, double Errors, double Severity)[] Providers =
    [
        ("Google", 182_000, 0.011, 0.19), ("Microsoft", 96_000, 0.016, 0.27), ("docomo", 74_000, 0.020, 0.05), ("Yahoo! JAPAN", 61_000, 0.014, 0.12), ("au", 43_000, 0.018, 0.06),
        ("SoftBank", 37_000, 0.017, 0.04), ("Apple", 22_000, 0.009, 0.09), ("Yahoo", 12_000, 0.021, 0.22), ("example-isp.jp", 5_400, 0.031, 0.02), ("university.example", 2_100, 0.012, 0.01),
        ("city.example.jp", 1_150, 0.026, 0.02), ("shop.example", 840, 0.041, 0.03), ("press.example", 310, 0.015, 0.01), ("other", 18_500, 0.052, 0.03),
    ];

    private static readonly Dictionary<ReplyClass, string> Replies = new()
    {
        [ReplyClass.ReputationAddress] = "421-4.7.0 [192.0.2.25      15] Our system has detected an unusual rate of unsolicited mail originating from your IP address.",
        [ReplyClass.ReputationDomain] = "550 5.7.1 Mail from example.jp is not accepted because of the reputation of the sending domain",
        [ReplyClass.RateLimit] = "451 4.7.500 Server busy. Please try again later from [192.0.2.25].",
        [ReplyClass.Content] = "554 5.7.1 The message was rejected as spam",
        [ReplyClass.Authentication] = "550-5.7.26 This mail has been blocked because the sender is unauthenticated.",
        [ReplyClass.BadRecipient] = "550 5.1.1 User unknown",
        [ReplyClass.MailboxFull] = "452 4.2.2 The recipient's inbox is out of storage space",
        [ReplyClass.Unreachable] = "connect to mx.university.example[198.51.100.7]:25: Connection timed out",
        [ReplyClass.Other] = "450 Please wait a moment",
    };

    private static readonly Dictionary<ReplyClass, ReplySample> Samples = Replies.ToDictionary(reply => reply.Key, reply => ReplySample.Of(Made.AddDays(-1), reply.Value));

    private static readonly string[] Countries = ["JP", "BR", "VN", "RU", "IN", "ID", "TH", "UA", "AR", "EG", "PK", "TR", "MX", "ZA", "IR", "BD", "CO", "KE", "MA", "PE", "KZ", "RO", "PL", "NG", "MY"];

    public static ReportData Data() => new(Made, TimeZone, Today.AddDays(1 - Days), Today)
    {
        Deliveries = [.. Enumerable.Range(0, Days).SelectMany(DeliveriesOf)],
        Reputations = [Recovered("Microsoft", 19), Recovered("Google", 17), Recovered("Yahoo! JAPAN", 18)],
        Days = [.. Enumerable.Range(0, Days).Select(DayOf)],
        Statistics = new StatisticsOptions(),
        Thresholds = new CountryThresholds(5, 10),
        Suspensions = Suspensions(),
        Standings = new Dictionary<SuspensionState, int> { [SuspensionState.Watched] = 37, [SuspensionState.Active] = 24, [SuspensionState.Lifted] = 61 },
        Rejected = new RejectedMessages(
            1_482,
            false,
            [
                new(RejectReason.BadAddress, "The property 'ip' is missing.", 1_371, Made.AddMinutes(-12)),
                new(RejectReason.TooLate, "The time is before what the account's memory reaches back to.", 88, Made.AddHours(-5)),
                new(RejectReason.NotJson, "The body is not one JSON object.", 23, Made.AddDays(-2)),
            ]),
        Study = Study(),
        Nets = new(true, 61, ["SharedOrigins"], new TrialStudy(188_612, 14, 17, [
            new(NetTrials.All, 48, 1_204, 2, 16, null, true, false),
            new(NetTrials.Without("Countries"), 31, 1_220, 1, 9, null, false, false),
            new(NetTrials.Without("Familiarity"), 40, 1_187, 1, 12, null, true, false),
            new(NetTrials.Without("SharedOrigins"), 48, 1_204, 2, 16, null, true, false),
            new(NetTrials.Without("Travel"), 48, 388, 2, 16, null, true, false),
            new(NetTrials.Alone("Countries"), 24, 61, 1, 9, null, false, false),
            new(NetTrials.Alone("Familiarity"), 22, 402, 0, 8, null, true, false),
            new(NetTrials.Alone("SharedOrigins"), 0, 0, 0, 0, null, false, false),
            new(NetTrials.Alone("Travel"), 0, 830, 0, 0, null, false, false),
        ])),
        Summarised = Made.AddMinutes(-25),
        NewestSighting = Made.AddMinutes(-15),
        Processing = new(TimeSpan.FromSeconds(3.4), Made.AddDays(-19), TimeSpan.FromDays(45), 0.0062),
        Logs =
        [
            new("mx1:812", new LogHealth("/var/log/mail.log", 48_210_334, 48_209_871, 2_904_112, 0) { LastEvent = Made.AddSeconds(-3) }),
            new("mx2:790", new LogHealth("/var/log/mail.log", 51_020, 0, 0, 31_544)),
        ],
    };

    private static ThresholdStudy Study()
    {
        var outcomes = from window in ThresholdGrid.Default.Windows
                       from threshold in ThresholdGrid.Default.Thresholds
                       let reach = threshold * Math.Sqrt(24 / window.TotalHours)
                       select new ThresholdOutcome(
                           window, threshold, (int)(21_000 / Math.Pow(reach, 2.9)) + Math.Max(0, 30 - (int)reach), Math.Max(0, 12 - (int)reach), Math.Clamp(19 - ((int)reach / 2), 0, 17), 4, 14, (int)reach == 12);
        return new ThresholdStudy(188_612, 14, 17, [.. outcomes]);
    }

    // Rises from the ninth day, falls from the sixteenth, when most bots are suspended.
    private static double Trouble(int day) => day switch { < 9 => 0, < 16 => (day - 8) / 7d, < 24 => Math.Pow(0.62, day - 15), _ => 0.02 };

    // Each day a little different, always the same.
    private static double Wobble(int day, int provider) => 1 + (((day * 37) + (provider * 61)) % 23 - 11) / 60d;

    private static IEnumerable<ProviderDay> DeliveriesOf(int day)
    {
        var share = day == Days - 1 ? 0.6 : (Today.AddDays(day + 1 - Days).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.55 : 1);
        var all = DeliveryTally.Empty;
        for (var i = 0; i < Providers.Length; i++)
        {
            var tally = Tally(i, day, share);
            all = all.Add(tally);
            yield return Row(day, Providers[i].Name, tally, i) with { Samples = i == 0 || Providers[i].Name == "university.example" ? Samples : new Dictionary<ReplyClass, ReplySample>() };
        }

        yield return Row(day, ProviderDay.All, all, 99);
    }

    private static ProviderDay Row(int day, string provider, DeliveryTally tally, int i) => new(Today.AddDays(day + 1 - Days), provider, tally)
    {
        ErrorRateChange7 = day < 7 ? null : (Trouble(day) - Trouble(day - 4)) * 0.11 * Wobble(day, i),
        ErrorRateChange28 = day < 20 ? null : ((Trouble(day) * 0.1) - 0.028) * Wobble(day, i),
    };

    private static ReputationChange Recovered(string provider, int day) =>
        new(provider, ReputationStanding.Recovered, 2, Made, new DateOnly(2026, 11, day), 96_000, 1_800, 0.02);

    private static DeliveryTally Tally(int provider, int day, double share)
    {
        var (_, attempts, errors, severity) = Providers[provider];
        var (wobble, trouble) = (Wobble(day, provider), Trouble(day));
        long Of(double part) => (long)Math.Round(attempts * share * part);
        return new DeliveryTally
        {
            Sent = Of((1 - (errors * 2) - (severity * trouble)) * wobble),
            Bounced = Counts(
                (ReplyClass.ReputationAddress, Of(severity * trouble * 0.3)), (ReplyClass.ReputationDomain, Of(severity * trouble * 0.12)), (ReplyClass.Content, Of((severity * trouble * 0.2) + (errors * 0.1))),
                (ReplyClass.BadRecipient, Of(errors * 0.7 * wobble)), (ReplyClass.Authentication, Of(errors * 0.06)), (ReplyClass.Other, Of(errors * 0.03))),
            Deferred = Counts(
                (ReplyClass.ReputationAddress, Of(severity * trouble * 0.5)), (ReplyClass.RateLimit, Of((severity * trouble * 0.35) + (errors * 0.5 * wobble))), (ReplyClass.MailboxFull, Of(errors * 0.2)),
                (ReplyClass.Unreachable, Of(errors * 0.15))),
            Expired = Counts((ReplyClass.Unreachable, Of(errors * 0.05)), (ReplyClass.RateLimit, Of(severity * trouble * 0.02))),
        };
    }

    private static SortedDictionary<ReplyClass, long> Counts(params (ReplyClass Reply, long Count)[] counts) =>
        new(counts.Where(count => count.Count > 0).ToDictionary(count => count.Reply, count => count.Count));

    private static DayStatistics DayOf(int day)
    {
        var trouble = Trouble(day);
        var accounts = new SortedDictionary<int, long> { [1] = 181_204 + (day * 31), [2] = 6_310 + (day * 7), [3] = 820, [4] = 196, [5] = 61, [6] = 22, [7] = 11, [8] = 5, [9] = 3 };
        for (var countries = 10; countries < 10 + (int)(trouble * 30); countries += 1 + (countries / 16))
        {
            accounts[countries] = Math.Max(1, (long)(trouble * 90 / countries));
        }

        accounts[12] = 4;
        accounts[18] = 2;
        accounts[day == 14 ? 50 : 24] = 1;
        return new DayStatistics(Today.AddDays(day + 1 - Days))
        {
            IsOver = day < Days - 1,
            AccountsByCountries = accounts,
            BusiestAccounts = [.. accounts.Keys.OrderDescending().Take(10).Select((countries, i) => new BusyAccount($"{Names[i]}@example.jp", countries))],
            Suspensions = (int)Math.Round(trouble * 19 * Wobble(day, 3)) + (day % 9 == 4 ? 1 : 0),
            FalsePositives = day is 12 or 19 ? 1 : 0,
        };
    }

    private static readonly string[] Names = ["k.yamada", "office", "tanaka-mari", "h.suzuki", "info", "s.ito1974", "nakamura", "m.kobayashi", "sales", "r.kato"];

    private static Suspension[] Suspensions() =>
    [
        Net("k.yamada@example.jp", SuspensionState.Active, 3, 24), Net("office@example.jp", SuspensionState.Active, 7, 18), Operator(),
        Net("tanaka-mari@example.jp", SuspensionState.Lifted, 30, 11) with { By = "sato@noc", Reason = "On a cruise: called back.", Judgement = Judgement.FalsePositive, Suspended = new(Made.AddHours(-41), "net:Countries", "11 countries within 24 hours."), Ended = new(Made.AddHours(-30), "sato@noc", "On a cruise: called back."), Judged = new(Made.AddHours(-30), "sato@noc", "On a cruise: called back.") },
        Net("h.suzuki@example.jp", SuspensionState.Expired, 52, 13) with { By = "timer", Reason = "The suspension's time was over." },
        Net("info@example.jp", SuspensionState.Pending, 55, 10),
    ];

    private static Suspension Operator() => new()
    {
        Account = AccountName.Parse("s.ito1974@example.jp"),
        State = SuspensionState.Active,
        Since = Made.AddHours(-21),
        Until = Made.AddHours(27),
        By = "sato@noc",
        Reason = "Complaint 4711: phishing sent to a university.",
        Transitions = 1,
        Activations = 1,
    };

    private static Suspension Net(string account, SuspensionState state, int hoursAgo, int countries)
    {
        var since = Made.AddHours(-hoursAgo);
        var end = Slot.Of(since).End;
        return new Suspension
        {
            Account = AccountName.Parse(account),
            State = state,
            Since = since,
            By = "net:Countries",
            Reason = $"{countries} countries within 24 hours.",
            Transitions = 1,
            Activations = 1,
            Decision = new Decision(
                CountriesNet.Name, Verdict.Suspend, countries, 10, $"{countries} countries within 24 hours", end.AddHours(-24), end,
                [.. Enumerable.Range(0, countries).Select(i => new CountryEvidence(Countries[i], since.AddMinutes(-9 * (countries - i)), since.AddMinutes(-4 * (countries - i)), $"203.0.113.{(i * 7) + 4}"))],
                0, DateTimeOffset.MinValue, "0123456789ab", "DBIP-City-Lite 2026-06-05"),
        };
    }
}
