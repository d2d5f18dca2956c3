using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Countries;

public sealed class CountriesNetTests
{
    [Theory]
    [InlineData(4, Verdict.None)]
    [InlineData(5, Verdict.Watch)]
    [InlineData(9, Verdict.Watch)]
    [InlineData(10, Verdict.Suspend)]
    [InlineData(16, Verdict.Suspend)]
    public void Ten_countries_within_a_day_suspend_and_five_watch(int countries, Verdict verdict) =>
        Assert.Equal(verdict, Feed(Rules.CountriesOnly, Trace.Codes.Take(countries).Select((code, i) => Trace.At(Trace.Noon.AddHours(i), Place.Of(code)))));

    [Theory]
    [InlineData(95, Verdict.Suspend)]
    [InlineData(96, Verdict.Watch)]
    public void A_window_of_a_day_is_96_slots_the_last_one_included(int slotsToTheTenth, Verdict verdict)
    {
        var nine = Trace.Codes.Take(9).Select(code => Trace.At(Trace.Noon, Place.Of(code)));
        Assert.Equal(verdict, Feed(Rules.CountriesOnly, nine.Append(Trace.At(Trace.Noon + slotsToTheTenth * Slot.Length, Place.Of(Trace.Codes[9])))));
    }

    [Fact]
    public void Ten_places_of_one_country_are_one_country() =>
        Assert.Equal(Verdict.None, Feed(Rules.CountriesOnly, Enumerable.Range(0, 20).Select(i => Trace.At(Trace.Noon, Place.Of("US", 30, -120 + i)))));

    [Fact]
    public void Private_and_unlocated_addresses_are_no_country() =>
        Assert.Equal(Verdict.None, Feed(
            Rules.CountriesOnly,
            [.. Trace.Codes.Take(4).Select(code => Trace.At(Trace.Noon, Place.Of(code))), Trace.At(Trace.Noon, Place.PrivateNetwork), Trace.At(Trace.Noon, Place.Unlocated)]));

    [Fact]
    public void A_further_window_has_thresholds_of_its_own()
    {
        var rules = Rules.Of(nets => nets.Countries.Also.Add(new WindowLimits { Window = TimeSpan.FromHours(1), Suspend = Threshold.At(4) }));
        Assert.Equal(Verdict.Suspend, Feed(rules, Trace.Codes.Take(4).Select((code, i) => Trace.At(Trace.Noon.AddMinutes(15 * i), Place.Of(code)))));
        Assert.Equal(Verdict.None, Feed(rules, Trace.Codes.Take(4).Select((code, i) => Trace.At(Trace.Noon.AddMinutes(20 * i), Place.Of(code)))));
    }

    [Fact]
    public void A_net_that_is_off_says_nothing()
    {
        var rules = Rules.Of(nets => (nets.Countries.Watch, nets.Countries.Suspend) = (Threshold.Off, Threshold.Off));
        Assert.Equal(Verdict.None, Feed(rules, Trace.Codes.Select(code => Trace.At(Trace.Noon, Place.Of(code)))));
    }

    [Fact]
    public void A_decision_names_the_window_and_each_country_with_times_and_an_address()
    {
        var events = Trace.Codes.Take(10).Select((code, i) => Trace.At(Trace.Noon.AddMinutes(10 * i), Place.Of(code), $"192.0.2.{i}")).ToArray();
        var decision = ActivityUpdate.Apply(new AccountActivity(), events, Rules.Default).Decision!;

        Assert.Equal((CountriesNet.Name, Verdict.Suspend, 10, 10), (decision.Net, decision.Verdict, decision.Measured, decision.Threshold));
        Assert.Equal(Slot.Of(Trace.Noon.AddMinutes(90)).End, decision.WindowEnd);
        Assert.Equal(decision.WindowEnd.AddDays(-1), decision.WindowStart);
        Assert.Equal(Trace.Codes.Take(10), decision.Countries.Select(country => country.Country));
        Assert.Equal(Trace.Noon.AddMinutes(20), decision.Countries[2].First);
        Assert.Equal("192.0.2.2", decision.Countries[2].Address);
        Assert.Equal(Trace.Noon.AddMinutes(20), decision.Countries[2].Last);
        Assert.Equal("test 2026-01-01", decision.DatabaseVersion);
        Assert.Equal(Rules.Default.Version, decision.RulesVersion);
    }

    [Fact]
    public void The_fingerprint_of_the_rules_follows_every_setting()
    {
        Assert.Equal(Rules.Default.Version, Rules.Of(_ => { }).Version);
        Assert.NotEqual(Rules.Default.Version, Rules.Of(nets => nets.Countries.Suspend = Threshold.At(9)).Version);
        Assert.NotEqual(Rules.Default.Version, Rules.Of(nets => nets.Countries.Window = TimeSpan.FromHours(12)).Version);
    }

    private static Verdict Feed(Detector rules, IEnumerable<LocatedEvent> events) => Trace.Feed([[.. events]], rules).Verdict;
}
