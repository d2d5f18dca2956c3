using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets how many deliveries had which outcome, by day, provider, status and class of the reply.</summary>
[Cmdlet(VerbsCommon.Get, "GeoDeliveryStat", DefaultParameterSetName = RangeSet, SupportsPaging = true)]
[OutputType(typeof(GeoDeliveryStat))]
public sealed class GetGeoDeliveryStatCommand : DailyCommand
{
    /// <summary>Providers, by name or wildcards; all without it.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Providers, by name or wildcards; all without it.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.Providers))]
    public string[]? Provider { get; set; }

    /// <summary>Only deliveries with replies of these classes; all without it, those that were sent too.</summary>
    [Parameter(HelpMessage = "Only deliveries with replies of these classes; all without it, those that were sent too.")]
    [ValidateNotNullOrEmpty]
    public GeoReplyClass[]? Class { get; set; }

    /// <summary>Only deliveries of which this became; all without it.</summary>
    [Parameter(HelpMessage = "Only deliveries of which this became; all without it.")]
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
