using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell;

/// <summary>How much an account was used in a quarter of an hour.</summary>
/// <param name="Start">Start of the quarter of an hour, UTC.</param>
/// <param name="Addresses">Distinct client addresses, at most 64; 0 if no net needs them.</param>
/// <param name="Auths">Logins, without those under a watch-only exemption; null if no net needs them.</param>
/// <param name="Recipients">Their recipients, where the sources tell them.</param>
/// <param name="WatchOnlyAuths">Logins under a watch-only exemption.</param>
/// <param name="WatchOnlyRecipients">Their recipients.</param>
public sealed record GeoUsage(DateTimeOffset Start, int Addresses, long? Auths, long? Recipients, long? WatchOnlyAuths, long? WatchOnlyRecipients)
{
    /// <summary>One line.</summary>
    public override string ToString() =>
        string.Join("  ", [$"{Start.UtcDateTime:u}", Quantity.Of(Addresses, "address", "addresses"), .. Auths is null ? Array.Empty<string>() : [Quantity.Of((Auths + WatchOnlyAuths) ?? 0, "AUTH event"), Quantity.Of((Recipients + WatchOnlyRecipients) ?? 0, "recipient")]]);
}
