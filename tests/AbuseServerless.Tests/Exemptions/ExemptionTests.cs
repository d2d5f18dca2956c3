using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using CsCheck;

namespace AbuseServerless.Tests.Exemptions;

public sealed class ExemptionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");
    private static readonly Place Brazil = Place.Of("BR", -23, -46);

    [Theory]
    [InlineData(ExemptionKind.Account, " Alice@Example.JP ", "alice@example.jp")]
    [InlineData(ExemptionKind.Network, "192.0.2.77/24", "192.0.2.0/24")]
    [InlineData(ExemptionKind.Network, "192.0.2.77", "192.0.2.77/32")]
    [InlineData(ExemptionKind.Network, "2001:DB8::1/33", "2001:db8::/33")]
    [InlineData(ExemptionKind.Network, "0.0.0.0/0", "0.0.0.0/0")]
    [InlineData(ExemptionKind.Country, "br", "BR")]
    [InlineData(ExemptionKind.Asn, "64500", "AS64500")]
    [InlineData(ExemptionKind.Asn, "as64500", "AS64500")]
    public void What_is_exempted_has_one_normal_form(ExemptionKind kind, string value, string normal) => Assert.Equal(normal, Of(kind, value).Value);

    [Theory]
    [InlineData(ExemptionKind.Account, " ")]
    [InlineData(ExemptionKind.Network, "192.0.2.0/33")]
    [InlineData(ExemptionKind.Network, "192.0.2/24")]
    [InlineData(ExemptionKind.Network, "example.jp")]
    [InlineData(ExemptionKind.Network, "2001:db8::/129")]
    [InlineData(ExemptionKind.Network, "192.0.2.0/-1")]
    [InlineData(ExemptionKind.Country, "Brazil")]
    [InlineData(ExemptionKind.Asn, "AS0")]
    [InlineData(ExemptionKind.Asn, "AS4294967296")]
    public void What_is_none_of_its_kind_is_refused(ExemptionKind kind, string value) => Assert.Throws<FormatException>(() => Of(kind, value));

    [Theory]
    [InlineData(ExemptionKind.Account, "alice@example.jp", true)]
    [InlineData(ExemptionKind.Account, "bob@example.jp", false)]
    [InlineData(ExemptionKind.Network, "200.160.2.0/24", true)]
    [InlineData(ExemptionKind.Network, "200.160.2.3/32", true)]
    [InlineData(ExemptionKind.Network, "200.160.3.0/24", false)]
    [InlineData(ExemptionKind.Network, "::/0", false)]
    [InlineData(ExemptionKind.Network, "0.0.0.0/0", true)]
    [InlineData(ExemptionKind.Country, "BR", true)]
    [InlineData(ExemptionKind.Country, "JP", false)]
    [InlineData(ExemptionKind.Asn, "AS64500", true)]
    [InlineData(ExemptionKind.Asn, "AS64501", false)]
    public void An_event_is_exempted_by_account_network_country_or_autonomous_system(ExemptionKind kind, string value, bool exempted) =>
        Assert.Equal(exempted ? Place.Exempted : Brazil, Apply(Of(kind, value)));

    [Theory]
    [InlineData(ExemptionKind.Account, "alice@example.jp", false)]
    [InlineData(ExemptionKind.Country, "JP", true)]
    [InlineData(ExemptionKind.Asn, "AS64500", true)]
    [InlineData(ExemptionKind.Network, "10.0.0.0/15", true)]
    [InlineData(ExemptionKind.Network, "10.0.0.0/16", false)]
    [InlineData(ExemptionKind.Network, "2001:d00::/31", true)]
    [InlineData(ExemptionKind.Network, "2001:db8::/32", false)]
    public void What_may_reach_many_accounts_is_broad(ExemptionKind kind, string value, bool isBroad) => Assert.Equal(isBroad, Of(kind, value).IsBroad);

    [Theory]
    [InlineData(ExemptionKind.Country, "Brazil", "A country must be two ASCII letters (ISO 3166-1 alpha-2).")]
    [InlineData(ExemptionKind.Network, "192.0.2.0/33", "A network must be an IPv4 or IPv6 address with a prefix length, such as 192.0.2.0/24 or 2001:db8::/32.")]
    [InlineData(ExemptionKind.Asn, "AS0", "An autonomous system must be a number from 1 to 4294967295, with or without the prefix AS.")]
    public void What_is_refused_is_told_how_it_is_written(ExemptionKind kind, string value, string message)
    {
        Assert.Equal(message, Assert.Throws<FormatException>(() => Of(kind, value)).Message);
        Assert.StartsWith("Not a kind of exemption.", Assert.Throws<ArgumentOutOfRangeException>(() => Of((ExemptionKind)9, value)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, Verdict.None)]
    [InlineData(true, false, Verdict.Watch)]
    [InlineData(false, true, Verdict.Suspend)]
    [InlineData(true, true, Verdict.Suspend)]
    public void The_mail_of_an_account_that_is_exempted_by_its_name_says_nothing_and_that_of_a_watch_only_one_suspends_nobody(bool watchOnly, bool isOver, Verdict gravest)
    {
        var set = new ExemptionSet(
            [
                Of(ExemptionKind.Account, "alice@example.jp") with { WatchOnly = watchOnly, Until = isOver ? Now : Now.AddTicks(1) },
                Of(ExemptionKind.Account, "bob@example.jp"), Of(ExemptionKind.Country, "BR"), Of(ExemptionKind.Network, "0.0.0.0/0"),
            ],
            new OneSystem());
        Assert.Equal(gravest, set.Gravest(Alice, Now));
        var outcome = set.Apply(new LocatedOutcome(Alice, Now, OutcomeKind.Unknown, default));
        Assert.Equal(gravest == Verdict.None ? null : gravest == Verdict.Watch, outcome?.IsWatchOnly);
    }

    [Fact]
    public void Of_several_exemptions_of_an_account_the_fullest_one_holds_in_either_order()
    {
        Exemption[] both = [Of(ExemptionKind.Account, "alice@example.jp") with { WatchOnly = true }, Of(ExemptionKind.Account, "alice@example.jp")];
        Assert.All([both, [.. both.Reverse()]], (Exemption[] exemptions) => Assert.Equal(Verdict.None, new ExemptionSet(exemptions, new OneSystem()).Gravest(Alice, Now)));
    }

    [Fact]
    public void The_autonomous_system_of_an_address_is_looked_up_only_where_an_exemption_names_one() =>
        Assert.Equal(Brazil, new ExemptionSet([Of(ExemptionKind.Country, "JP"), Of(ExemptionKind.Network, "10.0.0.0/8")], new NoSystem()).Apply(Alice, IPAddress.Parse("200.160.2.3"), Brazil, Now));

    [Fact]
    public void What_is_given_is_told_with_who_gave_it_why_and_when()
    {
        var exemption = Of(ExemptionKind.Country, "BR");
        Assert.Equal(new ExemptionChange(Now, exemption, true, "operator", "test"), ExemptionChange.Giving(exemption));
    }

    [Fact]
    public void An_exemption_holds_for_events_before_its_end()
    {
        Assert.Equal(Place.Exempted, Apply(Of(ExemptionKind.Country, "BR") with { Until = Now.AddTicks(1) }));
        Assert.Equal(Brazil, Apply(Of(ExemptionKind.Country, "BR") with { Until = Now }));
    }

    [Fact]
    public void A_watch_only_network_makes_a_watch_only_place_and_a_full_exemption_goes_before_it()
    {
        var watchOnly = Of(ExemptionKind.Network, "200.160.0.0/16") with { WatchOnly = true };
        Assert.True(Apply(watchOnly).IsWatchOnly);
        Assert.Equal("BR", Apply(watchOnly).Country);
        Assert.Equal(Place.Exempted, Apply(watchOnly, Of(ExemptionKind.Country, "BR")));
    }

    [Fact]
    public void Networks_match_as_the_platform_says_they_do() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.Int[0, 32]).Sample((network, address, length) =>
        {
            var exemption = Of(ExemptionKind.Network, $"{new IPAddress(BitConverter.GetBytes(network))}/{length}");
            var ip = new IPAddress(BitConverter.GetBytes(address));
            var set = new ExemptionSet([exemption], new OneSystem());
            Assert.Equal(IPNetwork.Parse(exemption.Value).Contains(ip), set.Apply(Alice, ip, Brazil, Now) == Place.Exempted);
        });

    private static Exemption Of(ExemptionKind kind, string value) => Exemption.Of(kind, value, "operator", "test", Now);

    private static Place Apply(params Exemption[] exemptions) => new ExemptionSet(exemptions, new OneSystem()).Apply(Alice, IPAddress.Parse("200.160.2.3"), Brazil, Now);

    private sealed class OneSystem : IAsnLookup
    {
        public long? Find(IPAddress address) => 64500;
    }

    private sealed class NoSystem : IAsnLookup
    {
        public long? Find(IPAddress address) => throw new InvalidOperationException("Nobody asked for a system.");
    }
}
