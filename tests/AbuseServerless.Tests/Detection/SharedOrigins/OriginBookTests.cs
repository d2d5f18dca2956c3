using System.Globalization;
using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.SharedOrigins;

namespace AbuseServerless.Tests.Detection.SharedOrigins;

/// <summary>Who was used at which origin, in memory.</summary>
public sealed class OriginBookTests
{
    private const int Day = 20_000;

    private readonly OriginBook _book = new();

    [Fact]
    public void All_accounts_of_an_origin_are_told_when_it_becomes_one_of_several_and_later_ones_by_themselves()
    {
        Assert.Equal([0, 0, 0, 0, 5, 1], Enumerable.Range(0, 6).Select(account => Note(account)));
        Assert.Equal((0, 0), (Note(5), Note(6, address: "192.0.2.2")));
    }

    [Fact]
    public void Each_of_several_thresholds_has_its_own_say()
    {
        Assert.Equal([0, 0, 3, 1, 6, 2], Enumerable.Range(0, 6).Select(account => Note(account, watch: [3, 5])));
    }

    [Theory]
    [InlineData(Day - 1, 0)]
    [InlineData(Day - 2, 5)]
    [InlineData(Day + 1, 5)]
    public void Those_who_lived_at_an_address_the_day_before_make_it_none_that_strangers_share(int lived, int told)
    {
        Note(100, lived, isFamiliar: true);
        Assert.Equal([0, 0, 0, 0, told], Enumerable.Range(0, 5).Select(account => Note(account)));
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(3, 0)]
    public void A_day_is_remembered_for_the_two_that_follow(int days, int told)
    {
        Assert.Equal([0, 0, 0, 0], Enumerable.Range(0, 4).Select(account => Note(account)));
        Note(50, Day + days);
        Assert.Equal(told, Note(4));
    }

    [Fact]
    public void An_origin_has_strangers_from_its_first_one_on_and_only_on_that_day()
    {
        var (origin, next) = (OriginOf(Day), OriginOf(Day + 1));
        Note(100, isFamiliar: true);
        Assert.False(_book.HasStrangers(origin));
        Note(0);
        Assert.Equal((true, false, false), (_book.HasStrangers(origin), _book.HasStrangers(next), _book.HasStrangers(OriginOf(Day, "192.0.2.2"))));
    }

    private static OriginKey OriginOf(int day, string address = "192.0.2.1") => OriginKey.Of(DateTimeOffset.UnixEpoch.AddDays(day).AddHours(9), IPAddress.Parse(address));

    private int Note(int account, int day = Day, string address = "192.0.2.1", bool isFamiliar = false, int[]? watch = null)
    {
        var time = DateTimeOffset.UnixEpoch.AddDays(day).AddHours(9);
        var use = new OriginUse(OriginKey.Of(time, IPAddress.Parse(address)), AccountName.Parse(string.Create(CultureInfo.InvariantCulture, $"user{account}@example.jp")), time, isFamiliar, false);
        return _book.Note(use, [.. (watch ?? [5]).Select(threshold => new SharedOriginsOptions { Watch = Threshold.At(threshold) })]).Count;
    }
}
