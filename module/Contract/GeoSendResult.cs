namespace AbuseServerless.PowerShell;

/// <summary>The result of Send-GeoAuthEvent.</summary>
/// <param name="Sent">Events that the hub has taken.</param>
/// <param name="Rejected">Events that were not sent, each with an error.</param>
/// <param name="Unsent">Events that the command received but the event hub did not accept, because the command was interrupted; 0 at its regular end.</param>
/// <param name="EventHub">The hub.</param>
public sealed record GeoSendResult(long Sent, long Rejected, long Unsent, string EventHub);
