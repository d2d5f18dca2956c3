using System.IO.Hashing;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Quotas;

/// <summary>A number that stands for a client: its IPv4 address, or the /64 of its IPv6 address, which is what one home or phone has.</summary>
public static class ClientNumber
{
    private const int Ipv6Length = 16;
    private const int NetworkLength = 8;

    /// <summary>The number; null for what is no address.</summary>
    public static ulong? Of(string address)
    {
        if (ClientAddress.Parse(address) is not { } client)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Ipv6Length];
        client.TryWriteBytes(bytes, out var length);
        return XxHash3.HashToUInt64(bytes[..Math.Min(length, NetworkLength)]);
    }
}
