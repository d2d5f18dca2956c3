using System.Globalization;
using System.IO.Hashing;

namespace AbuseServerless.Accounts;

/// <summary>
/// The bucket of an account: partition key of its events, and the place of its row among what is stored. Buckets only distribute accounts and do not identify them, so a fast hash is enough.
/// </summary>
public static class AccountBucket
{
    /// <summary>Buckets, fixed for the lifetime of an installation: 64, numbered from 0.</summary>
    /// <remarks>
    /// 64 spread over 32 Event Hub partitions and 20,000 entities a second of a storage account (2,000 for each table partition), and let a batch of
    /// thousands of events fill its transactions.
    /// </remarks>
    public const int Count = 64;

    /// <summary>Number of an account's bucket, 0 to 63: XXH3 of the name in UTF-8 (64 bits, seed 0), modulo 64.</summary>
    public static int Of(AccountName account) => (int)(XxHash3.HashToUInt64(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8])) % Count);

    /// <summary>The bucket's name as a key: two digits, <c>00</c> to <c>63</c>.</summary>
    public static string NameOf(int bucket) => bucket.ToString("D2", CultureInfo.InvariantCulture);
}
