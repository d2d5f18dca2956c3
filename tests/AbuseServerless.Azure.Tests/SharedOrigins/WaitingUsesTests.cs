using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.SharedOrigins;
using AbuseServerless.Detection.SharedOrigins;

namespace AbuseServerless.Azure.Tests.SharedOrigins;

/// <summary>Uses of new accounts that wait for a stranger.</summary>
public sealed class WaitingUsesTests
{
    private readonly WaitingUses _waiting = new();

    [Fact]
    public void An_account_waits_once_at_an_origin_and_stays_when_it_is_asked_for()
    {
        Array.ForEach([Use(1, "a"), Use(1, "b"), Use(1, "a"), Use(2, "a")], _waiting.Add);
        Assert.Equal([Use(1, "a"), Use(1, "b")], _waiting.Of(new OriginKey(20_000, 1)));
        Assert.Equal(2, _waiting.Of(new OriginKey(20_000, 1)).Count);
        Assert.Empty(_waiting.Of(new OriginKey(20_001, 1)));
    }

    [Fact]
    public void Of_more_than_ten_thousand_uses_those_of_the_oldest_addresses_go_and_of_an_address_a_hundred_accounts_are_kept()
    {
        for (var n = 0; n < 10_001; n++)
        {
            _waiting.Add(Use((ulong)n, "a"));
        }

        Assert.Equal((0, 1, 1), (_waiting.Of(new OriginKey(20_000, 0)).Count, _waiting.Of(new OriginKey(20_000, 1)).Count, _waiting.Of(new OriginKey(20_000, 10_000)).Count));
        for (var n = 0; n < 150; n++)
        {
            _waiting.Add(Use(10_001, string.Create(CultureInfo.InvariantCulture, $"user{n}")));
        }

        Assert.Equal(100, _waiting.Of(new OriginKey(20_000, 10_001)).Count);
        Assert.Equal((0, 0, 1), (_waiting.Of(new OriginKey(20_000, 7)).Count, _waiting.Of(new OriginKey(20_000, 100)).Count, _waiting.Of(new OriginKey(20_000, 101)).Count));
    }

    private static OriginUse Use(ulong origin, string account) => new(new OriginKey(20_000, origin), AccountName.Parse(account), DateTimeOffset.UnixEpoch, IsFamiliar: false, IsWatchOnly: false) { IsNew = true };
}
