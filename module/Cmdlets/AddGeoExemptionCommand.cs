using System.Globalization;
using System.Management.Automation;
using System.Net;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Border;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Exempts accounts, client networks, countries or autonomous systems from being counted. Replaces an exemption of the same kind and value. The functions know of it within seconds.</summary>
[Cmdlet(VerbsCommon.Add, "GeoExemption", DefaultParameterSetName = AccountSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoExemption))]
public sealed class AddGeoExemptionCommand : ExemptionNamingCommand
{
    private const string ReasonHelp = "Why, in a sentence; stays with the exemption. Of an exemption from the pipeline, its own without it.";
    private const string WatchOnlyHelp = "The softer class, for networks of your own subscribers: what is named counts to watch an account, never to suspend it.";
    private const string UntilHelp = "Until when: events from then on count again. A time without a zone is this machine's. Without it and -For, until it is removed.";

    private bool _isUntilGiven;
    private bool _isReasonGiven;
    private DateTimeOffset _now;
    private List<GeoExemption>? _networks;

    /// <summary>Accounts, by name; no wildcards.</summary>
    [Parameter(ParameterSetName = AccountSet, Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "Accounts, by name; no wildcards.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput(Otherwise = ["Network", "Address", "Asn", "Value"])]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>Why, in a sentence.</summary>
    [Parameter(ParameterSetName = AccountSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = ReasonHelp)]
    [Parameter(ParameterSetName = NetworkSet, Mandatory = true, Position = 1, HelpMessage = ReasonHelp)]
    [Parameter(ParameterSetName = CountrySet, Mandatory = true, Position = 1, HelpMessage = ReasonHelp)]
    [Parameter(ParameterSetName = AsnSet, Mandatory = true, Position = 1, HelpMessage = ReasonHelp)]
    [Parameter(ParameterSetName = ValueSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = ReasonHelp)]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 1000)]
    public string Reason { get; set; } = "";

    /// <summary>The softer class: what is named counts to watch an account, never to suspend it.</summary>
    [Parameter(ParameterSetName = AccountSet, HelpMessage = WatchOnlyHelp)]
    [Parameter(ParameterSetName = NetworkSet, ValueFromPipelineByPropertyName = true, HelpMessage = WatchOnlyHelp)]
    [Parameter(ParameterSetName = CountrySet, HelpMessage = WatchOnlyHelp)]
    [Parameter(ParameterSetName = AsnSet, ValueFromPipelineByPropertyName = true, HelpMessage = WatchOnlyHelp)]
    [Parameter(ParameterSetName = ValueSet, ValueFromPipelineByPropertyName = true, HelpMessage = WatchOnlyHelp)]
    [TrueOrFalse]
    public SwitchParameter WatchOnly { get; set; }

    /// <summary>How long; without it and -Until, until it is removed.</summary>
    [Parameter(HelpMessage = "How long, such as 30d for thirty days; without it and -Until, until it is removed.")]
    [Duration]
    [ValidateDuration]
    public TimeSpan? For { get; set; }

    /// <summary>Until when, exclusive: events from then on count again. Without it and -For, until it is removed.</summary>
    [Parameter(ParameterSetName = AccountSet, HelpMessage = UntilHelp)]
    [Parameter(ParameterSetName = NetworkSet, HelpMessage = UntilHelp)]
    [Parameter(ParameterSetName = CountrySet, HelpMessage = UntilHelp)]
    [Parameter(ParameterSetName = AsnSet, HelpMessage = UntilHelp)]
    [Parameter(ParameterSetName = ValueSet, ValueFromPipelineByPropertyName = true, HelpMessage = UntilHelp)]
    [BlankIsNone]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Without an end, also where the exemption from the pipeline has one.</summary>
    [Parameter(HelpMessage = "Without an end, also where the exemption from the pipeline has one.")]
    public SwitchParameter Forever { get; set; }

    /// <summary>Gives what is broad, replaces an exemption of the other class, and takes names with wildcards as they are.</summary>
    [Parameter(HelpMessage = "Gives what is broad, replaces an exemption of the other class, and takes names with wildcards as they are.")]
    public SwitchParameter Force { get; set; }

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

    // What of -WhatIf and -Confirm was given: only then is there somebody who reads how many accounts a broad exemption touches.
    private bool IsAsked => MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm");

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _now = TimeProvider.System.GetUtcNow();
        _now = _now.AddTicks(-(_now.Ticks % TimeSpan.TicksPerMillisecond));
        _isUntilGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Until));
        _isReasonGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Reason));
        if ((For is not null ? 1 : 0) + (_isUntilGiven ? 1 : 0) + (Forever ? 1 : 0) > 1)
        {
            ThrowTerminatingError(Errors.TwoEnds());
        }

        if (_isUntilGiven && Until <= _now)
        {
            ThrowTerminatingError(Errors.EndIsPast(Until.Value));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEach((kind, value) =>
    {
        // PowerShell takes the property Reason of any row, or would not take exemptions without -Reason at all; that of a suspension is none of an exemption.
        if (!_isReasonGiven && ParameterSetName != ValueSet)
        {
            WriteError(Errors.ReasonMissing(value));
            return;
        }

        var until = Forever ? null : _now + For ?? Until?.ToUniversalTime();
        if (until <= _now)
        {
            WriteError(Errors.EndIsPast(until.Value));
            return;
        }

        var impact = Wait(value, cancellationToken => Session.WeighExemptionAsync(kind, value, cancellationToken));
        var target = $"{kind} {Visible.Of(impact.Value)}";
        var reach = impact.IsBroad && (!Force || IsAsked) ? Reach(kind, value) : null;
        var refusal = impact.LacksAsnDatabase ? Errors.NoAsnDatabase(impact.Value) : Force ? null : Refusal(kind, impact, reach);
        if (refusal is not null && !MyInvocation.BoundParameters.ContainsKey("WhatIf"))
        {
            WriteError(refusal);
            return;
        }

        var agreed = ShouldProcess(target, Action(impact, until) + (reach is null ? "" : $" ({reach})"), out var isWhatIf);
        if (refusal is not null)
        {
            WriteError(refusal);
            return;
        }

        if (agreed || isWhatIf)
        {
            Warn(kind, impact);
        }

        if (agreed)
        {
            Give(kind, impact, until);
        }
    });

    private void Give(GeoExemptionKind kind, GeoExemptionImpact impact, DateTimeOffset? until)
    {
        var exemption = Wait(impact.Value, cancellationToken => Session.AddExemptionAsync(kind, impact.Value, WatchOnly, until, By, Reason, cancellationToken));
        if (kind == GeoExemptionKind.Network)
        {
            _networks?.RemoveAll(other => other.Value == exemption.Value);
            _networks?.Add(exemption);
        }

        if (PassThru)
        {
            WriteObject(exemption);
        }
    }

    private string Action(GeoExemptionImpact impact, DateTimeOffset? until)
    {
        var end = until is null ? "without end" : $"until {until:u}";
        return $"{(impact.Standing is null ? "Add" : "Replace")} {(WatchOnly ? "watch-only exemption" : "exemption")} {end}"
            + (impact.Standing is { } standing ? $" in place of {Describe(standing)}" : "");
    }

    private string Reach(GeoExemptionKind kind, string value)
    {
        if (kind == GeoExemptionKind.Asn)
        {
            return "how many accounts it touches cannot be counted here";
        }

        var touched = Wait(value, cancellationToken => Session.CountTouchedAsync(kind, value, cancellationToken));
        return string.Create(CultureInfo.CurrentCulture, $"it touches {(kind == GeoExemptionKind.Network ? "at least " : "")}{touched.Accounts:N0} of {touched.Remembered:N0} remembered accounts");
    }

    private ErrorRecord? Refusal(GeoExemptionKind kind, GeoExemptionImpact impact, string? reach) => impact switch
    {
        { Standing: { } standing } when standing.WatchOnly != WatchOnly => Errors.ExemptionOfOtherClass(kind, standing, Describe(standing), WatchOnly),
        { IsBroad: true, Standing: null } => Errors.ExemptionBroad(kind, impact.Value, reach!),
        { IsUnseen: true } when AccountPattern.LooksLikeSeveral(impact.Value) => Errors.AccountIsPattern(impact.Value),
        _ => null,
    };

    private void Warn(GeoExemptionKind kind, GeoExemptionImpact impact)
    {
        if (kind == GeoExemptionKind.Account && impact.IsUnseen)
        {
            WriteWarning(Warnings.NeverSeen(impact.Value, "exempted all the same; if it is a mistake, run Remove-GeoExemption"));
        }

        if (impact.Suspension is { State: GeoSuspensionState.Active } suspension)
        {
            WriteWarning(Warnings.StaysActive(impact.Value, suspension));
        }

        if (kind == GeoExemptionKind.Network)
        {
            WarnOfOtherClass(IPNetwork.Parse(impact.Value));
        }
    }

    // A network within one of the other class, or around it: an exemption that is not watch-only prevails over one that is.
    private void WarnOfOtherClass(IPNetwork network)
    {
        _networks ??= [.. Stream(null, Session.ReadExemptionsAsync).Where(exemption => exemption is { Kind: GeoExemptionKind.Network, Expired: false })];
        foreach (var other in _networks.Where(other => other.WatchOnly != WatchOnly))
        {
            var overlapping = IPNetwork.Parse(other.Value);
            var isWithin = overlapping.PrefixLength < network.PrefixLength && overlapping.Contains(network.BaseAddress);
            var isAround = overlapping.PrefixLength > network.PrefixLength && network.Contains(overlapping.BaseAddress);
            if (isWithin || isAround)
            {
                WriteWarning(Warnings.Overlapping(network.ToString(), other, Describe(other), isWithin, WatchOnly));
            }
        }
    }

    private static string Describe(GeoExemption exemption) =>
        $"{(exemption.WatchOnly ? "a watch-only one" : "one that does not count at all")}, {(exemption.Until is { } until ? $"until {until:u}" : "without end")}, by {exemption.By}";
}
