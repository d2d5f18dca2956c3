using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AbuseServerless.Activity;

/// <summary>
/// 128 bits of the SHA-256 of an account's name: the account's bucket follows from it, and caches hold it instead of the name.
/// </summary>
/// <remarks>SHA-256, because nobody may be able to choose a login that shares its activity with somebody else's.</remarks>
/// <param name="Bits">The first 16 bytes of the hash, big endian.</param>
public readonly record struct AccountKey(UInt128 Bits)
{
    /// <summary>Buckets, fixed for the lifetime of an installation: 64.</summary>
    /// <remarks>
    /// A bucket is both the partition key of events and the partition of stored activity. 64 spread over 32 Event Hub partitions and
    /// 20,000 entities a second of a storage account (2,000 for each table partition), and let a batch of 2,000 events fill its transactions.
    /// </remarks>
    public const int Buckets = 64;

    private const int UsualLength = 64;

    // Kept, because making one takes longer than hashing a name.
    [ThreadStatic]
    private static IncrementalHash? _sha;

    /// <summary>Number of the account's bucket, 0 to 63: the eighth byte of the hash, modulo 64.</summary>
    public int Bucket => (int)(ulong)(Bits >> 64 & Buckets - 1);

    /// <summary>The key of an account.</summary>
    public static AccountKey Of(AccountName account)
    {
        var name = account.Value;
        // Stack is cleared at each call: few bytes for the usual name.
        var utf8 = name.Length <= UsualLength ? stackalloc byte[UsualLength * 3] : new byte[AccountName.MaximumLength * 3];
        var length = Encoding.UTF8.GetBytes(name, utf8);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var sha = _sha ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(utf8[..length]);
        sha.GetHashAndReset(hash);
        return new AccountKey(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>The bucket's name as a partition key: two digits, <c>00</c> to <c>63</c>.</summary>
    public static string BucketName(int bucket) => bucket.ToString("D2", CultureInfo.InvariantCulture);
}
