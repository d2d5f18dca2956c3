using AbuseServerless.Azure.Statistics;
using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Brings the daily statistics up to date and notices where a provider's reputation is lost or has recovered.</summary>
public sealed class SummariseDay(DaySummary summary)
{
    /// <summary>Runs at five past every hour: in every time zone within an hour after midnight, when the accounts' memory still reaches back over the whole day that is over.</summary>
    [Function(nameof(SummariseDay))]
    public Task RunAsync([TimerTrigger("0 5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => summary.RunAsync(cancellationToken);
}
