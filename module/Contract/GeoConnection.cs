namespace AbuseServerless.PowerShell;

/// <summary>The installation that the module is connected to. Holds no key.</summary>
/// <param name="Kind">How it was opened.</param>
/// <param name="Tables">The storage account's table endpoint.</param>
/// <param name="EventHubs">Host of the Event Hubs namespace; null where events cannot be sent.</param>
/// <param name="EventHub">Hub of AUTH events; null where events cannot be sent.</param>
public sealed record GeoConnection(GeoConnectionKind Kind, Uri Tables, string? EventHubs, string? EventHub)
{
    /// <summary>The connection in a few words.</summary>
    public override string ToString() => EventHub is null ? $"{Tables}" : $"{Tables}, hub {EventHub} of {EventHubs}";
}
