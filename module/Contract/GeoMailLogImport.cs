namespace AbuseServerless.PowerShell;

/// <summary>What became of a mail log that was handed to Import-GeoMailLog.</summary>
/// <param name="Path">The log.</param>
/// <param name="Lines">Lines read, of whatever program.</param>
/// <param name="AuthEvents">AUTH events that the hub has taken.</param>
/// <param name="DeliveryEvents">Delivery events that the hub has taken.</param>
/// <param name="Malformed">Lines that should tell of one of them and cannot be read; nothing was sent of them.</param>
/// <param name="Unsent">Events that were read and that no hub has taken, because the import was interrupted; 0 at its regular end. With a resume file the next import reads them again.</param>
/// <param name="Duration">How long it took.</param>
public sealed record GeoMailLogImport(string Path, long Lines, long AuthEvents, long DeliveryEvents, long Malformed, long Unsent, TimeSpan Duration);
