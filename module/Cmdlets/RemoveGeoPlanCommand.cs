using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Removes plans with all that they are for, or takes a plan from some accounts, domains or wildcards.</summary>
[Cmdlet(VerbsCommon.Remove, "GeoPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoPlan))]
public sealed class RemoveGeoPlanCommand : OperatorCommand
{
    /// <summary>Plans, by name; no wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Plans, by name; no wildcards.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.Plans))]
    public string[] Name { get; set; } = [];

    /// <summary>Why, in a sentence; goes on record.</summary>
    [Parameter(Position = 1, HelpMessage = "Why, in a sentence; goes on record.")]
    [ValidateReason]
    public string Reason { get; set; } = "Removed by an operator.";

    /// <summary>From whom the plan is taken, as Get-GeoPlan shows them; the plan itself stays.</summary>
    [Parameter(HelpMessage = "From whom the plan is taken, as Get-GeoPlan shows them; the plan itself stays. Without it the plan is removed.")]
    [ValidateNotNullOrEmpty]
    public string[] For { get; set; } = [];

    /// <summary>Puts out the plan as it was.</summary>
    [Parameter(HelpMessage = "Puts out the plan as it was.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            ForAccount(name, () => Remove(name));
        }
    }

    private void Remove(string name)
    {
        if (!ShouldProcess(Visible.Of(name), For.Length > 0 ? $"Take plan from {string.Join(", ", For.Select(Visible.Of))}" : "Remove plan"))
        {
            return;
        }

        if (Wait(name, cancellationToken => Session.RemovePlanAsync(name, For, By, Reason, cancellationToken)) is not { } removed)
        {
            WriteError(Errors.PlanNotFound(name));
        }
        else if (PassThru)
        {
            WriteObject(removed);
        }
    }
}
