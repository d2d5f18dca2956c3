using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What the cmdlets share that change something: who does it.</summary>
public abstract class OperatorCommand : GeoCommand
{
    /// <summary>Who does it, as the audit log is to name them.</summary>
    [Parameter(HelpMessage = "Who does it, as the audit log is to name them; who is signed in without it, or user@host.")]
    [ValidateNotNullOrEmpty]
    public string By
    {
        get => field ?? Session.Connection.Identity ?? Operator.Name;
        set;
    }
}
