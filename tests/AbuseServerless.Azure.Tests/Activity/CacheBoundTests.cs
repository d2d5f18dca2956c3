using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Storage;

namespace AbuseServerless.Azure.Tests.Activity;

public sealed class CacheBoundTests
{
    private const long Most = 200_000;

    [Fact]
    public async Task Whatever_comes_the_bytes_stay_within_the_bound_and_what_is_in_use_stays()
    {
        CachedBucket[] buckets = [.. Enumerable.Range(0, 4).Select(_ => new CachedBucket())];
        var bound = new CacheBound(buckets, Most);
        var busy = Account(-1);
        for (var n = 0; n < 20_000; n++)
        {
            // Bucket 0 gets ten times as much as the others, and in it one account is used again and again.
            var bucket = n % 13 < 10 ? 0 : n % 13 - 9;
            await UseAsync(buckets, bound, bucket, Account(n));
            await UseAsync(buckets, bound, 0, busy);
            Assert.InRange(bound.Total, 0, Most);
        }

        Assert.Equal(buckets.Sum(bucket => bucket.Bytes), bound.Total);
        Assert.InRange(bound.Total, Most / 2, Most);
        Assert.True(buckets[0].Contains(busy));
        Assert.All(buckets, bucket => Assert.InRange(bucket.Count, 1, int.MaxValue));
        Assert.All(buckets, bucket => Assert.Equal((false, true), (bucket.IsComplete, bucket.IsTooLarge)));
    }

    [Fact]
    public async Task A_bucket_whose_partition_is_elsewhere_goes_first_and_one_that_is_in_hand_stays()
    {
        CachedBucket[] buckets = [.. Enumerable.Range(0, 3).Select(_ => new CachedBucket())];
        var bound = new CacheBound(buckets, Most);
        for (var n = 0; n < 300; n++)
        {
            await UseAsync(buckets, bound, n % 3, Account(n));
        }

        for (var entry = 0; entry <= CacheBound.Lost; entry++)
        {
            await UseAsync(buckets, bound, 0, Account(0));
        }

        Assert.Equal([100, 100, 100], buckets.Select(bucket => bucket.Count));
        using (await buckets[2].EnterAsync(TestContext.Current.CancellationToken))
        {
            var n = 1_000;
            while (buckets[1].Count > 0)
            {
                await UseAsync(buckets, bound, 0, Account(n++));
            }

            Assert.True(buckets[0].Contains(Account(1_000)));
            Assert.Equal(100, buckets[2].Count);
        }

        // It is read whole when its partition is back.
        Assert.False(buckets[1].IsTooLarge);
    }

    [Fact]
    public async Task Of_a_bucket_the_rows_go_that_were_not_used_for_the_longest_time()
    {
        CachedBucket[] buckets = [new CachedBucket()];
        var bound = new CacheBound(buckets, Most);
        var (random, used) = (new Random(20190101), new List<int>());
        for (var use = 0; use < 20_000; use++)
        {
            var number = random.Next(5_000);
            used.Add(number);
            await UseAsync(buckets, bound, 0, Account(number));
        }

        // By last use, the latest first: those that are kept, then those that are gone.
        var there = used.AsEnumerable().Reverse().Distinct().Select(number => buckets[0].Contains(Account(number))).ToList();
        Assert.InRange(there.Count(isThere => isThere), 500, there.Count - 500);
        Assert.Equal(there.OrderByDescending(isThere => isThere), there);
    }

    private static async Task UseAsync(CachedBucket[] buckets, CacheBound bound, int bucket, AccountName account)
    {
        using (await buckets[bucket].EnterAsync(TestContext.Current.CancellationToken))
        {
            bound.Enter(bucket);
            buckets[bucket].Keep(account, new byte[60], RowVersion.Of(1), confirmed: false);
            bound.Note(bucket);
        }

        bound.Keep();
    }

    private static AccountName Account(int number) => AccountName.Parse(number.ToString(CultureInfo.InvariantCulture));
}
