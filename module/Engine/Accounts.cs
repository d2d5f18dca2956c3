using AbuseServerless.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Reads accounts as operators write them.</summary>
internal static class Accounts
{
    /// <exception cref="EngineException">It is not a login name.</exception>
    public static AccountName Parse(string account) =>
        AccountName.TryParse(account, out var name)
            ? name
            : throw new EngineException(EngineFault.BadAccount, $"An account must be a login name of 1 to {AccountName.MaximumLength} characters of valid Unicode.");
}
