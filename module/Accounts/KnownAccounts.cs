using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Completes accounts that something is remembered of.</summary>
public class KnownAccounts : AccountCompleter
{
    private protected override bool TakesWildcards => true;

    private protected override IAsyncEnumerable<(string Account, string Note)> ReadAsync(ISession session, string prefix, CancellationToken cancellationToken) =>
        session.ReadAccountsAsync(prefix, cancellationToken)
            .Select(account => (account.Account, account.State?.ToString() ?? $"{account.Countries.Length} countries"));
}
