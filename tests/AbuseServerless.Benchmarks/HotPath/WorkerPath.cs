using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Benchmarks.HotPath;

/// <summary>
/// What a worker computes for events, by its own code and without its requests to storage: parse and locate a batch, group it by account and bucket, and for each account find
/// and decode what is cached of it, apply and judge, encode and cache it again under the version that storage would have given it.
/// </summary>
internal sealed class WorkerPath
{
    private const int BatchSize = 5000;

    private readonly RowVersion _version;
    private readonly AuthEventReader _reader;
    private readonly AccountRules _rules;
    private readonly ExemptionSet _exemptions;
    private readonly EventBatch[] _batches;
    private readonly Dictionary<AccountName, byte[]> _known = [];
    private readonly CachedBucket[] _buckets = [.. Enumerable.Range(0, AccountBucket.Count).Select(_ => new CachedBucket())];

    /// <param name="geolocator">Locates addresses.</param>
    /// <param name="asn">Knows their autonomous systems.</param>
    /// <param name="rules">The nets.</param>
    /// <param name="lines">The day's messages.</param>
    /// <param name="enqueued">When the hub took them.</param>
    public WorkerPath(IGeolocator geolocator, IAsnLookup asn, Detector rules, IReadOnlyList<byte[]> lines, DateTime enqueued)
    {
        _reader = new AuthEventReader(geolocator, asn, Options.Create(new ActivityOptions()), Options.Create(new EnforcementOptions { MaximumEvidenceAge = EnforcementOptions.AnyAge }));
        _rules = new AccountRules(rules);
        _version = RowVersion.Of(enqueued.Ticks);
        _exemptions = new ExemptionSet([], asn);
        _batches = Batches(lines, enqueued);
    }

    /// <summary>Runs a day before: what is remembered after it is known when a day begins.</summary>
    /// <param name="lines">Its messages.</param>
    /// <param name="enqueued">When the hub took them.</param>
    public void Learn(IReadOnlyList<byte[]> lines, DateTime enqueued) => Array.ForEach(Batches(lines, enqueued), batch => Run(batch, write => _known[write.Account] = write.State));

    /// <summary>Begins a day: nobody is known but for what was learnt.</summary>
    public void Begin()
    {
        Array.ForEach(_buckets, bucket => bucket.Clear());
        foreach (var (account, state) in _known)
        {
            _buckets[AccountBucket.Of(account)].Keep(account, state, _version, confirmed: null);
        }
    }

    /// <summary>Runs the day.</summary>
    /// <returns>Accounts that a net closed on.</returns>
    public int Run() => _batches.Sum(batch => Run(batch, static _ => { }));

    private static EventBatch[] Batches(IReadOnlyList<byte[]> lines, DateTime enqueued) => [.. lines.Index().Chunk(BatchSize).Select(chunk => new EventBatch(
        "auth-events", 0, [.. chunk.Select(line => line.Item)], [.. chunk.Select(line => (long)line.Index)], [.. chunk.Select(_ => enqueued)]))];

    private int Run(EventBatch batch, Action<ActivityWrite> written)
    {
        var decisions = 0;
        foreach (var (number, accounts) in AuthBatch.Group(_reader.Read(batch, _exemptions, new BatchRejections(batch, batch.Count))))
        {
            foreach (var write in BucketUpdate.Apply(_buckets[number], accounts, _rules))
            {
                BucketUpdate.Keep(_buckets[number], write, _version);
                written(write);
                decisions += write.Decision is null ? 0 : 1;
            }
        }

        return decisions;
    }
}
