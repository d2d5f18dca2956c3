using AbuseServerless.Accounts;

namespace AbuseServerless.Portal;

/// <summary>What a link in the mail to a suspended subscriber stands for.</summary>
/// <param name="Account">The account.</param>
/// <param name="Activation">Which of its suspensions: how often it had become Active, that time included.</param>
/// <param name="Expires">Until when it can be used, exclusive, UTC, in whole seconds.</param>
public sealed record RecoveryLink(AccountName Account, int Activation, DateTimeOffset Expires);
