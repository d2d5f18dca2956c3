using AbuseServerless.Accounts;
using AbuseServerless.Gate.Quotas;

namespace AbuseServerless.Gate.Tests.Quotas;

public sealed class CountedAccountTests
{
    [Fact]
    public void An_account_whose_row_cannot_be_written_is_told_once_until_it_can_be()
    {
        var account = new CountedAccount(AccountName.Parse("alice@example.jp"));
        Assert.Equal([true, false, false], [account.TrySetAway(5), account.TrySetAway(10), account.TrySetAway(15)]);
        Assert.Equal(15, account.AwayUntil);

        account.ClearAway();
        Assert.Equal((0, true), (account.AwayUntil, account.TrySetAway(20)));
    }
}
