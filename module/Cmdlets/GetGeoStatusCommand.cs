using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets how an installation does: whether it refuses, from which thresholds, how late it is, how old its geolocation data are, which workers and gates run, and what is wrong.</summary>
[Cmdlet(VerbsCommon.Get, "GeoStatus")]
[OutputType(typeof(GeoStatus))]
public sealed class GetGeoStatusCommand : ReadingCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(Wait(null, Session.ReadStatusAsync));
}
