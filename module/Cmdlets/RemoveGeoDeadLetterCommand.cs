using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Removes dead letters.</summary>
[Cmdlet(VerbsCommon.Remove, "GeoDeadLetter", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoDeadLetterTally))]
public sealed class RemoveGeoDeadLetterCommand : DeadLetterCommand
{
    private protected override string Doing => "Remove dead letter";

    private protected override ErrorRecord? FaultOf(GeoDeadLetter letter) => null;

    private protected override (int Sent, int Removed) Finish(IReadOnlyList<GeoDeadLetter> letters) =>
        (0, Wait(null, cancellationToken => Session.RemoveDeadLettersAsync(letters, false, By, Reason, cancellationToken)));
}
