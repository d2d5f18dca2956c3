using System.Text;

namespace AbuseServerless.Local.EventHubs;

/// <summary>
/// A hash that is the same in every process (unlike <see cref="string.GetHashCode()"/>): FNV-1a, 32 bits, over UTF-8.
/// Azure's own differs; no client relies on which partition a key lands in, only on its being one.
/// </summary>
internal static class PartitionHash
{
    private const uint Basis = 2166136261;
    private const uint Prime = 16777619;

    public static uint Of(string key)
    {
        Span<byte> small = stackalloc byte[256];
        var length = Encoding.UTF8.GetByteCount(key);
        var bytes = length <= small.Length ? small[..length] : new byte[length];
        Encoding.UTF8.GetBytes(key, bytes);

        var hash = Basis;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * Prime;
        }

        return hash ^ (hash >> 16);
    }
}
