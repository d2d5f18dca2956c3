namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What was read of a mail log, each from 0.</summary>
/// <param name="Lines">Lines.</param>
/// <param name="AuthEvents">AUTH events sent.</param>
/// <param name="DeliveryEvents">Delivery events sent.</param>
/// <param name="Malformed">Lines that cannot be read.</param>
/// <param name="Unsent">Events that were read but not yet accepted by an event hub; not included in the other counts.</param>
/// <param name="Share">How much of the file is read, 0 to 1.</param>
public sealed record MailLogProgress(long Lines, long AuthEvents, long DeliveryEvents, long Malformed, long Unsent, double Share);
