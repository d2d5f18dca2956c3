using AbuseServerless.Statistics;

namespace AbuseServerless.Azure.Statistics;

/// <summary>What a day was like for the accounts of a bucket.</summary>
/// <param name="Day">The day.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Counted">When it was counted, UTC.</param>
/// <param name="ByCountries">Number of accounts by number of countries.</param>
/// <param name="Busiest">The accounts that were seen in the most countries.</param>
internal sealed record BucketDay(DateOnly Day, int Bucket, DateTimeOffset Counted, IReadOnlyDictionary<int, long> ByCountries, IReadOnlyList<BusyAccount> Busiest);
