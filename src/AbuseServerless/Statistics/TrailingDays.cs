namespace AbuseServerless.Statistics;

/// <summary>Holds each day against the 7 and the 28 days before it. Takes the days in their order, and holds no more than 28 of them.</summary>
public sealed class TrailingDays
{
    /// <summary>Days before a day that have to be taken first, so that its comparisons are whole: 28.</summary>
    public const int Maximum = 28;

    private readonly Window _week = new(7);
    private readonly Window _month = new(Maximum);

    /// <summary>Takes a day of a provider: not before any that was taken already, and each provider once.</summary>
    /// <returns>The same, with its comparisons.</returns>
    public ProviderDay Compare(ProviderDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        var shares = DeliveryShares.Of(day.Tally);
        var (week, month) = (_week.Slide(day.Day, day.Provider, shares), _month.Slide(day.Day, day.Provider, shares));
        return day with
        {
            ErrorRateChange7 = shares.ErrorRate - week.ErrorRate,
            ErrorRateChange28 = shares.ErrorRate - month.ErrorRate,
            DeferredShareChange7 = shares.DeferredShare - week.DeferredShare,
            DeferredShareChange28 = shares.DeferredShare - month.DeferredShare,
            ReputationShareChange7 = shares.ReputationShare - week.ReputationShare,
            ReputationShareChange28 = shares.ReputationShare - month.ReputationShare,
        };
    }

    // The last days' shares, and their sums by provider.
    private sealed class Window(int days)
    {
        private readonly Queue<(DateOnly Day, string Provider, DeliveryShares Shares)> _taken = new();
        private readonly Dictionary<string, DeliveryShares> _sums = new(StringComparer.Ordinal);

        // The provider's sum of the days before, which is without this day since each provider comes once a day.
        public DeliveryShares Slide(DateOnly day, string provider, DeliveryShares shares)
        {
            while (_taken.TryPeek(out var oldest) && oldest.Day.DayNumber < day.DayNumber - days)
            {
                _taken.Dequeue();
                var left = _sums[oldest.Provider] - oldest.Shares;
                if (left == default)
                {
                    _sums.Remove(oldest.Provider);
                }
                else
                {
                    _sums[oldest.Provider] = left;
                }
            }

            var before = _sums.GetValueOrDefault(provider);
            _sums[provider] = before + shares;
            _taken.Enqueue((day, provider, shares));
            return before;
        }
    }
}
