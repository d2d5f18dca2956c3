using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Tests.Allowances;

public sealed class AllowanceTests
{
    [Theory]
    [InlineData("Alice@Example.JP", "alice@example.jp", false)]
    [InlineData(" alice ", "alice", false)]
    [InlineData("@Example.JP", "@example.jp", true)]
    [InlineData("*@example.jp", "@example.jp", true)]
    public void An_allowance_is_for_an_account_or_a_domain(string text, string value, bool isDomain)
    {
        var subject = AllowanceSubject.Parse(text);
        Assert.Equal((value, isDomain, !isDomain), (subject.Value, subject.IsDomain, subject.IsAccount));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("@")]
    [InlineData("*@")]
    [InlineData("@a@b")]
    [InlineData("a*@example.jp")]
    [InlineData("*")]
    public void Whatever_else_is_neither(string text) => Assert.Contains("@example.jp", Assert.Throws<FormatException>(() => AllowanceSubject.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("JP", "JP")]
    [InlineData("us JP jp", "JP US")]
    [InlineData("xk", "XK")]
    public void Countries_are_capitals_in_order_each_once(string given, string expected) => Assert.Equal(expected.Split(' '), AllowedCountries.Parse(given.Split(' ')));

    [Theory]
    [InlineData("", "at least one country")]
    [InlineData("JPN", "two ASCII letters")]
    [InlineData("JP UK", "is GB")]
    [InlineData("EU", "EU is not a country")]
    [InlineData("ZZ", "no country ZZ")]
    public void What_is_no_country_is_named(string given, string fault) =>
        Assert.Contains(fault, Assert.Throws<FormatException>(() => AllowedCountries.Parse(given.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("alice@example.jp", "JP US")]
    [InlineData("bob@example.jp", "JP")]
    [InlineData("bob@mail.example.jp", null)]
    [InlineData("carol@example.com", null)]
    [InlineData("dave", "DE")]
    [InlineData("eve", null)]
    [InlineData("a@b@example.jp", "JP")]
    [InlineData("@example.jp", "JP")]
    public void An_account_has_its_own_allowance_or_that_of_its_domain(string account, string? countries)
    {
        var found = Set(("@example.jp", "JP"), ("alice@example.jp", "JP US"), ("dave", "DE")).Find(AccountName.Parse(account));
        Assert.Equal(countries?.Split(' ').Select(country => Place.Of(country).CountryCode), found);
    }

    [Fact]
    public void What_is_kept_of_a_set_makes_the_same_one()
    {
        var set = Set(("@example.jp", "JP"), ("alice@example.jp", "JP US"));
        Assert.Equal(set.All.Select(one => (one.Key, string.Join(' ', one.Value))), new AllowanceSet(set.All).All.Select(one => (one.Key, string.Join(' ', one.Value))));
        Assert.Equal(2, set.Count);
    }

    [Fact]
    public void Nobody_has_one_of_none() => Assert.Null(AllowanceSet.Empty.Find(AccountName.Parse("alice@example.jp")));

    internal static AllowanceSet Set(params (string Subject, string Countries)[] allowances) =>
        new(allowances.Select(one => KeyValuePair.Create(AllowanceSubject.Parse(one.Subject).Value, one.Countries.Split(' '))));
}
