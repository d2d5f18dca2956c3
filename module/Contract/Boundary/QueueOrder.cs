namespace AbuseServerless.PowerShell.Boundary;

/// <summary>An order to mail hosts about the queued mail of an account.</summary>
/// <param name="Id">What tells it from every other.</param>
/// <param name="Account">The account, in normal form.</param>
/// <param name="Action">What is to be done.</param>
public sealed record QueueOrder(string Id, string Account, GeoQueueAction Action);
