using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using CsCheck;

namespace AbuseServerless.Azure.Tests.Storage;

public sealed class TableKeyTests
{
    [Fact]
    public void A_day_is_the_same_key_by_its_date_and_by_any_time_of_it_in_UTC()
    {
        Assert.Equal("2026-01-02", TableKey.OfDay(new DateOnly(2026, 1, 2)));
        Assert.Equal("2026-01-02", TableKey.OfDay(new DateTimeOffset(2026, 1, 3, 8, 59, 59, TimeSpan.FromHours(9))));
        Assert.Equal("0001-01-01", TableKey.OfDay(DateTimeOffset.MinValue));
    }

    [Fact]
    public void Any_account_comes_back_from_its_key_and_no_two_share_one() =>
        Gen.Select(Gen.String[1, 30], Gen.String[1, 30]).Where(pair => AccountName.TryParse(pair.Item1, out _) && AccountName.TryParse(pair.Item2, out _)).Sample((one, other) =>
        {
            var (first, second) = (AccountName.Parse(one), AccountName.Parse(other));
            var key = TableKey.Of(first);
            Assert.Equal(first, TableKey.Account(key, first.Value));
            Assert.Equal(first == second, key == TableKey.Of(second));
            Assert.DoesNotContain(key, character => character is '/' or '\\' or '#' or '?' || char.IsControl(character));
            Assert.InRange(key.Length, 1, TableKey.MaximumNameLength);
        });

    [Theory]
    [InlineData("alice@example.jp", "alice@example.jp")]
    [InlineData("a/b\\c#d?e", "a!002Fb!005Cc!0023d!003Fe")]
    [InlineData("100%!~", "100!0025!0021!007E")]
    public void Keys_are_readable_where_they_can_be(string account, string key) => Assert.Equal(key, TableKey.Of(AccountName.Parse(account)));

    [Fact]
    public void A_name_longer_than_a_key_is_hashed_and_read_from_its_column()
    {
        var account = AccountName.Parse(new string('a', 1000));
        var key = TableKey.Of(account);
        Assert.True(TableKey.IsHashed(key));
        Assert.Equal(65, key.Length);
        Assert.Equal(account, TableKey.Account(key, account.Value));
        Assert.Throws<FormatException>(() => TableKey.Account(key, null));
    }

    [Fact]
    public void The_keys_of_a_prefix_lie_between_it_and_its_end() =>
        Gen.Select(Gen.String[0, 10], Gen.String[0, 10]).Sample((prefix, rest) =>
        {
            var from = "a:" + TableKey.EscapeText(prefix);
            var key = "a:" + TableKey.EscapeText(prefix + rest);
            Assert.True(string.CompareOrdinal(from, key) <= 0);
            Assert.True(string.CompareOrdinal(key, TableKey.End(from)) < 0);
        });
}
