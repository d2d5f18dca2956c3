using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Base of the cmdlets that return times.</summary>
public abstract class ReadingCommand : GeoCommand
{
    /// <summary>Returns times in this machine's zone instead of UTC.</summary>
    [Parameter(HelpMessage = "Returns times in this machine's zone instead of UTC.")]
    public SwitchParameter Local { get; set; }

    private protected override bool IsLocal => Local;
}
