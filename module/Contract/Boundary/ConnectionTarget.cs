namespace AbuseServerless.PowerShell.Boundary;

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

    /// <summary>Local: the ASN databases that the runtime uses, separated by semicolons; empty where it has none, null where it does not say.</summary>
    public string? AsnDatabase { get; init; }

    /// <summary>Name of the connection; null for the host of the table endpoint, or <c>local</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Identity: the Microsoft Entra tenant, by id or domain; null for the identity's own.</summary>
    public string? TenantId { get; init; }

    /// <summary>Identity: that of the machine instead of the user's.</summary>
    public bool ManagedIdentity { get; init; }

    /// <summary>Identity: client id of a user-assigned managed identity; null for the system's.</summary>
    public string? ClientId { get; init; }

    /// <summary>Identity: tells the user where to enter which code; null for no sign-in by a code. Called on any thread.</summary>
    public Action<string>? DeviceCode { get; init; }

    /// <summary>Hub of AUTH events.</summary>
    public required string EventHub { get; init; }

    /// <summary>Hub of delivery events.</summary>
    public required string DeliveryEventHub { get; init; }
}
