using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets the statistics of days: how deliveries went, how many accounts were seen in how many countries, suspensions and false positives; or of each provider on each day.</summary>
[Cmdlet(VerbsCommon.Get, "GeoDailyStat", DefaultParameterSetName = RangeSet, SupportsPaging = true)]
[OutputType(typeof(GeoDailyStat), typeof(GeoProviderStat))]
public sealed class GetGeoDailyStatCommand : DailyCommand
{
    /// <summary>Returns the deliveries to these providers instead; names or wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "Returns the deliveries to these providers instead; names or wildcards.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Completion.Providers))]
    public string[]? Provider { get; set; }

    /// <inheritdoc/>
    private protected override void Write(DateOnly from, DateOnly to)
    {
        if (Provider is null)
        {
            Page.Write(Stream(null, cancellationToken => Session.ReadDailyStatsAsync(from, to, cancellationToken)));
        }
        else
        {
            var wanted = Wanted(Provider);
            Page.Write(Stream(null, cancellationToken => Session.ReadProviderStatsAsync(from, to, cancellationToken)).Where(stat => wanted(stat.Provider)));
        }
    }
}
