using System.Diagnostics.Metrics;
using AbuseServerless.Telemetry;

namespace AbuseServerless.Azure.Activity;

/// <summary>Counts what the cache of accounts spares and holds, once for each bucket of a batch.</summary>
internal static class CacheMetrics
{
    private static readonly Meter _meter = new(Instrumentation.Name);
    private static readonly Counter<long> _lookups = _meter.CreateCounter<long>("abuseserverless.cache.lookups", "{account}", "Accounts of batches that were looked up in the cache.");
    private static readonly UpDownCounter<long> _accounts = _meter.CreateUpDownCounter<long>("abuseserverless.cache.accounts", "{account}", "Accounts in the cache.");

    private static readonly UpDownCounter<long> _bytes = _meter.CreateUpDownCounter<long>("abuseserverless.cache.bytes", "By", "Bytes of cached account data.");

    /// <summary>Counts look-ups.</summary>
    /// <param name="hits">Accounts whose row, or the lack of one, was known.</param>
    /// <param name="misses">Accounts that had to be read.</param>
    public static void CountLookups(int hits, int misses)
    {
        if (hits > 0)
        {
            _lookups.Add(hits, new KeyValuePair<string, object?>("outcome", "hit"));
        }

        if (misses > 0)
        {
            _lookups.Add(misses, new KeyValuePair<string, object?>("outcome", "miss"));
        }
    }

    /// <summary>Counts bytes that the cache takes more, or less where negative.</summary>
    public static void CountBytes(long change)
    {
        if (change != 0)
        {
            _bytes.Add(change);
        }
    }

    /// <summary>Counts accounts that came into the cache, or left it where negative.</summary>
    public static void CountAccounts(int change)
    {
        if (change != 0)
        {
            _accounts.Add(change);
        }
    }
}
