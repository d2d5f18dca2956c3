using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Suspends accounts at once: their authentication is refused until they are resumed, or for a time.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "GeoAccount", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoSuspension))]
public sealed class SuspendGeoAccountCommand : ChangeGeoAccountCommand
{
    /// <summary>Account names; wildcards are not allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards are not allowed.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>The reason, in one sentence, for the audit log.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The reason, in one sentence, for the audit log.")]
    [ValidateReason]
    public string Reason { get; set; } = "";

    /// <summary>How long, such as 24h or 7d. Default: until the account is resumed.</summary>
    [Parameter(HelpMessage = "How long, such as 24h or 7d. Default: until the account is resumed.")]
    [Duration]
    [ValidateDuration]
    public TimeSpan? For { get; set; }

    /// <summary>When it ends. A time without a zone is in this machine's zone. Default: when the account is resumed.</summary>
    [Parameter(HelpMessage = "When it ends. A time without a zone is in this machine's zone. Default: when the account is resumed.")]
    [Time]
    [ValidateEnd]
    public DateTimeOffset? Until { get; set; }

    private protected override string Doing => "Suspend account";

    private string? _observes;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (For is not null && Until is not null)
        {
            ThrowTerminatingError(Errors.TwoSuspensionEnds());
        }

        if (Until <= TimeProvider.System.GetUtcNow())
        {
            ThrowTerminatingError(Errors.SuspensionEndIsPast(Until.Value));
        }

        if (Wait(null, cancellationToken => Session.FindEnforcementAsync(cancellationToken)) is { Mode: not GeoEnforcementMode.Enforce } enforcement)
        {
            _observes = enforcement.ToString();
        }
    }

    // Once, and only where a suspension was made.
    private void WarnThatItObserves()
    {
        if (_observes is not null)
        {
            WriteWarning($"{_observes} The suspension is recorded. To refuse suspended accounts, run Set-GeoEnforcement -Mode Enforce.");
            _observes = null;
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Change(Account);

    private protected override string Action => (Until?.ToUniversalTime() ?? TimeProvider.System.GetUtcNow() + For) is { } end ? $"{Doing} until {end:u}" : $"{Doing} until it is resumed";

    // Storage takes how long: a suspension begins when it is written.
    private TimeSpan? Duration => Until is { } end ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((end - TimeProvider.System.GetUtcNow()).TotalMilliseconds))) : For;

    private protected override async Task<GeoChange> ChangeAsync(string account, CancellationToken cancellationToken)
    {
        var session = Session;
        var change = await session.SuspendAsync(account, Duration, By, Reason, cancellationToken).ConfigureAwait(false);
        return change is { Changed: true, Suspension.From: null }
            ? change with { IsUnseen = (await session.FindAccountAsync(account, cancellationToken).ConfigureAwait(false))?.Origins.Length is null or 0 }
            : change;
    }

    private protected override void Changed(string account, GeoChange result) => WarnThatItObserves();

    private protected override void WouldChange(string account)
    {
        WarnThatItObserves();
        if (Wait(account, cancellationToken => Session.FindAccountAsync(account, cancellationToken)) is null)
        {
            WriteWarning(Warnings.NeverSeen(account, "it would still be suspended"));
        }
    }

    private protected override ErrorRecord? Unchanged(string account, GeoSuspension? now) => Errors.AlreadySuspended(account, now!);
}
