using AbuseServerless.Detection;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Tests.Detection.Account;
using static AbuseServerless.Tests.Detection.Familiarity.Uses;

namespace AbuseServerless.Tests.Detection.Familiarity;

/// <summary>Networks in which nobody lives.</summary>
public sealed class HostingNetworksTests
{
    [Theory]
    [InlineData(16276, 19, Verdict.Watch)]
    [InlineData(16276, 20, Verdict.Suspend)]
    [InlineData(64600, 32, Verdict.None)]
    [InlineData(9009, 32, Verdict.None)]
    public void A_hosting_network_counts_as_two_and_the_exits_of_a_vpn_do_not(int system, int minutes, Verdict expected) =>
        Assert.Equal(expected, Feed([.. Life(10), .. Use(10, system, minutes)]).Verdict);

    [Theory]
    [InlineData(10, 16276, 1, Verdict.None)]
    [InlineData(10, 16276, 2, Verdict.Watch)]
    [InlineData(4, 16276, 9, Verdict.None)]
    [InlineData(10, 64600, 9, Verdict.None)]
    public void Two_minutes_in_a_hosting_network_have_a_known_account_watched(int day, int system, int minutes, Verdict expected)
    {
        Assert.Equal(expected, Feed([.. Life(day), .. Use(day, system, minutes)]).Verdict);
        Assert.Equal(Verdict.None, Trace.Feed([Sorted([.. Life(day), .. Use(day, system, minutes)])], Rules.Of(nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.Familiarity));
            nets.Familiarity.HostingMinutes = Threshold.Off;
        })).Verdict);
    }

    [Fact]
    public void A_monitor_that_begins_in_eight_hosting_networks_is_left_alone()
    {
        int[] regions = [16276, 14061, 24940, 20473, 51167, 36352, 63949, 47583];
        Assert.Equal(Verdict.None, Feed(Enumerable.Range(0, 12).SelectMany(day => regions.SelectMany(region => Use(day, region, 32)))).Verdict);
    }

    [Fact]
    public void An_account_that_has_always_sent_from_a_hosting_network_lives_there() =>
        Assert.Equal(Verdict.None, Feed(Enumerable.Range(0, 12).SelectMany(day => Use(day, 16276, 32).Concat(Use(day, Home, 5)))).Verdict);

    [Theory]
    [InlineData("64600 Example Hosting")]
    [InlineData("64600\tExample Hosting")]
    [InlineData("64600")]
    public void A_list_of_hosting_networks_of_ones_own_takes_the_place_of_the_programs_and_a_wrong_line_is_told_at_start(string line)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, $"# ours\n{line}\n\n");
        var own = Rules.Of(nets =>
        {
            Rules.AllOffBut(nets, nameof(nets.Familiarity));
            nets.Familiarity.HostingFile = file;
        });
        Assert.Equal(Verdict.Suspend, Trace.Feed([Sorted([.. Life(10), .. Use(10, 64600, 20)])], own).Verdict);
        Assert.Equal(Verdict.None, Trace.Feed([Sorted([.. Life(10), .. Use(10, 16276, 32)])], own).Verdict);

        File.WriteAllText(file, "64600 Example\nAS64601\n");
        var options = new FamiliarityOptions { HostingFile = file };
        var failure = Assert.Single(options.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(options)));
        Assert.StartsWith("Nets:Familiarity:HostingFile: ", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("line 2 ", failure.ErrorMessage, StringComparison.Ordinal);
        File.Delete(file);
    }
}
