using AbuseServerless.Accounts;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>What an account is told: it was used at an origin that several accounts share on that day.</summary>
/// <param name="Account">The account.</param>
/// <param name="Time">When it was used there.</param>
/// <param name="Day">The day, in days since 1970-01-01.</param>
/// <param name="Accounts">Accounts to which the origin's network was unfamiliar.</param>
/// <param name="Counted">Those whose use counts to suspend; 0 where that of this account does not.</param>
/// <param name="HasAbuse">Whether one of them was found to be abused.</param>
public readonly record struct SharedOrigin(AccountName Account, DateTimeOffset Time, long Day, int Accounts, int Counted, bool HasAbuse = false);
