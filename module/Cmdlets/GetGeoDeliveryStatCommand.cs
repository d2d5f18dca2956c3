using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets how many deliveries had which outcome, by day, provider, status and class of the reply.</summary>
[Cmdlet(VerbsCommon.Get, "GeoDeliveryStat", DefaultParameterSetName = RangeSet, SupportsPaging = true)]
[OutputType(typeof(GeoDeliveryStat))]
public sealed class GetGeoDeliveryStatCommand : DailyCommand
{
    /// <summary>Provider names; wildcards allowed. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Provider names; wildcards allowed. Default: all.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.Providers))]
    public string[]? Provider { get; set; }

    /// <summary>Only deliveries with replies in these classes. Default: all, including sent mail.</summary>
    [Parameter(HelpMessage = "Only deliveries with replies in these classes. Default: all, including sent mail.")]
    [ValidateNotNullOrEmpty]
    public GeoReplyClass[]? Class { get; set; }

    /// <summary>Only deliveries with this status. Default: all.</summary>
    [Parameter(HelpMessage = "Only deliveries with this status. Default: all.")]
    [ValidateNotNullOrEmpty]
    public GeoDeliveryStatus[]? Status { get; set; }

    /// <inheritdoc/>
    private protected override void Write(DateOnly from, DateOnly to)
    {
        var wanted = Wanted(Provider);
        Page.Write(Stream(null, cancellationToken => Session.ReadDeliveryStatsAsync(from, to, cancellationToken)).Where(stat =>
            wanted(stat.Provider)
            && (Status is null || Status.Contains(stat.Status))
            && (Class is null || (stat.Class is { } reply && Class.Contains(reply)))));
    }
}
