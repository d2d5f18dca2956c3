using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What the cmdlets share that change something: who does it.</summary>
public abstract class OperatorCommand : GeoCommand
{
    /// <summary>The operator's name for the audit log. Default: the signed-in identity, or user@host.</summary>
    [Parameter(HelpMessage = "The operator's name for the audit log. Default: the signed-in identity, or user@host.")]
    [ValidateNotNullOrEmpty]
    public string By
    {
        get => field ?? Session.Connection.Identity ?? Operator.Name;
        set;
    }
}
