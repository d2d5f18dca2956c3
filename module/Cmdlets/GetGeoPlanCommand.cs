using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets the plans: how much mail accounts may send through the gates, by which settings the nets judge them, and who has which.</summary>
[Cmdlet(VerbsCommon.Get, "GeoPlan", DefaultParameterSetName = NameSet)]
[OutputType(typeof(GeoPlan))]
public sealed class GetGeoPlanCommand : ReadingCommand
{
    private const string NameSet = "Name", AccountSet = "Account";

    /// <summary>Plan names; wildcards allowed. Default: all.</summary>
    [Parameter(ParameterSetName = NameSet, Position = 0, HelpMessage = "Plan names; wildcards allowed. Default: all.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.Plans))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The plan that applies to this account.</summary>
    [Parameter(ParameterSetName = AccountSet, Mandatory = true, ValueFromPipelineByPropertyName = true, HelpMessage = "The plan that applies to this account.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string Account { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == AccountSet)
        {
            ForAccount(Account, WriteOne);
            return;
        }

        var (plans, wrong) = Wait(null, Session.ReadPlansAsync);
        Warn(wrong);

        foreach (var pattern in Name.Select(name => (Name: name, Pattern: new WildcardPattern(name, WildcardOptions.IgnoreCase))))
        {
            var found = plans.Where(plan => pattern.Pattern.IsMatch(plan.Name)).ToList();
            found.ForEach(WriteObject);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern.Name))
            {
                WriteError(Errors.PlanNotFound(pattern.Name));
            }
        }
    }

    private void WriteOne()
    {
        var (plans, wrong) = Wait(Account, cancellationToken => Session.FindPlanAsync(Account, cancellationToken));
        Warn(wrong);
        if (plans is [var plan])
        {
            WriteObject(plan);
        }
        else
        {
            WriteError(Errors.NoPlan(Account));
        }
    }

    private void Warn(IReadOnlyList<string> wrong)
    {
        foreach (var sentence in wrong)
        {
            WriteWarning(Visible.Of(sentence));
        }
    }
}
