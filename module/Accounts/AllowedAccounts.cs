using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Completes accounts and domains that have an allowance.</summary>
public sealed class AllowedAccounts : AccountCompleter
{
    private protected override bool TakesWildcards => false;

    private protected override IAsyncEnumerable<(string Account, string Note)> ReadAsync(ISession session, string prefix, CancellationToken cancellationToken) =>
        session.ReadAllowancesAsync(cancellationToken)
            .Where(allowance => allowance.Account.StartsWith(prefix, StringComparison.Ordinal))
            .Select(allowance => (allowance.Account, string.Join(", ", allowance.Country)));
}
