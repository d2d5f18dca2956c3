using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Writes a backup of suspensions, exemptions, allowances, plans and the audit log.</summary>
[Cmdlet(VerbsData.Export, "GeoState", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoStateTally))]
public sealed class ExportGeoStateCommand : GeoCommand
{
    /// <summary>The file to write, with the mode 0600: it holds account names.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The file to write. It holds account names: only its owner can read it.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Keeps an existing file and reports an error.</summary>
    [Parameter(HelpMessage = "Keeps an existing file and reports an error.")]
    public SwitchParameter NoClobber { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var session = Session;
        var path = GetUnresolvedProviderPathFromPSPath(Path);
        if (NoClobber && File.Exists(path))
        {
            ThrowTerminatingError(Errors.FileExists(path));
        }

        if (ShouldProcess(path, $"Write suspensions, exemptions and the audit log of {session.Connection.Name}"))
        {
            WriteObject(Wait(path, cancellationToken => session.ExportStateAsync(path, cancellationToken)));
        }
    }
}
