namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Completes accounts that are watched or suspended.</summary>
public sealed class OpenSuspensions : SuspendedAccounts
{
    private protected override bool TakesWildcards => false;

    private protected override GeoSuspensionState[] States => [GeoSuspensionState.Watched, GeoSuspensionState.Pending, GeoSuspensionState.Active];
}
