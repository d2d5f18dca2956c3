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
    public void New_accounts_count_beside_two_known_ones_or_an_abused_one_whoever_came_first()
    {
        Assert.Equal([0, 0, 0], Enumerable.Range(100, 3).Select(account => Note(account, isNew: true)));
        Assert.Equal((0, 5, 1), (Note(0), Note(1), Note(103, isNew: true)));
        Assert.Equal((0, 2), (Note(301, address: "192.0.2.3", isNew: true), Note(2, address: "192.0.2.3", isAbuse: true)));
    }

    private int Note(int account, int day = Day, string address = "192.0.2.1", bool isFamiliar = false, int[]? watch = null, bool isNew = false, bool isAbuse = false)
    {
        var time = DateTimeOffset.UnixEpoch.AddDays(day).AddHours(9);
        var use = new OriginUse(OriginKey.Of(time, IPAddress.Parse(address)), AccountName.Parse(string.Create(CultureInfo.InvariantCulture, $"user{account}@example.jp")), time, isFamiliar, false, isAbuse) { IsNew = isNew };
        return _book.Note(use, [.. (watch ?? [5]).Select(threshold => new SharedOriginsOptions { Watch = Threshold.At(threshold) })]).Count;
    }
}
