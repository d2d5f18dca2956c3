namespace AbuseServerless.Detection.Rate;

/// <summary>What was counted of an account in one slot.</summary>
/// <param name="Age">Age of the slot, 0 to 127.</param>
/// <param name="Auths">Logins, without those from watch-only networks.</param>
/// <param name="Recipients">Their recipients.</param>
/// <param name="WatchOnlyAuths">Logins from watch-only networks.</param>
/// <param name="WatchOnlyRecipients">Their recipients.</param>
public readonly record struct SlotCount(int Age, long Auths, long Recipients, long WatchOnlyAuths, long WatchOnlyRecipients)
{
    internal SlotCount Add(int recipients, bool watchOnly) => watchOnly
        ? this with { WatchOnlyAuths = WatchOnlyAuths + 1, WatchOnlyRecipients = WatchOnlyRecipients + recipients }
        : this with { Auths = Auths + 1, Recipients = Recipients + recipients };
}
