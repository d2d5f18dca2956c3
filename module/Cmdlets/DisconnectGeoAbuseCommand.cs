using System.Management.Automation;
using AbuseServerless.PowerShell.Completion;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Forgets connections and their keys. Does nothing where there are none.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "GeoAbuse")]
public sealed class DisconnectGeoAbuseCommand : PSCmdlet
{
    /// <summary>Only these connections, by name. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Only these connections, by name. Default: all.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNames))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Name ?? [null!])
        {
            Connections.Close(name);
        }
    }
}
