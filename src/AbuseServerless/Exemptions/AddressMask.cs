using System.Net;

namespace AbuseServerless.Exemptions;

/// <summary>Addresses without the bits behind a prefix.</summary>
internal static class AddressMask
{
    /// <param name="address">IPv4 or IPv6.</param>
    /// <param name="length">Bits to keep, 0 to 32 or 128.</param>
    public static IPAddress Apply(IPAddress address, int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var count);
        for (var i = 0; i < count; i++)
        {
            var kept = Math.Clamp(length - i * 8, 0, 8);
            bytes[i] &= (byte)(0xff00 >> kept);
        }

        return new IPAddress(bytes[..count]);
    }
}
