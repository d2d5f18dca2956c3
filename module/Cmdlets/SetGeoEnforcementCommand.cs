using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Sets whether suspended accounts are refused. Before it begins to refuse, it shows whom.</summary>
[Cmdlet(VerbsCommon.Set, "GeoEnforcement", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(GeoEnforcement))]
public sealed class SetGeoEnforcementCommand : OperatorCommand
{
    private const int MaximumShown = 50;

    /// <summary>Enforce: suspended accounts are refused. Observe: nobody is refused.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "Enforce: suspended accounts are refused. Observe: nobody is refused.")]
    public GeoEnforcementMode Mode { get; set; }

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "";

    /// <summary>Does not ask for confirmation.</summary>
    [Parameter(HelpMessage = "Does not ask for confirmation.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the new mode.</summary>
    [Parameter(HelpMessage = "Returns the new mode.")]
    public SwitchParameter PassThru { get; set; }

    // With -Force it is not asked, but -WhatIf is still only that.
    private bool IsForced => Force && !(MyInvocation.BoundParameters.TryGetValue("WhatIf", out var only) && ((SwitchParameter)only).IsPresent);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var doing = Mode == GeoEnforcementMode.Enforce ? $"Refuse suspended accounts ({ShowConcerned():N0} now)" : "Refuse nobody";
        if (!IsForced && !ShouldProcess(Session.Connection.Tables.ToString(), doing))
        {
            return;
        }

        var before = Wait(null, cancellationToken => Session.FindEnforcementAsync(cancellationToken));
        var set = Wait(null, cancellationToken => Session.SetEnforcementAsync(Mode, By, Reason, cancellationToken));
        if (before.Mode == set.Mode && before.Since == set.Since)
        {
            WriteWarning($"{set} The mode was already set: nothing was changed, and the reason was not recorded.");
        }

        if (PassThru)
        {
            WriteObject(set);
        }
    }

    private long ShowConcerned()
    {
        var will = IsForced ? "will be" : "would be";
        var count = 0L;
        var cleared = 0L;
        foreach (var suspension in Stream(null, cancellationToken => Session.ReadSuspensionsAsync("", [GeoSuspensionState.Active, GeoSuspensionState.Pending], cancellationToken)))
        {
            if (++count <= MaximumShown)
            {
                Say($"  {suspension.Account}, since {suspension.Since.UtcDateTime:u}: {suspension.Why}{(suspension.Judgement == GeoJudgement.FalsePositive ? " (judged a false positive)" : "")}");
            }

            cleared += suspension.Judgement == GeoJudgement.FalsePositive ? 1 : 0;
        }

        if (cleared > 0)
        {
            WriteWarning($"{cleared:N0} of them {(cleared == 1 ? "is" : "are")} judged a false positive but {will} refused. To resume them: Get-GeoSuspension -State Active -Judgement FalsePositive | Resume-GeoAccount -FalsePositive");
        }

        Say(count switch
        {
            0 => $"No account is suspended now: nobody {will} refused immediately.",
            1 => $"This account {will} refused within seconds.",
            <= MaximumShown => $"These {count} accounts {will} refused within seconds.",
            _ => $"These accounts and {count - MaximumShown:N0} more {will} refused within seconds. To list them all: Get-GeoSuspension -State Active, Pending",
        });
        return count;
    }

    private void Say(string line) => WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST"]);
}
