using System.Buffers;
using System.Net;
using System.Text;

namespace AbuseServerless.Ingestion;

/// <summary>A client's address as mail servers write it, and no other notation.</summary>
public static class ClientAddress
{
    // 45 characters of an IPv6 address that ends in an IPv4 one, and room for zeros before its groups.
    private const int MaximumLength = 64;

    private static readonly SearchValues<byte> Ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static IPAddress? Parse(string text)
    {
        Span<byte> ascii = stackalloc byte[MaximumLength];
        return Ascii.FromUtf16(text, ascii, out var length) == OperationStatus.Done ? Parse(ascii[..length]) : null;
    }

    /// <summary>
    /// Reads dotted-decimal IPv4 or IPv6 of RFC 4291 section 2.2; IPv4-mapped IPv6 becomes IPv4. Null where it is neither: the platform's parser
    /// alone would also take <c>1</c>, <c>0x7f.1</c>, octal parts, brackets, ports and zones.
    /// </summary>
    public static IPAddress? Parse(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)':'))
        {
            return ParseDottedDecimal(text);
        }

        if (text.ContainsAnyExcept(Ipv6Characters) || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static IPAddress? ParseDottedDecimal(ReadOnlySpan<byte> text)
    {
        Span<byte> address = stackalloc byte[4];
        var (part, digits, value) = (0, 0, 0);
        foreach (var character in text)
        {
            if (character == '.' && digits > 0 && part < 3)
            {
                address[part++] = (byte)value;
                (digits, value) = (0, 0);
            }
            else if (char.IsAsciiDigit((char)character) && (digits == 0 || value > 0))
            {
                value = value * 10 + character - '0';
                digits++;
                if (value > 255)
                {
                    return null;
                }
            }
            else
            {
                return null;
            }
        }

        if (part != 3 || digits == 0)
        {
            return null;
        }

        address[3] = (byte)value;
        return new IPAddress(address);
    }
}
