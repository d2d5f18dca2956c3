using System.Globalization;
using System.Net;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Local.Demo;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.Local.Tests.Demo;

public sealed class RealisticDayTests(DemoDatabases databases) : IClassFixture<DemoDatabases>
{
    private static readonly DateOnly NewYear = new(2019, 1, 1);
    private static readonly DateTimeOffset Midnight = new(2019, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RealisticDayOptions Options = new(60_000, 12_000, NewYear, 7);

    [Fact]
    public void The_same_seed_gives_the_same_day()
    {
        Assert.Equal(Day(Options).Lines(), Day(Options).Lines());

        var day = Day(Options);
        Assert.Equal(day.Lines().Take(1000), day.Lines().Take(1000));
    }

    [Fact]
    public void Another_seed_gives_another_day_with_the_same_stories()
    {
        var (one, other) = (Day(Options), Day(Options with { Seed = 8 }));

        Assert.NotEqual(one.Lines().Take(100), other.Lines().Take(100));
        Assert.Equal(one.Stories, other.Stories);
    }

    [Theory]
    [InlineData(5_000, 1, 0)]
    [InlineData(5_000, 100, 12)]
    [InlineData(60_000, 200_000, 7)]
    public void There_are_as_many_lines_as_asked_for(int events, int accounts, int malformed)
    {
        var lines = Day(new RealisticDayOptions(events, accounts, NewYear, 1) { MalformedLines = malformed }).Lines().ToList();

        Assert.Equal(events + malformed, lines.Count);
        Assert.Equal(malformed, lines.Count(line => !AuthEventParser.TryParse(line, Midnight.AddDays(1), out _, out _)));
        Assert.Equal(events / 1000, events - lines.Where(line => AuthEventParser.TryParse(line, Midnight.AddDays(1), out _, out _)).Distinct().Count());
    }

    [Theory]
    [InlineData(4_999, 100, 0)]
    [InlineData(5_000, 0, 0)]
    [InlineData(5_000, 100, -1)]
    public void A_day_too_small_for_its_stories_is_refused(int events, int accounts, int malformed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Day(new RealisticDayOptions(events, accounts, NewYear, 1) { MalformedLines = malformed }));

    [Fact]
    public void Every_time_is_of_the_day_and_lines_are_late_by_little()
    {
        var times = Read(Day(Options)).Select(line => line.Time).ToList();

        Assert.All(times, time => Assert.InRange(time, Midnight, Midnight.AddDays(1).AddMilliseconds(-1)));
        var (newest, disordered) = (DateTimeOffset.MinValue, 0);
        foreach (var time in times)
        {
            disordered += time < newest ? 1 : 0;
            newest = time > newest ? time : newest;
            Assert.True(newest - time < TimeSpan.FromHours(1));
        }

        Assert.InRange(disordered, times.Count / 200, times.Count / 50);
    }

    [Theory]
    [InlineData(5_000, 1)]
    [InlineData(60_000, 7)]
    [InlineData(60_000, 8)]
    [InlineData(120_000, 2019)]
    public void Every_story_ends_as_it_says_and_nobody_else_is_conspicuous(int events, int seed)
    {
        var day = Day(Options with { Events = events, Seed = seed });
        foreach (var geolocator in new IGeolocator[] { databases.Cities, databases.Countries })
        {
            var itineraries = Itineraries(day, geolocator);
            var stories = day.Stories.ToDictionary(story => story.Account);

            Assert.Equal(
                day.Stories.Select(story => (story.Account, story.Countries)),
                day.Stories.Select(story => (story.Account, itineraries[story.Account].MostCountriesInADay())));
            Assert.All(itineraries.Where(entry => !stories.ContainsKey(entry.Key)), entry => Assert.InRange(entry.Value.MostCountriesInADay(), 1, 2));
            Assert.Equal([], itineraries
                .Where(entry => !stories.TryGetValue(entry.Key, out var story) || story.Honest)
                .Where(entry => entry.Value.HasImpossibleMove())
                .Select(entry => entry.Key));
            Assert.Equal(geolocator == databases.Cities, itineraries["bot-new-year@example.jp"].HasImpossibleMove());
        }
    }

    [Fact]
    public void Nobody_without_a_story_is_in_more_networks_than_a_home_an_office_a_phone_and_a_hotel()
    {
        var day = Day(Options);
        var stories = day.Stories.Select(story => story.Account).ToHashSet();

        var networks = Read(day).Where(line => line.Success && !stories.Contains(line.Account)).GroupBy(line => line.Account)
            .Select(account => account.Select(line => databases.Systems.Find(line.Address)).Distinct().Count());

        Assert.InRange(networks.Max(), 2, 4);
    }

    [Theory]
    [InlineData(20_000, 4_000)]
    [InlineData(60_000, 12_000)]
    public void No_net_closes_on_anybody_without_a_story(int events, int accounts)
    {
        var day = Day(Options with { Events = events, Accounts = accounts });
        var stories = day.Stories.Select(story => story.Account).ToHashSet();
        var trial = new LogTrial([new RuleTrial("defaults", new NetsOptions(), databases.Cities)], databases.Cities, databases.Systems, new ExemptionSet([], databases.Systems));
        foreach (var line in day.Lines())
        {
            if (AuthEventParser.TryParse(line, Midnight.AddDays(1), out var login, out _) && !stories.Contains(login.Account.Value))
            {
                trial.Add(login);
            }
        }

        var outcome = Assert.Single(trial.ToStudy(new Dictionary<AccountName, Judgement>()).Outcomes);
        Assert.Equal((0, 0), (outcome.Suspended, outcome.Watched));
    }

    [Fact]
    public void The_stories_hold_every_kind_of_end()
    {
        var stories = Day(Options).Stories;

        Assert.Equal(
            [(StoryOutcome.Nothing, 10), (StoryOutcome.Watched, 13), (StoryOutcome.Suspended, 21)],
            stories.GroupBy(story => story.Outcome).OrderBy(group => group.Key).Select(group => (group.Key, group.Count())));
        Assert.Equal(50, Assert.Single(stories, story => story.Account == "bot-new-year@example.jp").Countries);
        Assert.Equal(4, Assert.Single(stories, story => story.Account == "traveller@example.jp").Countries);
        Assert.Contains(stories, story => story is { Countries: 9, Outcome: StoryOutcome.Watched });
        Assert.Contains(stories, story => story is { Countries: 10, Outcome: StoryOutcome.Suspended });
        Assert.Equal(stories.Count, stories.Select(story => story.Account).Distinct().Count());
    }

    [Fact]
    public void Guessed_accounts_see_failures_from_fifteen_countries()
    {
        var failures = Read(Day(Options)).Where(line => line is { Account: "guessed-1@example.jp", Success: false });

        Assert.Equal(15, failures.Select(line => databases.Countries.Locate(line.Address).Country).Distinct().Count());
    }

    [Fact]
    public void The_day_is_that_of_a_Japanese_provider()
    {
        var lines = Read(Day(Options)).ToList();
        double Share(Func<(DateTimeOffset Time, string Account, IPAddress Address, bool Success), bool> which) => (double)lines.Count(which) / lines.Count;

        Assert.InRange(Share(line => databases.Countries.Locate(line.Address).Country == "JP"), 0.85, 0.95);
        Assert.InRange(Share(line => line.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6), 0.03, 0.2);
        Assert.InRange(Share(line => !line.Success), 0.015, 0.04);
        Assert.InRange(lines.Select(line => line.Address).Distinct().Count(), 10_000, 40_000);
        Assert.True(lines.Count(line => line.Time.Hour == 1) > 3 * lines.Count(line => line.Time.Hour == 19));
    }

    private RealisticDay Day(RealisticDayOptions options) => new(options, databases.Addresses);

    private static Dictionary<string, Itinerary> Itineraries(RealisticDay day, IGeolocator geolocator)
    {
        var itineraries = new Dictionary<string, Itinerary>();
        foreach (var line in Read(day))
        {
            if (!itineraries.TryGetValue(line.Account, out var itinerary))
            {
                itineraries[line.Account] = itinerary = new Itinerary();
            }

            if (line.Success)
            {
                itinerary.Add(line.Time, geolocator.Locate(line.Address));
            }
        }

        return itineraries.Where(entry => entry.Value.IsSeen || day.Stories.Any(story => story.Account == entry.Key)).ToDictionary();
    }

    private static IEnumerable<(DateTimeOffset Time, string Account, IPAddress Address, bool Success)> Read(RealisticDay day)
    {
        foreach (var line in day.Lines())
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            yield return (
                DateTimeOffset.Parse(root.GetProperty("time").GetString()!, CultureInfo.InvariantCulture),
                root.GetProperty("account").GetString()!,
                IPAddress.Parse(root.GetProperty("ip").GetString()!),
                root.GetProperty("success").GetBoolean());
        }
    }
}
