using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AbuseServerless.Gate.Listening;

/// <summary>Where the gate listens: <c>127.0.0.1:8481</c>, <c>[::1]:8481</c> or <c>unix:/path/of/socket</c>.</summary>
/// <param name="EndPoint">The address.</param>
internal sealed record ListenAddress(EndPoint EndPoint)
{
    // The kernel's sun_path holds 108 bytes, the last of them zero.
    private const int MaximumPathLength = 107;
    private const string Unix = "unix:";

    /// <summary>Whether programs on this host alone can reach it.</summary>
    public bool IsLocal => EndPoint is UnixDomainSocketEndPoint || (EndPoint is IPEndPoint ip && IPAddress.IsLoopback(ip.Address));

    /// <summary>The file of a unix socket; null for TCP.</summary>
    public string? Path { get; private init; }

    /// <summary>Reads an address with a port, 0 for a free one, or a socket's absolute path.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        if (text is null)
        {
            return false;
        }

        if (text.StartsWith(Unix, StringComparison.Ordinal))
        {
            var path = text[Unix.Length..];
            if (!path.StartsWith('/') || System.Text.Encoding.UTF8.GetByteCount(path) > MaximumPathLength)
            {
                return false;
            }

            address = new ListenAddress(new UnixDomainSocketEndPoint(path)) { Path = path };
            return true;
        }

        // The platform's parser takes an address without a port too, and IPv6 without brackets.
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        var host = text.AsSpan(0, colon);
        var bracketed = host is ['[', .., ']'];
        if (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out var ip) || bracketed != (ip.AddressFamily == AddressFamily.InterNetworkV6))
        {
            return false;
        }

        address = new ListenAddress(new IPEndPoint(ip, port));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Path is null ? EndPoint.ToString()! : Unix + Path;
}
