using System.Collections.Frozen;

namespace AbuseServerless.Accounts;

/// <summary>Names under which accounts log in, beside their own. For any number of threads.</summary>
public sealed class AccountAliases
{
    private volatile FrozenDictionary<AccountName, AccountName> _accounts = FrozenDictionary<AccountName, AccountName>.Empty;

    /// <summary>How many there are.</summary>
    public int Count => _accounts.Count;

    /// <summary>The account that a login stands for: itself where it is no alias.</summary>
    public AccountName Of(AccountName login) => _accounts.TryGetValue(login, out var account) ? account : login;

    /// <summary>Uses others from now on.</summary>
    public void Replace(IReadOnlyDictionary<AccountName, AccountName> accounts) => _accounts = accounts.ToFrozenDictionary();
}
