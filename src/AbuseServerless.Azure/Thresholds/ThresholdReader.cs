using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;
using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.Azure.Thresholds;

/// <summary>Studies thresholds on what is stored: the activity of every account, and the evidence of every decision on record.</summary>
/// <remarks>One reading of the audit log and one of the activity. What is held is a few numbers for each account that something was ever decided about.</remarks>
public sealed class ThresholdReader(AuditTable audit, ActivityTable activity, ExemptionTable exemptions, IAsnLookup asn, TimeProvider time)
{
    /// <summary>What each threshold would do. Exemptions that stand now are honoured.</summary>
    /// <param name="grid">The thresholds and windows.</param>
    /// <param name="read">Receives how many accounts were read so far; null for nobody.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="trial">Settings of all nets that are tried in the same reading; null for none.</param>
    /// <exception cref="Storage.StorageException">Storage failed.</exception>
    public async Task<ThresholdStudy> ReadAsync(ThresholdGrid grid, Action<long>? read, CancellationToken cancellationToken, StoredTrial? trial = null)
    {
        var exempted = new ExemptionSet(await exemptions.ReadAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false), asn);
        var now = time.GetUtcNow();
        var decided = new Dictionary<AccountName, EpisodeMeasure>();
        await foreach (var episode in Episode.FollowAsync(audit.ReadAsync(null, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (!decided.TryGetValue(episode.Account, out var account))
            {
                decided.Add(episode.Account, account = new EpisodeMeasure(episode.Account, grid, exempted, now));
            }

            account.Add(episode);
            trial?.Add(episode);
        }

        var tally = new ThresholdTally(grid);
        var count = 0L;
        await foreach (var row in activity.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var account = decided.Remove(row.Account, out var known) ? known : new EpisodeMeasure(row.Account, grid, exempted, now);
            if (row.Read() is { } remembered)
            {
                account.Add(remembered);
                trial?.Add(row.Account, remembered, exempted.Gravest(row.Account, now));
            }

            tally.Add(account.ToAccount());
            read?.Invoke(++count);
        }

        foreach (var account in decided.Values)
        {
            tally.Add(account.ToAccount());
        }

        return tally.ToStudy();
    }

    /// <summary>What operators judged accounts to be; of several judgements the last.</summary>
    /// <exception cref="Storage.StorageException">Storage failed.</exception>
    public async Task<IReadOnlyDictionary<AccountName, Judgement>> ReadJudgementsAsync(CancellationToken cancellationToken)
    {
        var judgements = new Dictionary<AccountName, Judgement>();
        await foreach (var episode in Episode.FollowAsync(audit.ReadAsync(null, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (episode.Judgement != Judgement.None)
            {
                judgements[episode.Account] = episode.Judgement;
            }
        }

        return judgements;
    }
}
