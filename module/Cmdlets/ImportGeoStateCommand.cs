using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Restores suspensions, exemptions and the audit log from a backup.</summary>
[Cmdlet(VerbsData.Import, "GeoState", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(GeoStateTally))]
public sealed class ImportGeoStateCommand : OperatorCommand
{
    /// <summary>A file that Export-GeoState wrote.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "A file that Export-GeoState wrote.")]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Why, in a sentence; goes on record.</summary>
    [Parameter(Position = 1, HelpMessage = "Why, in a sentence; goes on record.")]
    [ValidateReason]
    public string Reason { get; set; } = "No reason was given.";

    /// <summary>Replaces suspensions and exemptions that are there and differ.</summary>
    [Parameter(HelpMessage = "Replaces suspensions and exemptions that are there and differ from the backup; without it they are kept. The audit log is never changed, only added to.")]
    public SwitchParameter Replace { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Session;
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        GeoStateTally held;
        try
        {
            held = Wait(path, cancellationToken => session.CheckStateAsync(path, cancellationToken));
        }
        catch (EngineException e)
        {
            WriteError(Errors.Of(e, path));
            return;
        }

        if (!ShouldProcess($"{session.Connection.Name} ({path})", $"Restore {held}{(Replace ? ", replacing what differs" : "")}"))
        {
            return;
        }

        var tally = Wait(path, cancellationToken => session.ImportStateAsync(path, Replace, By, Reason, cancellationToken));
        if (tally.Kept > 0)
        {
            WriteWarning(string.Create(CultureInfo.InvariantCulture, $"{tally.Kept:N0} {(tally.Kept == 1 ? "row differs from the backup and was" : "rows differ from the backup and were")} kept. To replace suspensions and exemptions among them, add -Replace."));
        }

        WriteObject(tally);
    }
}
