namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Completes accounts that are suspended or were.</summary>
public sealed class JudgeableSuspensions : SuspendedAccounts
{
    private protected override bool TakesWildcards => false;

    private protected override GeoSuspensionState[] States => [GeoSuspensionState.Active, GeoSuspensionState.Watched, GeoSuspensionState.Lifted, GeoSuspensionState.Expired, GeoSuspensionState.Historical];
}
