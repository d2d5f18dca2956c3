namespace AbuseServerless.PowerShell;

/// <summary>The result of importing a mail log with Import-GeoMailLog.</summary>
/// <param name="Path">The log.</param>
/// <param name="Lines">Lines read, from any program.</param>
/// <param name="AuthEvents">AUTH events that the event hub has accepted.</param>
/// <param name="DeliveryEvents">Delivery events that the event hub has accepted.</param>
/// <param name="Malformed">Lines that should contain an event but cannot be read; nothing was sent for them.</param>
/// <param name="Unsent">Events that were read but not accepted by an event hub, because the import was interrupted; 0 at its regular end. With a resume file, the next import reads them again.</param>
/// <param name="Duration">How long it took.</param>
public sealed record GeoMailLogImport(string Path, long Lines, long AuthEvents, long DeliveryEvents, long Malformed, long Unsent, TimeSpan Duration);
