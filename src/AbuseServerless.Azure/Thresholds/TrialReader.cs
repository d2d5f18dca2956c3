using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.Azure.Thresholds;

/// <summary>Tries settings of the nets on the stored activity of every account.</summary>
/// <remarks>One reading of the audit log and one of the activity. What is held is the last judgement of each account that something was ever decided about.</remarks>
public sealed class TrialReader(AuditTable audit, ActivityTable activity, ExemptionTable exemptions, IAsnLookup asn, TimeProvider time)
{
    /// <summary>Whom each of the settings would stop now. Exemptions of accounts that stand now are honoured; all others were when the events came.</summary>
    /// <param name="trials">The settings.</param>
    /// <param name="read">Receives how many accounts were read so far; null for nobody.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Storage.StorageException">Storage failed.</exception>
    public async Task<StoredTrial> ReadAsync(IReadOnlyList<RuleTrial> trials, Action<long>? read, CancellationToken cancellationToken)
    {
        var exempted = new ExemptionSet(await exemptions.ReadAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false), asn);
        var now = time.GetUtcNow();
        var trial = new StoredTrial(trials);
        await foreach (var episode in Episode.FollowAsync(audit.ReadAsync(null, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            trial.Add(episode);
        }

        var count = 0L;
        await foreach (var row in activity.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (row.Read() is { } remembered)
            {
                trial.Add(row.Account, remembered, exempted.Gravest(row.Account, now));
            }

            read?.Invoke(++count);
        }

        return trial;
    }
}
