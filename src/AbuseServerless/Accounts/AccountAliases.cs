using System.Collections.Frozen;

namespace AbuseServerless.Accounts;

/// <summary>Names under which accounts log in, beside their own. For any number of threads.</summary>
/// <param name="tagSeparator">What begins a tag: with <c>+</c>, <c>alice+tag@example.jp</c> is <c>alice@example.jp</c>. Empty (default) where nothing does.</param>
public sealed class AccountAliases(string tagSeparator = "")
{
    private volatile FrozenDictionary<AccountName, AccountName> _accounts = FrozenDictionary<AccountName, AccountName>.Empty;

    /// <summary>How many there are.</summary>
    public int Count => _accounts.Count;

    /// <summary>The account that a login stands for, without its tag: itself where it is no alias and has none. An alias may have a tag, and may itself look as if it had one.</summary>
    public AccountName Of(AccountName login) => Find(Find(login).WithoutTag(tagSeparator));

    /// <summary>Uses others from now on.</summary>
    public void Replace(IReadOnlyDictionary<AccountName, AccountName> accounts) => _accounts = accounts.ToFrozenDictionary();

    private AccountName Find(AccountName login) => _accounts.TryGetValue(login, out var account) ? account : login;
}
