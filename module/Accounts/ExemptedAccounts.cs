using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Completes accounts that are exempted.</summary>
public sealed class ExemptedAccounts : AccountCompleter
{
    private protected override bool TakesWildcards => false;

    private protected override IAsyncEnumerable<(string Account, string Note)> ReadAsync(ISession session, string prefix, CancellationToken cancellationToken) =>
        session.ReadExemptionsAsync(cancellationToken)
            .Where(exemption => exemption.Kind == GeoExemptionKind.Account && exemption.Value.StartsWith(prefix, StringComparison.Ordinal))
            .Select(exemption => (exemption.Value, exemption.Reason));
}
