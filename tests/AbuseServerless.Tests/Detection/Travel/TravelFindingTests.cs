using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.Time;
using AbuseServerless.Detection.Travel;
using AbuseServerless.Geolocation;
using AbuseServerless.Tests.Detection.Account;

namespace AbuseServerless.Tests.Detection.Travel;

/// <summary>What is told of impossible moves.</summary>
public sealed class TravelFindingTests
{
    private static readonly Place Tokyo = Place.Of("JP", 35.7, 139.7);
    private static readonly Place Frankfurt = Place.Of("DE", 50.1, 8.7);
    private static readonly Place SaoPaulo = Place.Of("BR", -23.5, -46.6);

    [Fact]
    public void The_summary_tells_how_many_moves_and_the_longest()
    {
        var finding = Net(Threshold.At(1), Threshold.At(3)).Judge(Feed((Tokyo, 0), (SaoPaulo, 0), (Frankfurt, 0)))!;
        Assert.Equal((TravelNet.Name, Verdict.Suspend, 3, 3, 0, 96), (finding.Net, finding.Verdict, finding.Measured, finding.Threshold, finding.EndAge, finding.WindowSlots));

        // Of the three ways, the one from Tokyo to São Paulo, between whole degrees: 18,500 km.
        Assert.Matches(@"^3 impossible moves within 24 hours, the longest of 18,[45]\d\d km$", finding.Summary);
    }

    [Fact]
    public void Of_several_windows_with_as_many_moves_the_earliest_is_told()
    {
        var activity = Feed((Tokyo, 0), (SaoPaulo, 2), (Frankfurt, 10));
        var finding = Net(Threshold.At(1), Threshold.Off).Judge(activity)!;
        Assert.Equal((1, 8), (finding.Measured, finding.EndAge));
        Assert.Equal((3, 0), (Net(Threshold.At(3), Threshold.Off).Judge(activity)!.Measured, Net(Threshold.At(3), Threshold.Off).Judge(activity)!.EndAge));
    }

    [Fact]
    public void A_net_that_is_off_says_nothing_and_it_is_as_grave_as_its_thresholds()
    {
        var activity = Feed((Tokyo, 0), (SaoPaulo, 0));
        Assert.Equal(Verdict.None, Net(Threshold.Off, Threshold.Off).Gravest);
        Assert.Null(Net(Threshold.Off, Threshold.Off).Judge(activity));
        Assert.Equal(Verdict.Watch, Net(Threshold.At(1), Threshold.Off).Gravest);
        Assert.Equal(Verdict.Suspend, Net(Threshold.Off, Threshold.At(1)).Gravest);
        Assert.Equal(Verdict.Suspend, Net(Threshold.Off, Threshold.At(1)).Judge(activity)!.Verdict);
        Assert.Equal([PlaceEvidence.Kind, FamiliarityEvidence.Kind], Net(Threshold.Off, Threshold.Off).Evidence);
    }

    [Fact]
    public void By_default_no_move_counts_of_an_account_whose_networks_are_not_known() =>
        Assert.Null(new TravelNet(new TravelOptions()).Judge(Feed((Tokyo, 0), (SaoPaulo, 0))));

    private static TravelNet Net(Threshold watch, Threshold suspend) => new(new TravelOptions { OnlyUnfamiliar = false, Watch = watch, Suspend = suspend });

    private static AccountActivity Feed(params (Place Place, int Slot)[] seen) =>
        Trace.Feed([[.. seen.Select(one => Trace.At(Trace.Noon + one.Slot * Slot.Length, one.Place))]], Rules.CountriesOnly).Activity;
}
