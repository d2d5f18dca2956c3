using System.Globalization;
using System.Management.Automation;
using System.Net;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Exempts accounts, client networks, countries or autonomous systems from being counted. Replaces an exemption of the same kind and value. The functions know of it within seconds.</summary>
[Cmdlet(VerbsCommon.Add, "GeoExemption", DefaultParameterSetName = AccountSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(GeoExemption))]
public sealed class AddGeoExemptionCommand : ExemptionNamingCommand
{
    private const string RowHelp = "A row that names an exemption in the columns Kind and Value, Network, Address or Asn. Its reason, class and end apply unless you give the parameter.";

    private bool _watchOnly;
    private string _reason = "";
    private DateTimeOffset _now;
    private List<GeoExemption>? _networks;

    /// <summary>Account names; wildcards are not allowed.</summary>
    [Parameter(ParameterSetName = AccountSet, Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "Account names; wildcards are not allowed.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput(Otherwise = ["Network", "Address", "Asn", "Value"])]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>A row that names an exemption in the columns Kind and Value, Network, Address or Asn. Its reason, class and end apply unless you give the parameter.</summary>
    [Parameter(ParameterSetName = NetworkSet, ValueFromPipeline = true, HelpMessage = RowHelp)]
    [Parameter(ParameterSetName = AsnSet, ValueFromPipeline = true, HelpMessage = RowHelp)]
    [Parameter(ParameterSetName = ValueSet, ValueFromPipeline = true, HelpMessage = RowHelp)]
    public PSObject? InputObject { get; set; }

    /// <summary>The reason, in one sentence, stored with the exemption. Required unless a row from the pipeline has its own.</summary>
    [Parameter(Position = 1, HelpMessage = "The reason, in one sentence, stored with the exemption. Required unless a row from the pipeline has its own.")]
    [ValidateReason]
    public string Reason { get; set; } = "";

    /// <summary>The softer class, for networks of your own subscribers: counts towards a watch, never towards a suspension.</summary>
    [Parameter(HelpMessage = "The softer class, for networks of your own subscribers: counts towards a watch, never towards a suspension.")]
    public SwitchParameter WatchOnly { get; set; }

    /// <summary>How long, such as 30d for thirty days. Default, without -Until: until the exemption is removed.</summary>
    [Parameter(HelpMessage = "How long, such as 30d for thirty days. Default, without -Until: until the exemption is removed.")]
    [Duration]
    [ValidateDuration]
    public TimeSpan? For { get; set; }

    /// <summary>When the exemption ends: later events count again. A time without a zone is in this machine's zone. Default, without -For: until it is removed.</summary>
    [Parameter(HelpMessage = "When the exemption ends: later events count again. A time without a zone is in this machine's zone. Default, without -For: until it is removed.")]
    [Time]
    public DateTimeOffset? Until { get; set; }

    /// <summary>The exemption has no end, even if the exemption from the pipeline has one.</summary>
    [Parameter(HelpMessage = "The exemption has no end, even if the exemption from the pipeline has one.")]
    public SwitchParameter Forever { get; set; }

    /// <summary>Allows broad exemptions, replaces an exemption of the other class, and takes wildcards in names literally.</summary>
    [Parameter(HelpMessage = "Allows broad exemptions, replaces an exemption of the other class, and takes wildcards in names literally.")]
    public SwitchParameter Force { get; set; }

    private protected override string[] Accounts => Account;

    private protected override string Doing => "Add exemption";

    // What of -WhatIf and -Confirm was given: only then is there somebody who reads how many accounts a broad exemption touches.
    private bool IsAsked => MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm");

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _now = TimeProvider.System.GetUtcNow();
        _now = _now.AddTicks(-(_now.Ticks % TimeSpan.TicksPerMillisecond));
        if ((For is not null ? 1 : 0) + (Until is not null ? 1 : 0) + (Forever ? 1 : 0) > 1)
        {
            ThrowTerminatingError(Errors.TwoEnds());
        }

        if (Until <= _now)
        {
            ThrowTerminatingError(Errors.EndIsPast(Until.Value));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEach((kind, value) =>
    {
        _reason = Reason.Length > 0 ? Reason : ExemptionRow.ReasonOf(InputObject);
        _watchOnly = MyInvocation.BoundParameters.ContainsKey(nameof(WatchOnly)) ? WatchOnly : ExemptionRow.IsWatchOnly(InputObject);
        if (_reason.Length == 0)
        {
            return Refuse(value, Errors.ReasonMissing(value));
        }

        var until = Forever ? null : _now + For ?? Until?.ToUniversalTime() ?? ExemptionRow.EndOf(InputObject);
        if (until <= _now)
        {
            return Refuse(value, Errors.EndIsPast(until.Value));
        }

        var impact = WaitPatiently(value, cancellationToken => Session.WeighExemptionAsync(kind, value, cancellationToken));
        var target = $"{kind} {Visible.Of(impact.Value)}";
        var reach = impact.IsBroad && (!Force || IsAsked) ? Reach(kind, value) : null;
        var refusal = impact.LacksAsnDatabase ? Errors.NoAsnDatabase(impact.Value) : Force ? null : Refusal(kind, impact, reach);
        if (refusal is not null && !MyInvocation.BoundParameters.ContainsKey("WhatIf"))
        {
            return Refuse(value, refusal);
        }

        var agreed = ShouldProcess(target, Action(impact, until) + (reach is null ? "" : $" ({reach})"), out var isWhatIf);
        if (refusal is not null)
        {
            WriteError(refusal);
            return null;
        }

        if (agreed || isWhatIf)
        {
            Warn(kind, impact, isWhatIf);
        }

        return agreed ? Give(kind, impact, until) : null;
    });

    private bool? Refuse(string value, ErrorRecord error)
    {
        WriteError(error);
        Fail(value);
        return null;
    }

    // Whether anything is different from before.
    private bool Give(GeoExemptionKind kind, GeoExemptionImpact impact, DateTimeOffset? until)
    {
        var exemption = WaitPatiently(impact.Value, cancellationToken => Session.AddExemptionAsync(kind, impact.Value, _watchOnly, until, By, _reason, cancellationToken));
        if (kind == GeoExemptionKind.Network)
        {
            _networks?.RemoveAll(other => other.Value == exemption.Value);
            _networks?.Add(exemption);
        }

        if (PassThru)
        {
            WriteObject(exemption);
        }

        return impact.Standing is not { } before || (before.WatchOnly, before.Until, before.Reason) != (exemption.WatchOnly, exemption.Until, exemption.Reason);
    }

    private string Action(GeoExemptionImpact impact, DateTimeOffset? until)
    {
        if (impact.Standing is { } same && (same.WatchOnly, same.Until, same.Reason) == (_watchOnly, until, _reason))
        {
            return "Leave exemption unchanged";
        }

        var end = until is null ? "without end" : $"until {until:u}";
        return $"{(impact.Standing is null ? "Add" : "Replace")} {(_watchOnly ? "watch-only exemption" : "exemption")} {end}"
            + (impact.Standing is { } standing ? $" (now {Describe(standing)})" : "");
    }

    private string Reach(GeoExemptionKind kind, string value)
    {
        var reach = WaitPatiently(value, cancellationToken => Session.CountReachAsync(kind, value, cancellationToken));
        return kind == GeoExemptionKind.Asn && reach.Stored == 0
            ? "the autonomous system of no stored account is known, perhaps because the functions have no ASN database (setting Geolocation:AsnDatabase)"
            : string.Create(
                CultureInfo.CurrentCulture,
                $"it affects {(kind == GeoExemptionKind.Country ? "" : "at least ")}{reach.Accounts:N0} of {Quantity.Of(reach.Stored, "stored account")}{(kind == GeoExemptionKind.Asn ? " whose autonomous systems are known" : "")}");
    }

    private ErrorRecord? Refusal(GeoExemptionKind kind, GeoExemptionImpact impact, string? reach) => impact switch
    {
        { Standing: { } standing } when standing.WatchOnly != _watchOnly => Errors.ExemptionOfOtherClass(kind, standing, Describe(standing), _watchOnly),
        { IsBroad: true, Standing: null } => Errors.ExemptionBroad(kind, impact.Value, reach!),
        { IsUnseen: true } when AccountPattern.LooksLikeSeveral(impact.Value) => Errors.AccountIsPattern(impact.Value),
        _ => null,
    };

    private void Warn(GeoExemptionKind kind, GeoExemptionImpact impact, bool isWhatIf)
    {
        if (kind == GeoExemptionKind.Account && impact.IsUnseen)
        {
            WriteWarning(Warnings.NeverSeen(impact.Value, isWhatIf ? "it would still be exempted" : "it is exempted anyway. If this is a mistake, run Remove-GeoExemption"));
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
        foreach (var other in _networks.Where(other => other.WatchOnly != _watchOnly))
        {
            var overlapping = IPNetwork.Parse(other.Value);
            var isWithin = overlapping.PrefixLength < network.PrefixLength && overlapping.Contains(network.BaseAddress);
            var isAround = overlapping.PrefixLength > network.PrefixLength && network.Contains(overlapping.BaseAddress);
            if (isWithin || isAround)
            {
                WriteWarning(Warnings.Overlapping(network.ToString(), other, Describe(other), isWithin, _watchOnly));
            }
        }
    }

    private static string Describe(GeoExemption exemption) =>
        $"{(exemption.WatchOnly ? "watch-only" : "full")}, {(exemption.Until is { } until ? $"until {until:u}" : "without end")}, by {exemption.By}";
}
