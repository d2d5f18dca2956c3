using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Suspends accounts at once: their authentication is refused until they are resumed, or for a time.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "GeoAccount", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoSuspension))]
public sealed class SuspendGeoAccountCommand : ChangeGeoAccountCommand
{
    /// <summary>Accounts, by name; no wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Accounts, by name; no wildcards.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>Why, in a sentence; goes on record.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "Why, in a sentence; goes on record.")]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 1000)]
    public string Reason { get; set; } = "";

    /// <summary>How long; until they are resumed without it.</summary>
    [Parameter(HelpMessage = "How long, such as 1.00:00:00 for a day; until they are resumed without it.")]
    [ValidateDuration]
    public TimeSpan? For { get; set; }

    private protected override string Doing => "Suspend account";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Wait(null, cancellationToken => Session.FindEnforcementAsync(cancellationToken)) is { Mode: not GeoEnforcementMode.Enforce } enforcement)
        {
            WriteWarning($"{enforcement} The suspension goes on record; Set-GeoEnforcement -Mode Enforce has suspended accounts refused.");
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Change(Account);

    private protected override Task<GeoChange> ChangeAsync(string account, CancellationToken cancellationToken) =>
        Session.SuspendAsync(account, For, By, Reason, cancellationToken);

    private protected override ErrorRecord? Unchanged(string account, GeoSuspension? now) => Errors.AlreadySuspended(account, now!);
}
