using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Resumes accounts: ends suspension or watch, and forgets what was remembered up to now, so that the same evidence does not suspend again.</summary>
[Cmdlet(VerbsLifecycle.Resume, "GeoAccount", DefaultParameterSetName = UnjudgedSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[Alias("Unsuspend-GeoAccount")]
[OutputType(typeof(GeoSuspension))]
public sealed class ResumeGeoAccountCommand : ChangeGeoAccountCommand
{
    private const string UnjudgedSet = "Unjudged", FalsePositiveSet = "FalsePositive", AbuseSet = "Abuse";

    /// <summary>Accounts, by name; no wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Accounts, by name; no wildcards.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OpenSuspensions))]
    public string[] Account { get; set; } = [];

    /// <summary>Why, in a sentence; goes on record.</summary>
    [Parameter(Position = 1, HelpMessage = "Why, in a sentence; goes on record.")]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 1000)]
    public string Reason { get; set; } = "Resumed by an operator.";

    /// <summary>The suspension was an error: goes on record as a false positive.</summary>
    [Parameter(ParameterSetName = FalsePositiveSet, Mandatory = true, HelpMessage = "The suspension was an error: goes on record as a false positive.")]
    public SwitchParameter FalsePositive { get; set; }

    /// <summary>The suspension was right: goes on record as abuse.</summary>
    [Parameter(ParameterSetName = AbuseSet, Mandatory = true, HelpMessage = "The suspension was right: goes on record as abuse.")]
    public SwitchParameter ConfirmedAbuse { get; set; }

    private protected override string Doing => "Resume account";

    private GeoJudgement Judgement => FalsePositive ? GeoJudgement.FalsePositive : ConfirmedAbuse ? GeoJudgement.Abuse : GeoJudgement.None;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Change(Account);

    private protected override Task<GeoChange> ChangeAsync(string account, CancellationToken cancellationToken) =>
        Session.ResumeAsync(account, Judgement, By, Reason, cancellationToken);

    private protected override ErrorRecord? Unchanged(string account, GeoSuspension? now) => Errors.NotSuspended(account, now);
}
