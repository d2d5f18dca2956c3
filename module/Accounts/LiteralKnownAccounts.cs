namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Completes accounts that something is remembered of, for parameters without wildcards.</summary>
public sealed class LiteralKnownAccounts : KnownAccounts
{
    private protected override bool TakesWildcards => false;
}
