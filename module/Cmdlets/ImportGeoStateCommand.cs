using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Restores suspensions, exemptions, allowances, plans and the audit log from a backup.</summary>
[Cmdlet(VerbsData.Import, "GeoState", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(GeoStateTally))]
public sealed class ImportGeoStateCommand : OperatorCommand
{
    /// <summary>A backup that Export-GeoState wrote.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "A backup that Export-GeoState wrote.")]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "No reason was given.";

    /// <summary>Replaces suspensions, exemptions, allowances and plans that differ from the backup. Default: they are kept. The audit log is only added to.</summary>
    [Parameter(HelpMessage = "Replaces suspensions, exemptions, allowances and plans that differ from the backup. Default: they are kept. The audit log is only added to.")]
    public SwitchParameter Replace { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Session;
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        GeoStateTally held;
        IReadOnlyList<string> faults;
        try
        {
            (held, faults) = Wait(path, cancellationToken => session.CheckStateAsync(path, cancellationToken));
        }
        catch (EngineException e)
        {
            WriteError(Errors.Of(e, path));
            return;
        }

        // Before anything is written: -ErrorAction Stop restores nothing.
        foreach (var fault in faults)
        {
            WriteError(Errors.StateRowInvalid(path, fault));
        }

        if (!ShouldProcess($"{session.Connection.Name} ({path})", $"Restore {held}{(Replace ? ", replacing rows that differ" : "")}{(held.LeftOut > 0 ? $", without {Quantity.Of(held.LeftOut, "row")} that cannot be read" : "")}"))
        {
            return;
        }

        var tally = Wait(path, cancellationToken => session.ImportStateAsync(path, Replace, By, Reason, cancellationToken));
        if (tally.Kept > 0)
        {
            WriteWarning(string.Create(CultureInfo.InvariantCulture, $"{tally.Kept:N0} {(tally.Kept == 1 ? "row differs from the backup and was" : "rows differ from the backup and were")} kept. To replace suspensions, exemptions, allowances and plans among them, add -Replace."));
        }

        WriteObject(tally);
    }
}
