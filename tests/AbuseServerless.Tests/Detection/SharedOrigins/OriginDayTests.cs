using System.Globalization;
using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using AbuseServerless.Detection.SharedOrigins;
using CsCheck;

namespace AbuseServerless.Tests.Detection.SharedOrigins;

/// <summary>Who was used at an origin on one day, and whether that is a crowd.</summary>
public sealed class OriginDayTests
{
    private const int Day = 20_000;

    private static readonly DateTimeOffset Morning = DateTimeOffset.UnixEpoch.AddDays(Day).AddHours(9);

    private static readonly OriginKey Origin = OriginKey.Of(Morning, IPAddress.Parse("192.0.2.1"));

    private static readonly SharedOriginsOptions Both = new() { Watch = Threshold.At(5), Suspend = Threshold.At(8) };

    [Theory]
    [InlineData(4, 0, 0, Verdict.None)]
    [InlineData(5, 0, 0, Verdict.Watch)]
    [InlineData(8, 0, 0, Verdict.Suspend)]
    [InlineData(8, 8, 0, Verdict.Watch)]
    [InlineData(8, 1, 0, Verdict.Watch)]
    [InlineData(8, 0, 1, Verdict.None)]
    [InlineData(9, 0, 1, Verdict.Suspend)]
    [InlineData(40, 0, 4, Verdict.Suspend)]
    [InlineData(40, 0, 5, Verdict.None)]
    public void Five_accounts_are_a_crowd_unless_twice_as_many_live_there(int strange, int watchOnly, int residents, Verdict expected)
    {
        var origin = Of([.. Enumerable.Range(0, strange).Select(n => Use(n, isWatchOnly: n < watchOnly)), .. Enumerable.Range(1_000, residents).Select(n => Use(n, isFamiliar: true))]);
        Assert.Equal(expected, origin.Judge(Both, 0));
    }

    [Theory]
    [InlineData(0, 5, false, 0, Verdict.None)]
    [InlineData(1, 9, false, 0, Verdict.None)]
    [InlineData(2, 2, false, 0, Verdict.None)]
    [InlineData(2, 3, false, 0, Verdict.Watch)]
    [InlineData(2, 30, false, 1, Verdict.None)]
    [InlineData(8, 1, false, 0, Verdict.Suspend)]
    [InlineData(7, 9, false, 0, Verdict.Watch)]
    [InlineData(8, 30, false, 1, Verdict.None)]
    [InlineData(9, 1, false, 1, Verdict.Suspend)]
    [InlineData(0, 9, true, 0, Verdict.None)]
    [InlineData(1, 0, true, 0, Verdict.None)]
    [InlineData(1, 1, true, 0, Verdict.Watch)]
    [InlineData(1, 9, true, 1, Verdict.None)]
    public void New_accounts_are_of_a_crowd_beside_two_that_are_known_or_one_that_was_abused_and_are_never_suspended_for_it(int known, int isNew, bool isAbused, int residents, Verdict expected)
    {
        var origin = Of([
            .. Enumerable.Range(0, known).Select(n => Use(n) with { IsAbuse = isAbused && n == 0 }),
            .. Enumerable.Range(100, isNew).Select(n => Use(n) with { IsNew = true }),
            .. Enumerable.Range(1_000, residents).Select(n => Use(n, isFamiliar: true))]);
        Assert.Equal(expected, origin.Judge(Both, 0));
        Assert.Equal(expected, OriginDay.Decode(origin.Encode()).Judge(Both, 0));
    }

    [Fact]
    public void A_new_account_is_told_of_the_others_and_nothing_that_counts_to_suspend()
    {
        var origin = Of([Use(0), Use(1), .. Enumerable.Range(2, 3).Select(n => Use(n) with { IsNew = true })]);
        Assert.Equal([(5, 2), (5, 2), (5, 0), (5, 0), (5, 0)], origin.Tell(new OriginDay(), [Use(0)], Both, 0).Select(told => (told.Accounts, told.Counted)));
        Assert.Equal((5, 0), origin.Tell(origin, [Use(9) with { IsNew = true }], Both, 0).Select(told => (told.Accounts, told.Counted)).Last());
    }

    [Fact]
    public void New_accounts_leave_room_for_known_ones_and_for_those_who_live_there()
    {
        var origin = Of([.. Enumerable.Range(0, 150).Select(n => Use(n) with { IsNew = true })]);
        Assert.Equal(100, origin.Accounts);
        Of([.. Enumerable.Range(200, 2).Select(n => Use(n)), .. Enumerable.Range(1_000, 1).Select(n => Use(n, isFamiliar: true))], origin);
        Assert.Equal((102, Verdict.None), (origin.Accounts, origin.Judge(Both, 0)));
        Assert.Equal(200, Of([.. Enumerable.Range(300, 150).Select(n => Use(n))], origin).Accounts);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    public void An_account_that_turns_out_to_be_known_counts_as_such(bool wasNew, bool isNew, bool holds)
    {
        var origin = Of([Use(1) with { IsNew = wasNew }]);
        Assert.Equal(holds, origin.Holds(Use(1) with { IsNew = isNew }));
        Assert.Equal(Of([Use(1) with { IsNew = wasNew && isNew }]).Encode(), Of([Use(1) with { IsNew = isNew }], origin).Encode());
        Assert.True(origin.HasStrangers);
        Assert.False(Of([Use(1, isFamiliar: true)]).HasStrangers);
    }

    [Fact]
    public void Those_who_lived_there_yesterday_count_while_the_day_is_young()
    {
        var origin = Of([.. Enumerable.Range(0, 5).Select(n => Use(n))]);
        Assert.Equal((Verdict.Watch, Verdict.Watch, Verdict.None), (origin.Judge(Both, 0), origin.Judge(Both, 9), origin.Judge(Both, 16)));
    }

    [Fact]
    public void The_order_number_and_cut_of_uses_change_nothing() =>
        Gen.Select(Gen.Select(Gen.Int[0, 30], Gen.Bool, Gen.Bool, Gen.Bool).Array[0, 60], Gen.Int).Sample((uses, seed) =>
        {
            OriginUse[] all = [.. uses.Select(use => Use(use.Item1, use.Item2, use.Item3) with { IsNew = use.Item4 })];
            var disturbed = all.Concat(all.Where(use => use.Account.Value.Length % 2 == 0)).ToArray();
            new Random(seed).Shuffle(disturbed);
            var stored = disturbed.Chunk(7).Aggregate(new OriginDay().Encode(), (bytes, cut) => Of(cut, OriginDay.Decode(bytes)).Encode());
            Assert.Equal(Of(all).Encode(), stored);
        });

    [Fact]
    public void Of_more_accounts_than_are_remembered_each_is_told_by_its_own_use()
    {
        var full = Of([.. Enumerable.Range(0, OriginDay.MaximumAccounts).Select(n => Use(n))]);
        var one = Use(1_000);
        Assert.Equal(one.Account, Assert.Single(Of([one], OriginDay.Decode(full.Encode())).Tell(full, [one], Both, 0)).Account);
        var longName = one with { Account = AccountName.Parse(new string('a', OriginDay.MaximumNameLength + 1)) };
        var five = Of([.. Enumerable.Range(0, 5).Select(n => Use(n))]);
        Assert.Equal(longName.Account, Assert.Single(Of([longName], OriginDay.Decode(five.Encode())).Tell(five, [longName], Both, 0)).Account);
    }

    [Fact]
    public void A_crowd_that_is_full_stays_one_whoever_lives_there()
    {
        var full = Of([.. Enumerable.Range(0, OriginDay.MaximumAccounts).Select(n => Use(n)), .. Enumerable.Range(1_000, 64).Select(n => Use(n, isFamiliar: true))]);
        Assert.Equal(Verdict.Suspend, full.Judge(Both, 0));
    }

    [Fact]
    public void Whoever_makes_it_a_crowd_tells_everybody_and_later_ones_tell_themselves()
    {
        var (four, five, six) = (Of([.. Enumerable.Range(0, 4).Select(n => Use(n))]), Of([.. Enumerable.Range(0, 5).Select(n => Use(n))]), Of([.. Enumerable.Range(0, 6).Select(n => Use(n))]));
        Assert.Equal(5, five.Tell(four, [Use(4)], Both, 0).Count());
        Assert.Equal(new SharedOrigin(Use(5).Account, Use(5).Time, Day, 6, 6), Assert.Single(six.Tell(five, [Use(5)], Both, 0)));
        Assert.Empty(four.Tell(new OriginDay(), [Use(3)], Both, 0));
        Assert.Empty(six.Tell(five, [Use(5)], Both, residentsBefore: 16));
    }

    [Fact]
    public void Two_accounts_are_enough_where_one_of_them_was_found_to_be_abused_whenever_that_was()
    {
        var two = Of([Use(0), Use(1)]);
        Assert.Equal(Verdict.None, two.Judge(Both, 0));
        Assert.False(two.Holds(Use(0) with { IsAbuse = true }));
        var after = Of([Use(0) with { IsAbuse = true }], OriginDay.Decode(two.Encode()));
        Assert.Equal((Verdict.Watch, Verdict.None), (after.Judge(Both, 0), after.Judge(Both, 16)));
        Assert.Equal([(2, true), (2, true)], after.Tell(two, [Use(0) with { IsAbuse = true }], Both, 0).Select(told => (told.Accounts, told.HasAbuse)));
        Assert.Equal(Verdict.None, Of([Use(0) with { IsAbuse = true }]).Judge(Both, 0));
        Assert.Equal(Verdict.None, after.Judge(new SharedOriginsOptions { AfterAbuse = Threshold.Off }, 0));
        Assert.Equal(after.Encode(), Of([Use(1), Use(0) with { IsAbuse = true }, Use(0)]).Encode());
    }

    [Fact]
    public void A_use_that_was_added_before_tells_everybody_again_because_its_writer_may_have_ended_before_that()
    {
        var five = Of([.. Enumerable.Range(0, 5).Select(n => Use(n))]);
        Assert.Equal(5, five.Tell(five, [Use(4)], Both, 0).Count());
    }

    [Fact]
    public void An_account_in_a_watch_only_network_is_told_nothing_that_counts_to_suspend()
    {
        var origin = Of([.. Enumerable.Range(0, 9).Select(n => Use(n, isWatchOnly: n == 0))]);
        Assert.Equal([0, .. Enumerable.Repeat(8, 8)], origin.Tell(new OriginDay(), [Use(1)], Both, 0).Select(told => told.Counted));
        Assert.All(origin.Tell(new OriginDay(), [Use(1)], Both, 0), told => Assert.Equal(9, told.Accounts));
    }

    [Fact]
    public void A_row_of_a_thousand_accounts_with_the_longest_names_fits_into_a_column()
    {
        var origin = Of([.. Enumerable.Range(0, 1_000).Select(n => Use(n, isFamiliar: true)), .. Enumerable.Range(0, 1_000).Select(n => Use(n) with { Account = AccountName.Parse($"{n:0000}{new string('x', 250)}") })]);
        Assert.Equal((200, 64 * 16), (origin.Accounts, origin.Residents));
        Assert.InRange(origin.Encode().Length, 50_000, 65_535);
        Assert.False(new OriginDay().Holds(Use(1)));
        Assert.True(new OriginDay().Holds(Use(1) with { Account = AccountName.Parse(new string('x', 255)) }));
    }

    [Fact]
    public void A_row_that_cannot_be_read_begins_anew()
    {
        var bytes = Of([Use(1), Use(2)]).Encode();
        Assert.Equal(2, OriginDay.Decode(bytes).Accounts);
        Assert.All([[], [99], bytes[..^3], [2, 1, 4, 1, 0xff]], (byte[] damaged) => Assert.Equal(0, OriginDay.Decode(damaged).Accounts));
    }

    [Theory]
    [InlineData(false, false, false, false, true)]
    [InlineData(false, false, true, false, true)]
    [InlineData(true, false, true, false, true)]
    [InlineData(true, false, false, false, false)]
    [InlineData(false, false, false, true, false)]
    [InlineData(false, true, false, true, true)]
    [InlineData(false, true, false, false, true)]
    public void A_use_says_something_new_where_it_counts_more_than_the_one_before_or_is_abuse(bool knownWatchOnly, bool knownAbuse, bool isWatchOnly, bool isAbuse, bool holds) =>
        Assert.Equal(holds, Of([Use(1, isWatchOnly: knownWatchOnly) with { IsAbuse = knownAbuse }]).Holds(Use(1, isWatchOnly: isWatchOnly) with { IsAbuse = isAbuse }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_stored_tells_each_account_the_same_and_who_lives_there(bool hasAbuse)
    {
        OriginUse[] uses = [.. Enumerable.Range(0, 6).Select(n => Use(n, isWatchOnly: n == 2) with { IsAbuse = hasAbuse && n == 3 })];
        var stored = OriginDay.Decode(Of([.. uses, Use(1_000, isFamiliar: true)]).Encode());
        Assert.Equal(16, stored.Residents);
        Assert.Empty(stored.Tell(new OriginDay(), uses, Both, 0));
        stored = OriginDay.Decode(Of(uses).Encode());
        Assert.Equal(uses.Select(use => new SharedOrigin(use.Account, use.Time, Day, 6, use.IsWatchOnly ? 0 : 5, hasAbuse)), stored.Tell(new OriginDay(), uses, Both, 0));
        Assert.Equal(0, OriginDay.Decode([1, .. Of(uses).Encode()[1..]]).Accounts);
    }

    [Fact]
    public void Who_lives_there_is_told_nothing_and_an_account_that_is_not_remembered_is_told_with_all_others()
    {
        Assert.Empty(Of([.. Enumerable.Range(0, 5).Select(n => Use(n))]).Tell(new OriginDay(), [Use(9, isFamiliar: true)], Both, 0));
        var full = Of([.. Enumerable.Range(0, OriginDay.MaximumAccounts).Select(n => Use(n))]);
        Assert.Equal(OriginDay.MaximumAccounts + 1, full.Tell(full, [Use(0), Use(1_000)], Both, 0).Count());
    }

    [Fact]
    public void The_number_of_an_origin_stays_what_it_is_in_stored_rows() =>
        Assert.Equal(new OriginKey(Day, 0xb456_bcfc_34c2_cb2c), OriginKey.Of(Morning, IPAddress.Parse("0:0:0:1::")));

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2a00:db8:1:1::1", "2a00:db8:1:1:ffff::2", true)]
    [InlineData("2a00:db8:1:1::1", "2a00:db8:1:2::1", false)]
    public void An_origin_is_an_address_or_a_slash_64(string one, string other, bool same) =>
        Assert.Equal(same, OriginKey.Of(Morning, IPAddress.Parse(one)) == OriginKey.Of(Morning, IPAddress.Parse(other)));

    [Fact]
    public void Each_address_has_four_buckets_of_its_own_of_which_accounts_are_looked_at()
    {
        var buckets = Enumerable.Range(0, 200).Select(n => Enumerable.Range(0, AccountBucket.Count).Where(bucket => OriginKey.IsSampled(new IPAddress([192, 0, 2, (byte)n]), bucket)).ToArray()).ToList();
        Assert.All(buckets, own => Assert.Equal(4, own.Length));
        Assert.Equal(16, buckets.DistinctBy(own => own[0]).Count());
    }

    private static OriginDay Of(OriginUse[] uses, OriginDay? origin = null)
    {
        origin ??= new OriginDay();
        Array.ForEach(uses, use => origin.Add(use));
        return origin;
    }

    private static OriginUse Use(int account, bool isFamiliar = false, bool isWatchOnly = false) =>
        new(Origin, AccountName.Parse(string.Create(CultureInfo.InvariantCulture, $"user{account}@example.jp")), Morning.AddMinutes(account), isFamiliar, isWatchOnly);
}
