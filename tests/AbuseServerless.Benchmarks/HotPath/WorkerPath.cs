using AbuseServerless.Activity;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Nets;

namespace AbuseServerless.Benchmarks.HotPath;

/// <summary>
/// What a worker computes for events, without its requests to storage: parse and locate a batch, group it by account, and for each account decode
/// what is cached of it, apply and judge, encode and cache it again.
/// </summary>
internal sealed class WorkerPath(IGeolocator geolocator, RuleBook rules)
{
    private const int BatchSize = 2000;

    private readonly Dictionary<AccountKey, byte[]> _rows = [];

    /// <summary>Runs a day that begins with nobody known.</summary>
    /// <returns>Accounts that a net closed on.</returns>
    public int Run(IReadOnlyList<string> lines, DateTimeOffset enqueued)
    {
        _rows.Clear();
        var decisions = 0;
        for (var from = 0; from < lines.Count; from += BatchSize)
        {
            decisions += RunBatch(lines, from, Math.Min(BatchSize, lines.Count - from), enqueued);
        }

        return decisions;
    }

    private int RunBatch(IReadOnlyList<string> lines, int from, int count, DateTimeOffset enqueued)
    {
        var located = new List<LocatedEvent>(count);
        for (var i = from; i < from + count; i++)
        {
            if (AuthEventParser.TryParse(lines[i], enqueued, out var parsed, out _) && parsed.Success)
            {
                located.Add(new LocatedEvent(parsed, geolocator.Locate(parsed.Address), new EventPosition(0, i, enqueued), i - from));
            }
        }

        var decisions = 0;
        foreach (var account in located.GroupBy(single => single.Event.Account))
        {
            var key = AccountKey.Of(account.Key);
            var activity = _rows.TryGetValue(key, out var row) ? ActivityEncoding.Decode(row) : new AccountActivity();
            var change = ActivityUpdate.Apply(activity, [.. account.OrderBy(single => single.Event.Time)], rules);
            if (change.Changed)
            {
                _rows[key] = ActivityEncoding.Encode(activity);
            }

            decisions += change.Decision is null ? 0 : 1;
        }

        return decisions;
    }
}
