using System.Management.Automation;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Forgets the connection and its keys. Does nothing where there is none.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "GeoAbuse")]
public sealed class DisconnectGeoAbuseCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => CurrentConnection.Session = null;
}
