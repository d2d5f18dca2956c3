using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Sharing;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Tests.Sharing;

public sealed class AbuseAddressesTests
{
    [Fact]
    public void Addresses_of_confirmed_abuse_come_together_and_nothing_else_does()
    {
        var addresses = Collect(
            [
                Abuse.Episode("a", Judgement.Abuse, ("GB", "81.2.69.142"), ("RU", "2a02:6b8::1")),
                Abuse.Episode("b", Judgement.Abuse, ("GB", "81.2.69.142")),
                Abuse.Episode("b", Judgement.Abuse, ("IE", "81.2.69.142")),
                Abuse.Episode("c", Judgement.None, ("US", "8.8.8.8")),
            ]);

        Assert.Equal(["2a02:6b8::1 RU 1", "81.2.69.142 GB IE 2"], addresses.Select(address => $"{address.Address} {string.Join(' ', address.Countries)} {address.Accounts}"));
        Assert.All(addresses, address => Assert.Equal((Abuse.Noon.AddHours(-3), Abuse.Noon.AddHours(-1), Abuse.Noon.AddHours(1)), (address.First, address.Last, address.Known)));
    }

    [Fact]
    public void The_evidence_of_familiarity_is_never_told_because_the_owner_may_be_in_it()
    {
        var episode = Abuse.Episode("a", Judgement.Abuse, ("GB", "81.2.69.142"));
        Assert.Empty(Collect([episode with { Decisions = [episode.Decisions[0] with { Net = FamiliarityNet.Name }] }]));
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("203.0.113.9")]
    [InlineData("::1")]
    [InlineData("fe80::1%3")]
    [InlineData("2001:db8::7")]
    [InlineData("2002:0a00:0001::1")]
    [InlineData("no address")]
    public void What_is_reserved_or_no_address_is_never_told(string address) => Assert.Empty(Collect([Abuse.Episode("a", Judgement.Abuse, ("GB", address))]));

    [Theory]
    [InlineData(ExemptionKind.Network, "81.2.69.0/24", false, false)]
    [InlineData(ExemptionKind.Network, "81.2.69.142", true, false)]
    [InlineData(ExemptionKind.Network, "81.2.0.0/16", false, true)]
    [InlineData(ExemptionKind.Country, "GB", false, false)]
    [InlineData(ExemptionKind.Asn, "AS64500", true, true)]
    [InlineData(ExemptionKind.Account, "a", false, false)]
    public void What_an_exemption_names_is_never_told_even_when_it_is_over(ExemptionKind kind, string value, bool watchOnly, bool over)
    {
        var exemption = Exemption.Of(kind, value, "ops", "x", Abuse.Noon.AddDays(-9)) with { WatchOnly = watchOnly, Until = over ? Abuse.Noon.AddDays(-8) : null };
        Assert.Empty(Collect([Abuse.Episode("a", Judgement.Abuse, ("GB", "81.2.69.142"))], exemption));
    }

    [Fact]
    public void An_address_in_the_evidence_of_a_false_positive_is_never_told()
    {
        Episode[] episodes = [Abuse.Episode("a", Judgement.Abuse, ("GB", "81.2.69.142"), ("RU", "77.88.8.8")), Abuse.Episode("b", Judgement.FalsePositive, ("GB", "81.2.69.142"))];

        Assert.Equal(["77.88.8.8"], Collect(episodes).Select(address => address.Address.ToString()));
        Assert.Equal(["77.88.8.8"], Collect(episodes.Reverse()).Select(address => address.Address.ToString()));
    }

    private static IReadOnlyList<AbuseAddress> Collect(IEnumerable<Episode> episodes, params Exemption[] exemptions)
    {
        var addresses = new AbuseAddresses(new ExemptionSet(exemptions, new OneSystem()));
        foreach (var episode in episodes)
        {
            addresses.Add(episode);
        }

        return addresses.ToList();
    }

    private sealed class OneSystem : IAsnLookup
    {
        public long? Find(System.Net.IPAddress address) => 64500;
    }
}
