using AbuseServerless.Accounts;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>An account was used at an origin: in an unfamiliar network, or, of the sample, in a familiar one.</summary>
/// <param name="Origin">The origin.</param>
/// <param name="Account">The account.</param>
/// <param name="Time">When.</param>
/// <param name="IsFamiliar">Whether the network was familiar to the account: it lives there.</param>
/// <param name="IsWatchOnly">Whether the use counts to watch and not to suspend.</param>
/// <param name="IsAbuse">Whether a net had found the account to be abused, before it or by the events that came with it.</param>
public readonly record struct OriginUse(OriginKey Origin, AccountName Account, DateTimeOffset Time, bool IsFamiliar, bool IsWatchOnly, bool IsAbuse = false);
