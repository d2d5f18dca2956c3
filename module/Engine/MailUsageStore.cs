using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>What accounts with a plan have sent, as the cmdlets ask for it.</summary>
internal sealed class MailUsageStore(MailUsageTable usage, PlanStore plans, SuspensionStore suspensions, PresenceTable presence, TimeProvider time)
{
    /// <summary>All who have sent something within a day, those nearest to a limit first.</summary>
    public async Task<IReadOnlyList<GeoMailUsage>> ReadAsync(CancellationToken cancellationToken)
    {
        var set = await plans.SetAsync(cancellationToken).ConfigureAwait(false);
        var watches = await suspensions.ReadWatchesAsync(cancellationToken).ConfigureAwait(false);
        var watched = await WatchedAsync(cancellationToken).ConfigureAwait(false);
        var all = await usage.ReadAsync(cancellationToken).Select(row => Output(row, set, watched, watches.TryGetValue(row.Account, out var since) ? since : null)).Where(sent => sent.MessagesInDay > 0).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. all.OrderByDescending(sent => sent.Share ?? -1).ThenBy(sent => sent.Account, StringComparer.Ordinal)];
    }

    public async Task<GeoMailUsage?> FindAsync(string account, CancellationToken cancellationToken)
    {
        var name = Accounts.Parse(account);
        return await usage.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } row
            ? Output(
                row,
                await plans.SetAsync(cancellationToken).ConfigureAwait(false),
                await WatchedAsync(cancellationToken).ConfigureAwait(false),
                await suspensions.FindShownAsync(name, cancellationToken).ConfigureAwait(false) is { State: SuspensionState.Watched } watch ? AccountStanding.Of(watch).Since : null)
            : null;
    }

    private async Task<WatchedQuotas> WatchedAsync(CancellationToken cancellationToken) => new(await presence.ReadAsync(cancellationToken).ConfigureAwait(false), time.GetUtcNow());

    private GeoMailUsage Output(MailUsageRow row, PlanSet plans, WatchedQuotas watched, DateTimeOffset? watchedSince)
    {
        var now = SlotCounts.MinuteOf(time.GetUtcNow());
        var plan = plans.Find(row.Account);
        int Used(QuotaMeasure measure, bool isDaily) => row.Usage.Used(measure, isDaily, now);
        var nearest = watched.Nearest(plan, watchedSince, limit => Used(limit.Measure, limit.IsDaily));
        return new()
        {
            Account = row.Account.Value,
            Plan = plan?.Name,
            Share = nearest?.Share,
            Limit = nearest?.Limit,
            Watched = watchedSince is not null,
            MessagesInHour = Used(QuotaMeasure.Messages, false),
            MessagesInDay = Used(QuotaMeasure.Messages, true),
            RecipientsInHour = Used(QuotaMeasure.Recipients, false),
            RecipientsInDay = Used(QuotaMeasure.Recipients, true),
            DomainsInHour = Used(QuotaMeasure.Domains, false),
            DomainsInDay = Used(QuotaMeasure.Domains, true),
            Written = row.Written,
        };
    }
}
