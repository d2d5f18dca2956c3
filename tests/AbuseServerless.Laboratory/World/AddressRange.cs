using System.Net;

namespace AbuseServerless.Laboratory.World;

/// <summary>IPv4 addresses that one autonomous system announces.</summary>
/// <param name="First">First address as a number, inclusive.</param>
/// <param name="Last">Last address as a number, inclusive.</param>
internal readonly record struct AddressRange(uint First, uint Last)
{
    /// <summary>Number of addresses.</summary>
    public long Count => (long)Last - First + 1;

    /// <summary>The address at a place in the range, from 0.</summary>
    public IPAddress At(long index) => ToAddress((uint)(First + index));

    /// <summary>A number as an address.</summary>
    public static IPAddress ToAddress(uint number) => new([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}
