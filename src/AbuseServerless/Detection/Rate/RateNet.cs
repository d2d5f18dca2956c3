using System.Globalization;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Rate;

/// <summary>
/// Quotas per unit time: at some slot s, the logins (or their recipients) of the slots (s − W, s] number at least the threshold, with W of 4 slots for an hour and 96 for a day. Those of watch-only
/// networks count to watch, not to suspend.
/// </summary>
public sealed class RateNet(RateOptions options) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Rate";

    private const int Hour = 4;

    private readonly Quota[] _quotas =
    [
        new("AUTH events", "an hour", Hour, options.AuthsPerHour, count => count.Auths, count => count.WatchOnlyAuths),
        new("AUTH events", "a day", Slot.PerDay, options.AuthsPerDay, count => count.Auths, count => count.WatchOnlyAuths),
        new("recipients", "an hour", Hour, options.RecipientsPerHour, count => count.Recipients, count => count.WatchOnlyRecipients),
        new("recipients", "a day", Slot.PerDay, options.RecipientsPerDay, count => count.Recipients, count => count.WatchOnlyRecipients),
    ];

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest => _quotas.Max(quota => quota.Limits.Gravest);

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = [CountEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity) => activity.Of(CountEvidence.Kind) is not { IsEmpty: false } counts
        ? null
        : _quotas.Select(quota => quota.Judge(counts.All)).Aggregate(default(Finding), Finding.Graver);

    private sealed record Quota(string What, string Per, int Window, Limits Limits, Func<SlotCount, long> Counted, Func<SlotCount, long> WatchOnly)
    {
        public Finding? Judge(IReadOnlyList<SlotCount> counts) =>
            Find(counts, Verdict.Suspend, Limits.Suspend, Counted)
            ?? Find(counts, Verdict.Watch, Limits.Watch, count => Counted(count) + WatchOnly(count));

        // The earliest window that reaches the threshold. A sum is largest where a window ends with a slot that holds something.
        private Finding? Find(IReadOnlyList<SlotCount> counts, Verdict verdict, Threshold threshold, Func<SlotCount, long> measure)
        {
            if (!threshold.IsOn)
            {
                return null;
            }

            for (var end = counts.Count - 1; end >= 0; end--)
            {
                var sum = 0L;
                for (var i = end; i < counts.Count && counts[i].Age < counts[end].Age + Window; i++)
                {
                    sum += measure(counts[i]);
                }

                if (sum >= threshold.Value)
                {
                    return new Finding(
                        Name, verdict, sum, threshold.Value, counts[end].Age, Window, string.Create(CultureInfo.InvariantCulture, $"{sum} {What} within {Per}"));
                }
            }

            return null;
        }
    }
}
