using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Removes plans with all that they are for, or takes a plan from some accounts, domains or wildcards.</summary>
[Cmdlet(VerbsCommon.Remove, "GeoPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoPlan))]
public sealed class RemoveGeoPlanCommand : OperatorCommand
{
    /// <summary>Plan names, or keys of unreadable rows as Get-GeoStatus shows them; wildcards are not allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Plan names, or keys of unreadable rows as Get-GeoStatus shows them; wildcards are not allowed.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.Plans))]
    public string[] Name { get; set; } = [];

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "Removed by an operator.";

    /// <summary>Accounts, domains or wildcards to take the plan from, as Get-GeoPlan shows them; the plan itself stays. Default: the whole plan is removed.</summary>
    [Parameter(HelpMessage = "Accounts, domains or wildcards to take the plan from, as Get-GeoPlan shows them; the plan itself stays. Default: the whole plan is removed.")]
    [ValidateNotNullOrEmpty]
    public string[] For { get; set; } = [];

    /// <summary>Returns the plan as it was.</summary>
    [Parameter(HelpMessage = "Returns the plan as it was.")]
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

        var (removed, plan) = Wait(name, cancellationToken => Session.RemovePlanAsync(name, For, By, Reason, cancellationToken));
        if (!removed)
        {
            WriteError(Errors.PlanNotFound(name));
        }
        else if (PassThru && plan is not null)
        {
            WriteObject(plan);
        }
    }
}
