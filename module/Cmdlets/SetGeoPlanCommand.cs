using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Sets how much mail accounts may send through the gates, and gives the plan to accounts, domains or wildcards. What is not named of a plan stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "GeoPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoPlan))]
public sealed class SetGeoPlanCommand : OperatorCommand
{
    /// <summary>The plan; made where there is none of that name.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The plan, 1 to 64 letters, digits, '.', '_' and '-'; made where there is none of that name.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.Plans))]
    public string Name { get; set; } = "";

    /// <summary>Why, in a sentence; goes on record.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "Why, in a sentence; goes on record.")]
    [ValidateReason]
    public string Reason { get; set; } = "";

    /// <summary>Who gets it in place of the plan that they had.</summary>
    [Parameter(HelpMessage = "Who gets it in place of the plan that they had: accounts, domains as *@example.jp, names with * for any characters; * for all who have no other.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] For { get; set; } = [];

    /// <summary>Messages within any hour, 0 to 1,000,000.</summary>
    [Parameter(HelpMessage = "Messages within any hour, 0 to 1,000,000; $null for no limit.")]
    public int? MessagesPerHour { get; set; }

    /// <summary>Messages within any 24 hours, 0 to 1,000,000.</summary>
    [Parameter(HelpMessage = "Messages within any 24 hours, 0 to 1,000,000; $null for no limit.")]
    public int? MessagesPerDay { get; set; }

    /// <summary>Recipients within any hour, 0 to 1,000,000.</summary>
    [Parameter(HelpMessage = "Recipients within any hour, 0 to 1,000,000; $null for no limit.")]
    public int? RecipientsPerHour { get; set; }

    /// <summary>Recipients within any 24 hours, 0 to 1,000,000.</summary>
    [Parameter(HelpMessage = "Recipients within any 24 hours, 0 to 1,000,000; $null for no limit.")]
    public int? RecipientsPerDay { get; set; }

    /// <summary>Distinct domains of recipients within any hour, 0 to 1,000.</summary>
    [Parameter(HelpMessage = "Distinct domains of recipients within any hour, 0 to 1,000; $null for no limit.")]
    public int? DomainsPerHour { get; set; }

    /// <summary>Distinct domains of recipients within any 24 hours, 0 to 1,000.</summary>
    [Parameter(HelpMessage = "Distinct domains of recipients within any 24 hours, 0 to 1,000; $null for no limit.")]
    public int? DomainsPerDay { get; set; }

    /// <summary>What Postfix is to do beyond a limit.</summary>
    [Parameter(HelpMessage = "What Postfix is to do beyond a limit: DEFER_IF_PERMIT, REJECT, HOLD, or 'FILTER transport:destination'; empty for what the gate's setting Quota:Answer says.")]
    [AllowEmptyString]
    public string? Answer { get; set; }

    /// <summary>Sets a limit of 0 for a domain or wildcard, which lets none of its accounts send.</summary>
    [Parameter(HelpMessage = "Sets a limit of 0 for a domain or wildcard, which lets none of its accounts send.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Puts out the plan.</summary>
    [Parameter(HelpMessage = "Puts out the plan.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => ForAccount(Name, () =>
    {
        var plans = Wait(Name, Session.ReadPlansAsync);
        var standing = plans.FirstOrDefault(plan => plan.Name.Equals(Name, StringComparison.OrdinalIgnoreCase));
        var plan = new GeoPlan
        {
            Name = Name,
            For = For,
            MessagesPerHour = Given(nameof(MessagesPerHour)) ? MessagesPerHour : standing?.MessagesPerHour,
            MessagesPerDay = Given(nameof(MessagesPerDay)) ? MessagesPerDay : standing?.MessagesPerDay,
            RecipientsPerHour = Given(nameof(RecipientsPerHour)) ? RecipientsPerHour : standing?.RecipientsPerHour,
            RecipientsPerDay = Given(nameof(RecipientsPerDay)) ? RecipientsPerDay : standing?.RecipientsPerDay,
            DomainsPerHour = Given(nameof(DomainsPerHour)) ? DomainsPerHour : standing?.DomainsPerHour,
            DomainsPerDay = Given(nameof(DomainsPerDay)) ? DomainsPerDay : standing?.DomainsPerDay,
            Answer = Given(nameof(Answer)) ? Answer : standing?.Answer,
            By = By,
            Reason = Reason,
            Since = default,
        };
        string[] several = [.. For.Concat(standing?.For ?? []).Where(name => name.Contains('*', StringComparison.Ordinal)).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (LetsNothingThrough(plan) && several.Length > 0 && !Force)
        {
            WriteError(Errors.PlanLetsNothingThrough(Name, several));
            return;
        }

        string[] taken = [.. from other in plans where other != standing from name in other.For where For.Contains(name, StringComparer.OrdinalIgnoreCase) select $"{Visible.Of(name)} from plan {other.Name}"];
        var action = $"{(standing is null ? "Make plan" : "Change plan")} ({plan.Limits}{(For.Length > 0 ? $"; for {string.Join(", ", For.Select(Visible.Of))}" : "")}{(taken.Length > 0 ? $"; takes {string.Join(", ", taken)}" : "")})";
        if (!ShouldProcess(Visible.Of(Name), action))
        {
            return;
        }

        if (taken.Length > 0)
        {
            WriteWarning($"Plan {Name} takes {string.Join(", ", taken)}: who has one plan has no other.");
        }

        foreach (var account in For.Where(name => !name.Contains('*', StringComparison.Ordinal)))
        {
            if (Wait(account, cancellationToken => Session.FindAccountAsync(account, cancellationToken)) is null)
            {
                WriteWarning(Warnings.NeverSeen(account, "the plan is for it all the same; if it is a mistake, run Remove-GeoPlan -For"));
            }
        }

        var set = Wait(Name, cancellationToken => Session.SetPlanAsync(plan, cancellationToken));
        if (PassThru)
        {
            WriteObject(set);
        }
    });

    private static bool LetsNothingThrough(GeoPlan plan) =>
        plan.MessagesPerHour == 0 || plan.MessagesPerDay == 0 || plan.RecipientsPerHour == 0 || plan.RecipientsPerDay == 0 || plan.DomainsPerHour == 0 || plan.DomainsPerDay == 0;

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
