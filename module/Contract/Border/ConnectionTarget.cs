namespace AbuseServerless.PowerShell.Border;

/// <summary>What to connect to.</summary>
/// <param name="Kind">How; it says which of the others are used.</param>
public sealed record ConnectionTarget(GeoConnectionKind Kind)
{
    /// <summary>Local: the connection file; null for the user's own.</summary>
    public string? File { get; init; }

    /// <summary>Connection string of the storage account.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Connection string of the Event Hubs namespace; null where no events are to be sent.</summary>
    public string? EventHubsConnectionString { get; init; }

    /// <summary>Identity: the storage account's table endpoint.</summary>
    public Uri? AccountUri { get; init; }

    /// <summary>Identity: the host of the Event Hubs namespace; null where no events are to be sent.</summary>
    public string? EventHubsNamespace { get; init; }

    /// <summary>Local: the geolocation databases that the runtime uses, separated by semicolons; null where it does not say.</summary>
    public string? GeolocationDatabases { get; init; }

    /// <summary>Local: whether the runtime has an ASN database; null where it is not known.</summary>
    public bool? HasAsnDatabase { get; init; }

    /// <summary>Hub of AUTH events.</summary>
    public required string EventHub { get; init; }

    /// <summary>Hub of delivery events.</summary>
    public required string DeliveryEventHub { get; init; }
}
