using System.Buffers;
using System.Text;

namespace AbuseServerless.Ingestion;

/// <summary>Date and time of RFC 3339 section 5.6: always with an offset. Read for every event, hence by hand.</summary>
internal static class Rfc3339
{
    // 2026-11-24T01:02:03 and a Z; as many digits of a fraction as anybody writes.
    private const int WithoutOffset = 19;
    private const int MinimumLength = 20;
    private const int MaximumLength = 64;
    private const int MaximumOffsetMinutes = 14 * 60;

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static DateTimeOffset? Parse(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[MaximumLength];
        return Ascii.FromUtf16(text, ascii, out var length) == OperationStatus.Done ? Parse(ascii[..length]) : null;
    }

    /// <summary>Reads a time, to whole milliseconds, UTC; lower-case <c>t</c> and <c>z</c> are RFC 3339 too. Null where it is none, or a leap second.</summary>
    public static DateTimeOffset? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length is < MinimumLength or > MaximumLength
            || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t') || text[13] != ':' || text[16] != ':')
        {
            return null;
        }

        var zone = text[^1] is (byte)'Z' or (byte)'z' ? 1 : 6;
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]));
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || text.Length < WithoutOffset + zone
            || Milliseconds(text[WithoutOffset..^zone]) is not { } milliseconds || (zone == 1 ? 0 : Offset(text[^zone..])) is not { } offset)
        {
            return null;
        }

        var ticks = new DateTime(year, month, day, hour, minute, second, milliseconds).Ticks - offset * TimeSpan.TicksPerMinute;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    // Nothing, or a point and digits.
    private static int? Milliseconds(ReadOnlySpan<byte> fraction)
    {
        if (fraction.IsEmpty)
        {
            return 0;
        }

        var digits = fraction[1..];
        if (fraction[0] != '.' || digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return null;
        }

        return digits.Length switch
        {
            1 => Number(digits) * 100,
            2 => Number(digits) * 10,
            _ => Number(digits[..3]),
        };
    }

    // Minutes of +hh:mm or −hh:mm.
    private static int? Offset(ReadOnlySpan<byte> text)
    {
        var (hours, minutes) = (Number(text[1..3]), Number(text[4..6]));
        if (text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':' || hours < 0 || minutes is < 0 or > 59 || hours * 60 + minutes > MaximumOffsetMinutes)
        {
            return null;
        }

        return text[0] == '-' ? -(hours * 60 + minutes) : hours * 60 + minutes;
    }

    // −1 where there is anything but digits.
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return -1;
            }

            number = number * 10 + digit - '0';
        }

        return number;
    }
}
