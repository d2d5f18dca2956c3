using System.Globalization;
using System.Text.Json;

namespace AbuseServerless.Ingestion;

/// <summary>Date and time of RFC 3339 section 5.6: always with an offset.</summary>
internal static class Rfc3339
{
    private const int ShortestLength = 20;
    private const int LongestLength = 64;

    /// <summary>Reads the value that the reader is at; null where it is none. To whole milliseconds, UTC.</summary>
    public static DateTimeOffset? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (!reader.ValueIsEscaped && !reader.HasValueSequence && reader.ValueSpan is { Length: >= ShortestLength } text && HasOffset(text)
            && reader.TryGetDateTimeOffset(out var time))
        {
            return WholeMilliseconds(time);
        }

        return Parse(reader.GetString()!);
    }

    /// <summary>Reads a text; lower-case <c>t</c> and <c>z</c> are RFC 3339 too. Null where it is none.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        if (text.Length is < ShortestLength or > LongestLength || text[10] is not ('T' or 't'))
        {
            return null;
        }

        var offset = text[^1] is 'Z' or 'z' ? text.Length - 1 : text.Length - 6;
        if (offset < 19 || !FractionIsDigits(text.AsSpan(19, offset - 19)))
        {
            return null;
        }

        var milliseconds = text.AsSpan(19, offset - 19) is { Length: > 1 } fraction ? fraction[1..Math.Min(4, fraction.Length)].ToString().PadRight(3, '0') : "000";
        var zone = text[offset] is 'Z' or 'z' ? "+00:00" : text[offset..];
        return DateTimeOffset.TryParseExact(
            $"{text[..10]}T{text[11..19]}.{milliseconds}{zone}",
            "yyyy-MM-dd'T'HH:mm:ss.fffzzz",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : null;
    }

    private static bool HasOffset(ReadOnlySpan<byte> text)
    {
        var offset = text[^1] == 'Z' ? 1 : text[^3] == ':' && text[^6] is (byte)'+' or (byte)'-' ? 6 : 0;
        return offset > 0 && text[10] == 'T' && char.IsAsciiDigit((char)text[^(offset + 1)]);
    }

    private static bool FractionIsDigits(ReadOnlySpan<char> fraction) =>
        fraction.IsEmpty || (fraction[0] == '.' && fraction.Length > 1 && !fraction[1..].ContainsAnyExceptInRange('0', '9'));

    private static DateTimeOffset WholeMilliseconds(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}
