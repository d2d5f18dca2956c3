using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets the messages that could not be read as events, with the reason, the position in the hub and the body.</summary>
[Cmdlet(VerbsCommon.Get, "GeoDeadLetter", SupportsPaging = true)]
[OutputType(typeof(GeoDeadLetter))]
public sealed class GetGeoDeadLetterCommand : GeoCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Page.Begin(this).Write(Stream(null, Session.ReadDeadLettersAsync));
}
