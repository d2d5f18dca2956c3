using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets whether suspended accounts are refused, since when, and who set it.</summary>
[Cmdlet(VerbsCommon.Get, "GeoEnforcement")]
[OutputType(typeof(GeoEnforcement))]
public sealed class GetGeoEnforcementCommand : GeoCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(Wait(null, cancellationToken => Session.FindEnforcementAsync(cancellationToken)));
}
