using AbuseServerless.Azure.Retention;
using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Deletes what the settings no longer keep.</summary>
public sealed class PurgeExpired(ExpiredRows expired)
{
    /// <summary>Runs at 35 past every hour, each time a bounded amount of work.</summary>
    [Function(nameof(PurgeExpired))]
    public Task RunAsync([TimerTrigger("0 35 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => expired.DeleteAsync(cancellationToken);
}
