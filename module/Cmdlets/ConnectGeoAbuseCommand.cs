using System.Management.Automation;
using System.Security;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Connects to an installation, verifying that it can be reached. The connection lasts until Disconnect-GeoAbuse, or until the process ends.</summary>
[Cmdlet(VerbsCommunications.Connect, "GeoAbuse", DefaultParameterSetName = IdentitySet)]
[OutputType(typeof(GeoConnection))]
public sealed class ConnectGeoAbuseCommand : EngineCommand
{
    private const string LocalSet = "Local";
    private const string ConnectionStringSet = "ConnectionString";
    private const string IdentitySet = "Identity";

    /// <summary>Connects to the local runtime that this user started.</summary>
    [Parameter(ParameterSetName = LocalSet, Mandatory = true, HelpMessage = "Connects to the local runtime that this user started.")]
    public SwitchParameter Local { get; set; }

    /// <summary>The connection file of the local runtime, or its data folder, if it is not in the usual place.</summary>
    [Parameter(ParameterSetName = LocalSet, HelpMessage = "The connection file of the local runtime, or its data folder, if it is not in the usual place.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Connection string of the storage account, as text or SecureString.</summary>
    [Parameter(ParameterSetName = ConnectionStringSet, Mandatory = true, HelpMessage = "Connection string of the storage account, as text or SecureString.")]
    [ValidateNotNull]
    [Secret]
    public SecureString ConnectionString { get; set; } = new();

    /// <summary>Connection string of the Event Hubs namespace, as text or SecureString. Needed only to send events.</summary>
    [Parameter(ParameterSetName = ConnectionStringSet, HelpMessage = "Connection string of the Event Hubs namespace, as text or SecureString. Needed only to send events.")]
    [ValidateNotNull]
    [Secret]
    public SecureString? EventHubsConnectionString { get; set; }

    /// <summary>Table endpoint of the storage account, such as https://example.table.core.windows.net. You sign in with your Microsoft Entra identity.</summary>
    [Parameter(
        ParameterSetName = IdentitySet,
        Mandatory = true,
        Position = 0,
        HelpMessage = "Table endpoint of the storage account, such as https://example.table.core.windows.net. You sign in with your Microsoft Entra identity.")]
    [ValidateNotNull]
    public Uri? AccountUri { get; set; }

    /// <summary>Host name of the Event Hubs namespace, such as example.servicebus.windows.net. Needed only to send events.</summary>
    [Parameter(
        ParameterSetName = IdentitySet,
        HelpMessage = "Host name of the Event Hubs namespace, such as example.servicebus.windows.net. Needed only to send events.")]
    [ValidateNotNullOrEmpty]
    public string? EventHubsNamespace { get; set; }

    /// <summary>The Microsoft Entra tenant to sign in to, by id or domain. Default: your own.</summary>
    [Parameter(ParameterSetName = IdentitySet, HelpMessage = "The Microsoft Entra tenant to sign in to, by id or domain. Default: your own.")]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>Signs in as the managed identity of this machine, for scripts that run in Azure.</summary>
    [Parameter(ParameterSetName = IdentitySet, HelpMessage = "Signs in as the managed identity of this machine, for scripts that run in Azure.")]
    public SwitchParameter ManagedIdentity { get; set; }

    /// <summary>Client id of a user-assigned managed identity. Default: the system-assigned one.</summary>
    [Parameter(ParameterSetName = IdentitySet, HelpMessage = "Client id of a user-assigned managed identity. Default: the system-assigned one.")]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>Signs in with a device code that you enter in a browser, on this machine or another.</summary>
    [Parameter(ParameterSetName = IdentitySet, HelpMessage = "Signs in with a device code that you enter in a browser, on this machine or another.")]
    public SwitchParameter UseDeviceAuthentication { get; set; }

    /// <summary>Name of the connection, for -Connection of the other commands. Default: the host of the table endpoint, or local.</summary>
    [Parameter(HelpMessage = "Name of the connection, for -Connection of the other commands. Default: the host of the table endpoint, or local.")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Event hub for AUTH events. Default: auth-events.</summary>
    [Parameter(HelpMessage = "Event hub for AUTH events. Default: auth-events.")]
    [ValidateNotNullOrEmpty]
    public string EventHub { get; set; } = "auth-events";

    /// <summary>Event hub for delivery events. Default: delivery-events.</summary>
    [Parameter(HelpMessage = "Event hub for delivery events. Default: delivery-events.")]
    [ValidateNotNullOrEmpty]
    public string DeliveryEventHub { get; set; } = "delivery-events";

    /// <summary>Returns the connection instead of showing its name.</summary>
    [Parameter(HelpMessage = "Returns the connection instead of showing its name.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var target = new ConnectionTarget(ParameterSetName switch
        {
            LocalSet => GeoConnectionKind.Local,
            ConnectionStringSet => GeoConnectionKind.ConnectionString,
            _ => GeoConnectionKind.Identity,
        })
        {
            File = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path),
            Name = Name,
            ConnectionString = SecretAttribute.Read(ConnectionString),
            EventHubsConnectionString = EventHubsConnectionString is null ? null : SecretAttribute.Read(EventHubsConnectionString),
            TenantId = TenantId,
            ManagedIdentity = ManagedIdentity,
            ClientId = ClientId,
            DeviceCode = UseDeviceAuthentication ? Ask : null,
            AccountUri = AccountUri,
            EventHubsNamespace = EventHubsNamespace,
            EventHub = EventHub,
            DeliveryEventHub = DeliveryEventHub,
        };
        // Whatever comes of it: commands that follow are not meant for another installation.
        Connections.Make(Name);
        if (ClientId is not null && !ManagedIdentity)
        {
            ThrowTerminatingError(Errors.ClientIdAlone());
        }

        var session = Wait(null, cancellationToken => EngineContext.Engine.OpenAsync(target, cancellationToken));
        Connections.Open(session, Name is not null);
        if (PassThru)
        {
            WriteObject(session.Connection with { IsCurrent = true });
        }
        else
        {
            var enforcement = Wait(null, session.FindEnforcementAsync);
            WriteInformation(
                new HostInformationMessage { Message = $"Connected to {session.Connection}{(session.Connection.Identity is { } who ? $" as {who}" : "")}. {enforcement}" }, ["PSHOST"]);
        }
    }
}
