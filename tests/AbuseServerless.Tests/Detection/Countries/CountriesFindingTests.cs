using AbuseServerless.Detection;
using AbuseServerless.Detection.Countries;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Countries;

/// <summary>What the net says of itself, and what it tells of a window.</summary>
public sealed class CountriesFindingTests
{
    [Fact]
    public void The_summary_tells_how_many_countries_within_how_many_hours()
    {
        Assert.Equal("10 countries within 24 hours", Find([.. Trace.Codes.Take(10).Select(code => (code, 0))]).Summary);
        var hour = new WindowLimits { Window = TimeSpan.FromHours(1), Suspend = Threshold.At(1) };
        Assert.Equal("1 country within 1 hour", Find([("JP", 0)], options => options.Also.Add(hour)).Summary);
    }

    [Fact]
    public void Of_several_windows_that_reach_the_threshold_the_earliest_is_told()
    {
        // Ten countries at once, and eleven when one more follows an hour later.
        var finding = Find([.. Trace.Codes.Take(10).Select(code => (code, 0)), (Trace.Codes[10], 4)]);
        Assert.Equal((10, 10, 4, 96), (finding.Measured, finding.Threshold, finding.EndAge, finding.WindowSlots));
    }

    [Fact]
    public void Of_two_windows_the_graver_finding_is_told()
    {
        var hour = new WindowLimits { Window = TimeSpan.FromHours(1), Suspend = Threshold.At(6) };
        var finding = Find([.. Trace.Codes.Take(6).Select(code => (code, 0))], options => options.Also.Add(hour));
        Assert.Equal((Verdict.Suspend, 6, 4), (finding.Verdict, finding.Threshold, finding.WindowSlots));
    }

    [Fact]
    public void The_net_is_as_grave_as_the_gravest_of_its_windows()
    {
        Assert.Equal(Verdict.Suspend, Net(_ => { }).Gravest);
        Assert.Equal(Verdict.Watch, Net(options => options.Suspend = Threshold.Off).Gravest);
        Assert.Equal(Verdict.Suspend, Net(options =>
        {
            options.Suspend = Threshold.Off;
            options.Also.Add(new WindowLimits { Window = TimeSpan.FromHours(1), Suspend = Threshold.At(6) });
        }).Gravest);
    }

    [Fact]
    public void Where_an_account_lives_is_remembered_only_if_the_rule_asks()
    {
        Assert.Equal([PlaceEvidence.Kind, FamiliarityEvidence.Kind], Net(_ => { }).Evidence);
        Assert.Equal([PlaceEvidence.Kind], Net(options => options.OnlyUnfamiliar = false).Evidence);
    }

    private static CountriesNet Net(Action<CountriesOptions> configure)
    {
        var options = new CountriesOptions();
        configure(options);
        return new CountriesNet(options);
    }

    private static Finding Find((string Country, int Slot)[] seen, Action<CountriesOptions>? configure = null)
    {
        var (activity, _, _) = Trace.Feed([[.. seen.Select(one => Trace.At(Trace.Noon + one.Slot * Slot.Length, Place.Of(one.Country)))]], Rules.CountriesOnly);
        return Net(configure ?? (_ => { })).Judge(activity)!;
    }
}
