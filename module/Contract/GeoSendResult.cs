namespace AbuseServerless.PowerShell;

/// <summary>What became of the events that were handed to Send-GeoAuthEvent.</summary>
/// <param name="Sent">Events that the hub has taken.</param>
/// <param name="Rejected">Events that were not sent, each with an error.</param>
/// <param name="EventHub">The hub.</param>
public sealed record GeoSendResult(long Sent, long Rejected, string EventHub);
