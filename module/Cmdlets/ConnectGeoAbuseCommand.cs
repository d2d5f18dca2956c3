using System.Management.Automation;
using AbuseServerless.PowerShell.Border;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Connects to an installation, verifying that it can be reached. The connection lasts until Disconnect-GeoAbuse, or until the process ends.</summary>
[Cmdlet(VerbsCommunications.Connect, "GeoAbuse", DefaultParameterSetName = IdentitySet)]
[OutputType(typeof(GeoConnection))]
public sealed class ConnectGeoAbuseCommand : GeoCommand
{
    private const string LocalSet = "Local";
    private const string ConnectionStringSet = "ConnectionString";
    private const string IdentitySet = "Identity";

    /// <summary>Connects to the local runtime that this user started.</summary>
    [Parameter(ParameterSetName = LocalSet, Mandatory = true, HelpMessage = "Connects to the local runtime that this user started.")]
    public SwitchParameter Local { get; set; }

    /// <summary>The local runtime's connection file, where it is not the usual one.</summary>
    [Parameter(ParameterSetName = LocalSet, HelpMessage = "The local runtime's connection file, where it is not the usual one.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Connection string of the storage account.</summary>
    [Parameter(ParameterSetName = ConnectionStringSet, Mandatory = true, HelpMessage = "Connection string of the storage account.")]
    [ValidateNotNullOrEmpty]
    public string ConnectionString { get; set; } = "";

    /// <summary>Connection string of the Event Hubs namespace; needed to send events only.</summary>
    [Parameter(ParameterSetName = ConnectionStringSet, HelpMessage = "Connection string of the Event Hubs namespace; needed to send events only.")]
    [ValidateNotNullOrEmpty]
    public string? EventHubsConnectionString { get; set; }

    /// <summary>Table endpoint of the storage account, such as https://example.table.core.windows.net; entered with your Microsoft Entra identity.</summary>
    [Parameter(
        ParameterSetName = IdentitySet,
        Mandatory = true,
        Position = 0,
        HelpMessage = "Table endpoint of the storage account, such as https://example.table.core.windows.net; entered with your Microsoft Entra identity.")]
    [ValidateNotNull]
    public Uri? AccountUri { get; set; }

    /// <summary>Host of the Event Hubs namespace, such as example.servicebus.windows.net; needed to send events only.</summary>
    [Parameter(
        ParameterSetName = IdentitySet,
        HelpMessage = "Host of the Event Hubs namespace, such as example.servicebus.windows.net; needed to send events only.")]
    [ValidateNotNullOrEmpty]
    public string? EventHubsNamespace { get; set; }

    /// <summary>Hub of AUTH events; auth-events unless the installation names it otherwise.</summary>
    [Parameter(HelpMessage = "Hub of AUTH events; auth-events unless the installation names it otherwise.")]
    [ValidateNotNullOrEmpty]
    public string EventHub { get; set; } = "auth-events";

    /// <summary>Hub of delivery events; delivery-events unless the installation names it otherwise.</summary>
    [Parameter(HelpMessage = "Hub of delivery events; delivery-events unless the installation names it otherwise.")]
    [ValidateNotNullOrEmpty]
    public string DeliveryEventHub { get; set; } = "delivery-events";

    /// <summary>Puts the connection out instead of naming it on the screen.</summary>
    [Parameter(HelpMessage = "Puts the connection out instead of naming it on the screen.")]
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
            ConnectionString = ConnectionString,
            EventHubsConnectionString = EventHubsConnectionString,
            AccountUri = AccountUri,
            EventHubsNamespace = EventHubsNamespace,
            EventHub = EventHub,
            DeliveryEventHub = DeliveryEventHub,
        };
        var session = Wait(null, cancellationToken => EngineContext.Engine.OpenAsync(target, cancellationToken));
        CurrentConnection.Session = session;
        if (PassThru)
        {
            WriteObject(session.Connection);
        }
        else
        {
            var enforcement = Wait(null, session.FindEnforcementAsync);
            WriteInformation(new HostInformationMessage { Message = $"Connected to {session.Connection}. {enforcement}" }, ["PSHOST"]);
        }
    }
}
