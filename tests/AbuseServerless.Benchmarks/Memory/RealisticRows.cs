using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Detection;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Local.Demo;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Benchmarks.Memory;

/// <summary>What is remembered of accounts after some realistic days, five events an account and day: the encoded rows, by the worker's own code.</summary>
internal static class RealisticRows
{
    private const int Accounts = 20_000;
    private const int EventsADay = 5 * Accounts;
    private const int BatchSize = 5_000;
    private const int Seed = 20190101;

    /// <summary>Makes the rows.</summary>
    /// <param name="days">Days up to yesterday, 1 or more.</param>
    public static byte[][] Make(int days)
    {
        var addresses = AddressBook.Open(DatabaseFiles.Folder);
        var geolocation = Options.Create(new GeolocationOptions { Databases = $"{DatabaseFiles.CityV4};{DatabaseFiles.CityV6}", AsnDatabase = DatabaseFiles.Systems });
        using var geolocator = new DatabaseGeolocator(geolocation, TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance);
        var asn = new AsnDatabase(geolocation, TimeProvider.System);
        var reader = new AuthEventReader(geolocator, asn, Options.Create(new ActivityOptions()), Options.Create(new EnforcementOptions()));
        var rules = new AccountRules(new Detector(Options.Create(new NetsOptions()), geolocator));
        var exemptions = new ExemptionSet([], asn);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var rows = new Dictionary<AccountName, byte[]>();
        using var bucket = new CachedBucket();
        for (var day = today.AddDays(-days); day < today; day = day.AddDays(1))
        {
            var enqueued = day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            foreach (var chunk in new RealisticDay(new RealisticDayOptions(EventsADay, Accounts, day, Seed), addresses).Lines().Select(Encoding.UTF8.GetBytes).Index().Chunk(BatchSize))
            {
                var batch = new EventBatch("auth-events", 0, [.. chunk.Select(line => line.Item)], [.. chunk.Select(line => ((long)day.DayNumber * EventsADay) + line.Index)], [.. chunk.Select(_ => enqueued)]);
                foreach (var write in AuthBatch.Group(reader.Read(batch, exemptions, new BatchRejections(batch, batch.Count))).SelectMany(group => BucketUpdate.Apply(bucket, group.Accounts, rules)))
                {
                    BucketUpdate.Keep(bucket, write, RowVersion.Of(enqueued.Ticks));
                    rows[write.Account] = write.State;
                }
            }
        }

        return [.. rows.Values];
    }
}
