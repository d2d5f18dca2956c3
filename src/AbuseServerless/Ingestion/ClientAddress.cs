using System.Buffers;
using System.Net;

namespace AbuseServerless.Ingestion;

/// <summary>A client's address as mail servers write it, and no other notation.</summary>
public static class ClientAddress
{
    private static readonly SearchValues<char> Ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>
    /// Reads dotted-decimal IPv4 or IPv6 of RFC 4291 section 2.2; IPv4-mapped IPv6 becomes IPv4. Null where it is neither: the platform's parser
    /// alone would also take <c>1</c>, <c>0x7f.1</c>, octal parts, brackets, ports and zones.
    /// </summary>
    public static IPAddress? Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal)
            ? text.AsSpan().ContainsAnyExcept(Ipv6Characters)
            : !IsDottedDecimal(text))
        {
            return null;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static bool IsDottedDecimal(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (part.Length is 0 or > 3 || part.ContainsAnyExceptInRange('0', '9') || (part.Length > 1 && part[0] == '0'))
            {
                return false;
            }

            parts++;
        }

        return parts == 4;
    }
}
