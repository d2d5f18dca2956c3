using AbuseServerless.Azure.Quotas;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>What accounts with a plan have sent, as the cmdlets ask for it.</summary>
internal sealed class MailUsageStore(MailUsageTable usage, PlanStore plans, SuspensionStore suspensions, TimeProvider time)
{
    /// <summary>All who have sent something within a day, those nearest to a limit first.</summary>
    public async Task<IReadOnlyList<GeoMailUsage>> ReadAsync(CancellationToken cancellationToken)
    {
        var set = await plans.SetAsync(cancellationToken).ConfigureAwait(false);
        var states = await suspensions.ReadStatesAsync("", cancellationToken).ConfigureAwait(false);
        var all = await usage.ReadAsync(cancellationToken).Select(row => Output(row, set, states.TryGetValue(row.Account, out var state) ? state : null)).Where(sent => sent.MessagesInDay > 0).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. all.OrderByDescending(sent => sent.Share ?? -1).ThenBy(sent => sent.Account, StringComparer.Ordinal)];
    }

    public async Task<GeoMailUsage?> FindAsync(string account, CancellationToken cancellationToken)
    {
        var name = Accounts.Parse(account);
        return await usage.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } row
            ? Output(row, await plans.SetAsync(cancellationToken).ConfigureAwait(false), (await suspensions.FindShownAsync(name, cancellationToken).ConfigureAwait(false))?.State)
            : null;
    }

    private GeoMailUsage Output(MailUsageRow row, PlanSet plans, SuspensionState? state)
    {
        var now = SlotCounts.MinuteOf(time.GetUtcNow());
        var plan = plans.Find(row.Account);
        int Used(QuotaMeasure measure, bool isDaily) => row.Usage.Used(measure, isDaily, now);
        return new()
        {
            Account = row.Account.Value,
            Plan = plan?.Name,
            Share = plan is { Limits.All: { Length: > 0 } limits } ? limits.Max(limit => limit.Maximum == 0 ? 1 : Math.Round((double)Used(limit.Measure, limit.IsDaily) / limit.Maximum, 2)) : null,
            Watched = state == SuspensionState.Watched,
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
