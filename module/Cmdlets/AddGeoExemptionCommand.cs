using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Exempts accounts, client networks, countries or autonomous systems from being counted. Replaces an exemption of the same kind and value. The functions know of it within seconds.</summary>
[Cmdlet(VerbsCommon.Add, "GeoExemption", DefaultParameterSetName = AccountSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoExemption))]
public sealed class AddGeoExemptionCommand : ExemptionNamingCommand
{
    private DateTimeOffset? _until;

    /// <summary>Accounts, by name; no wildcards.</summary>
    [Parameter(
        ParameterSetName = AccountSet,
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Accounts, by name; no wildcards.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>Why, in a sentence.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "Why, in a sentence; stays with the exemption.")]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 1000)]
    public string Reason { get; set; } = "";

    /// <summary>The softer class: what is named counts to watch an account, never to suspend it.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The softer class, for networks of your own subscribers: what is named counts to watch an account, never to suspend it.")]
    [TrueOrFalse]
    public SwitchParameter WatchOnly { get; set; }

    /// <summary>How long; without it and -Until, until it is removed.</summary>
    [Parameter(HelpMessage = "How long, such as 30.00:00:00 for thirty days; without it and -Until, until it is removed.")]
    [ValidateDuration]
    public TimeSpan? For { get; set; }

    /// <summary>Until when, exclusive: events from then on count again. Without it and -For, until it is removed.</summary>
    [Parameter(HelpMessage = "Until when: events from then on count again. A time without a zone is this machine's. Without it and -For, until it is removed.")]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Who gives it.</summary>
    [Parameter(HelpMessage = "Who gives it; who is signed in without it, or user@host.")]
    [ValidateNotNullOrEmpty]
    public string By
    {
        get => field ?? Session.Connection.Identity ?? Operator.Name;
        set;
    }

    /// <summary>Puts the exemptions out.</summary>
    [Parameter(HelpMessage = "Puts the exemptions out.")]
    public SwitchParameter PassThru { get; set; }

    private protected override string[] Accounts => Account;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var now = TimeProvider.System.GetUtcNow();
        if (For is not null && Until is not null)
        {
            ThrowTerminatingError(Errors.TwoEnds());
        }

        if (Until <= now)
        {
            ThrowTerminatingError(Errors.EndIsPast(Until.Value));
        }

        _until = Until?.ToUniversalTime() ?? now + For;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEach((kind, value) =>
    {
        if (ShouldProcess($"{kind} {value}", WatchOnly ? "Add watch-only exemption" : "Add exemption"))
        {
            var exemption = Wait(value, cancellationToken => Session.AddExemptionAsync(kind, value, WatchOnly, _until, By, Reason, cancellationToken));
            if (PassThru)
            {
                WriteObject(exemption);
            }
        }
    });
}
