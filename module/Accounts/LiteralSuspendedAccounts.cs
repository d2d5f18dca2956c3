namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Completes accounts that something was decided about, for parameters without wildcards.</summary>
public sealed class LiteralSuspendedAccounts : SuspendedAccounts
{
    private protected override bool TakesWildcards => false;
}
