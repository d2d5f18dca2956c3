namespace AbuseServerless.PowerShell;

/// <summary>An installation that the module is connected to. Holds no key.</summary>
/// <param name="Name">Name of the connection, by which -Connection knows it.</param>
/// <param name="Kind">How it was opened.</param>
/// <param name="Tables">The storage account's table endpoint.</param>
/// <param name="EventHubs">Host of the Event Hubs namespace; null where events cannot be sent.</param>
/// <param name="EventHub">Hub of AUTH events; null where events cannot be sent.</param>
public sealed record GeoConnection(string Name, GeoConnectionKind Kind, Uri Tables, string? EventHubs, string? EventHub)
{
    /// <summary>The signed-in identity, as in the audit log; null if the connection has none, and the audit log names user@host.</summary>
    public string? Identity { get; init; }

    /// <summary>Whether commands without -Connection use it.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>The connection in a few words.</summary>
    public override string ToString() => EventHub is null ? $"{Tables}" : $"{Tables}, hub {EventHub} of {EventHubs}";
}
