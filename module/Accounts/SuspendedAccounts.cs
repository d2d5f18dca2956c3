using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Completes accounts that something was decided about.</summary>
public class SuspendedAccounts : AccountCompleter
{
    private protected override bool TakesWildcards => true;

    /// <summary>Only of these states; empty for all.</summary>
    private protected virtual GeoSuspensionState[] States => [];

    private protected override IAsyncEnumerable<(string Account, string Note)> ReadAsync(ISession session, string prefix, CancellationToken cancellationToken) =>
        session.ReadSuspensionsAsync(prefix, States, cancellationToken)
            .Select(suspension => (suspension.Account, $"{suspension.State} since {suspension.Since.UtcDateTime:u}"));
}
