using System.Management.Automation;
using System.Text.RegularExpressions;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Sets how much mail accounts may send through the gates and by which settings the nets judge them, and gives the plan to accounts, domains or wildcards. What is not named of a plan stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "GeoPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoPlan))]
public sealed partial class SetGeoPlanCommand : OperatorCommand
{
    /// <summary>Plan name: 1 to 64 letters, digits, '.', '_' and '-'. A plan that does not exist is created.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "Plan name: 1 to 64 letters, digits, '.', '_' and '-'. A plan that does not exist is created.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.Plans))]
    public string Name { get; set; } = "";

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "";

    /// <summary>Who gets this plan instead of their earlier one: accounts, domains as *@example.jp, names with * for any characters; * for all accounts without another plan.</summary>
    [Parameter(HelpMessage = "Who gets this plan instead of their earlier one: accounts, domains as *@example.jp, names with * for any characters; * for all accounts without another plan.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] For { get; set; } = [];

    /// <summary>Messages within any hour, 0 to 1,000,000; $null for no limit.</summary>
    [Parameter(HelpMessage = "Messages within any hour, 0 to 1,000,000; $null for no limit.")]
    public int? MessagesPerHour { get; set; }

    /// <summary>Messages within any 24 hours, 0 to 1,000,000; $null for no limit.</summary>
    [Parameter(HelpMessage = "Messages within any 24 hours, 0 to 1,000,000; $null for no limit.")]
    public int? MessagesPerDay { get; set; }

    /// <summary>Recipients within any hour, 0 to 1,000,000; $null for no limit.</summary>
    [Parameter(HelpMessage = "Recipients within any hour, 0 to 1,000,000; $null for no limit.")]
    public int? RecipientsPerHour { get; set; }

    /// <summary>Recipients within any 24 hours, 0 to 1,000,000; $null for no limit.</summary>
    [Parameter(HelpMessage = "Recipients within any 24 hours, 0 to 1,000,000; $null for no limit.")]
    public int? RecipientsPerDay { get; set; }

    /// <summary>Distinct recipient domains within any hour, 0 to 1,000; $null for no limit.</summary>
    [Parameter(HelpMessage = "Distinct recipient domains within any hour, 0 to 1,000; $null for no limit.")]
    public int? DomainsPerHour { get; set; }

    /// <summary>Distinct recipient domains within any 24 hours, 0 to 1,000; $null for no limit.</summary>
    [Parameter(HelpMessage = "Distinct recipient domains within any 24 hours, 0 to 1,000; $null for no limit.")]
    public int? DomainsPerDay { get; set; }

    /// <summary>Distinct client addresses that send through one mail host within any five minutes, 0 to 1,000; $null for no limit.</summary>
    [Parameter(HelpMessage = "Distinct client addresses that send through one mail host within any five minutes, 0 to 1,000; $null for no limit.")]
    public int? ClientsPer5Minutes { get; set; }

    /// <summary>What Postfix does beyond a limit: DEFER_IF_PERMIT, REJECT, HOLD, or 'FILTER transport:destination'; empty for the value of the gate's setting Quota:Answer.</summary>
    [Parameter(HelpMessage = "What Postfix does beyond a limit: DEFER_IF_PERMIT, REJECT, HOLD, or 'FILTER transport:destination'; empty for the value of the gate's setting Quota:Answer.")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(Completion.QuotaAnswers))]
    public string? Answer { get; set; }

    /// <summary>Settings of the nets for these accounts instead of the installation's, such as @{ 'Countries:Suspend' = 20; 'Travel:Watch' = 'off' }; a value of $null removes one, $null removes all.</summary>
    [Parameter(HelpMessage = "Settings of the nets for these accounts instead of the installation's, such as @{ 'Countries:Suspend' = 20; 'Travel:Watch' = 'off' }; a value of $null removes one, $null removes all.")]
    [NetSettings]
    [ArgumentCompleter(typeof(Completion.NetSettings))]
    public string[] Net { get; set; } = [];

    /// <summary>Allows a limit of 0 for a domain or wildcard, which stops all its accounts from sending, and a new plan that limits nothing.</summary>
    [Parameter(HelpMessage = "Allows a limit of 0 for a domain or wildcard, which stops all its accounts from sending, and a new plan that limits nothing.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the plan.</summary>
    [Parameter(HelpMessage = "Returns the plan.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => ForAccount(Name, () =>
    {
        For = [.. For.Select(name => Stars().Replace(name.Trim(), "*"))];
        var (plans, _) = Wait(Name, Session.ReadPlansAsync);
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
            ClientsPer5Minutes = Given(nameof(ClientsPer5Minutes)) ? ClientsPer5Minutes : standing?.ClientsPer5Minutes,
            Answer = Given(nameof(Answer)) ? Answer : standing?.Answer,
            Nets = Given(nameof(Net)) && Net.Length == 0 ? [] : [.. standing?.Nets ?? [], .. Net],
            By = By,
            Reason = Reason,
            Since = default,
        };
        if (standing is null && For.Length > 0 && PlanDoubts.LimitsNothing(plan) && !Force)
        {
            WriteError(Errors.PlanUnknown(Name, plans));
            return;
        }

        string[] several = [.. For.Concat(standing?.For ?? []).Where(name => name.Contains('*', StringComparison.Ordinal)).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (LetsNothingThrough(plan) && several.Length > 0 && !Force)
        {
            WriteError(Errors.PlanLetsNothingThrough(Name, several));
            return;
        }

        string[] taken = [.. from other in plans where other != standing from name in other.For where For.Contains(name, StringComparer.OrdinalIgnoreCase) select $"{Visible.Of(name)} from plan {other.Name}"];
        var (was, isNow) = (standing is null ? null : LimitsOf(standing), LimitsOf(plan));
        var action = $"{(standing is null ? "Create plan" : "Change plan")} ({isNow}{(was is null || was == isNow ? "" : $"; it was: {was}")}{(Given(nameof(Net)) && Net.Length == 0 && standing is { Nets.Length: > 0 } ? $"; without nets {string.Join(", ", standing.Nets)}" : "")}{(Net.Length > 0 ? $"; nets {string.Join(", ", Net)}" : "")}{(For.Length > 0 ? $"; for {string.Join(", ", For.Select(Visible.Of))}" : "")}{(taken.Length > 0 ? $"; takes {string.Join(", ", taken)}" : "")})";
        if (!ShouldProcess(Visible.Of(Name), action))
        {
            return;
        }

        if (taken.Length > 0)
        {
            WriteWarning($"Plan {Name} takes {string.Join(", ", taken)}: only one plan applies to an account.");
        }

        foreach (var fault in PlanDoubts.Of(plan, Force))
        {
            WriteWarning(fault);
        }

        foreach (var account in For.Where(name => !name.Contains('*', StringComparison.Ordinal)))
        {
            if (Wait(account, cancellationToken => Session.FindAccountAsync(account, cancellationToken)) is null)
            {
                WriteWarning(Warnings.NeverSeen(account, "the plan still applies to it. If this is a mistake, run Remove-GeoPlan -For"));
            }
        }

        if (For.FirstOrDefault(name => !name.Contains('*', StringComparison.Ordinal) && name.Contains('+', StringComparison.Ordinal)) is { } tagged)
        {
            WriteWarning($"Gates count the mail of '{Visible.Of(tagged)}' under the name without the tag (Gate:TagSeparator): limits of this plan do not apply to it, settings of the nets do.");
        }

        var set = Wait(Name, cancellationToken => Session.SetPlanAsync(plan, cancellationToken));
        if (PassThru)
        {
            WriteObject(set);
        }
    });

    // Several mean what one means.
    [GeneratedRegex(@"\*+")]
    private static partial Regex Stars();

    private static bool LetsNothingThrough(GeoPlan plan) =>
        plan.MessagesPerHour == 0 || plan.MessagesPerDay == 0 || plan.RecipientsPerHour == 0 || plan.RecipientsPerDay == 0 || plan.DomainsPerHour == 0 || plan.DomainsPerDay == 0 || plan.ClientsPer5Minutes == 0;

    // As the audit log says it.
    private static string LimitsOf(GeoPlan plan) => plan.Answer is { Length: > 0 } answer ? $"{plan.Limits}, then {answer}" : plan.Limits;

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
