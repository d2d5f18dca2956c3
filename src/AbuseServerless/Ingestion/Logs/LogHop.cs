using System.Net;
using System.Net.Sockets;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>Whose the host is that a server handed a message to.</summary>
internal enum LogHop
{
    /// <summary>The recipient's provider, as far as the line tells.</summary>
    Provider,

    /// <summary>This server's own, such as a content filter or a mail store: no delivery to a provider.</summary>
    Own,

    /// <summary>A smarthost or relay service, which answers for itself.</summary>
    Relay,
}

/// <summary>Tells hops from each other.</summary>
internal static class LogHops
{
    private const int Smtp = 25;
    private const int Lmtp = 24;

    /// <summary>Whose a host is.</summary>
    /// <param name="name">Its name; null where none was reached.</param>
    /// <param name="address">Its address; null where the line does not say.</param>
    /// <param name="port">Its port; null where the line does not say.</param>
    /// <param name="writer">The host that wrote the line.</param>
    public static LogHop Of(string? name, IPAddress? address, int? port, ReadOnlySpan<char> writer)
    {
        if (name is null && address is null)
        {
            return LogHop.Provider;
        }

        if ((address is not null && IPAddress.IsLoopback(address)) || name is "localhost" || name?.StartsWith("localhost.", StringComparison.OrdinalIgnoreCase) == true || port == Lmtp
            || (name is not null && !writer.IsEmpty && writer.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            return LogHop.Own;
        }

        // Providers take mail at port 25 of public addresses and nowhere else.
        return port is not (null or Smtp) ? LogHop.Relay : address is not null && IsPrivate(address) ? LogHop.Relay : LogHop.Provider;
    }

    /// <summary>Whether an address is of a network of one's own: RFC 1918, RFC 6598, RFC 4193, link local.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;
        }

        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out _) && bytes switch
        {
            [10, ..] or [192, 168, ..] or [169, 254, ..] => true,
            [172, var second, ..] => second is >= 16 and <= 31,
            [100, var second, ..] => second is >= 64 and <= 127,
            _ => false,
        };
    }
}
