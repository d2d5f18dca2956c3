using System.Globalization;

namespace AbuseServerless.Azure.Activity;

/// <summary>
/// Table Storage's ETags in 8 bytes instead of some 120: they hold nothing but the row's time stamp.
/// </summary>
internal static class CompactETag
{
    // W/"datetime'2026-11-24T01%3A02%3A03.1234567Z'"
    private const string Prefix = "W/\"datetime'";
    private const string Suffix = "'\"";
    private const string Colon = "%3A";
    private const int ToHour = 13;
    private const int StampLength = 28;
    private const int Length = 46;

    /// <summary>The time stamp, in ticks.</summary>
    /// <returns>False where the ETag is of another form, which has to be kept as it is.</returns>
    public static bool TryPack(string etag, out long ticks)
    {
        ticks = 0;
        if (etag.Length != Length || !etag.StartsWith(Prefix, StringComparison.Ordinal) || !etag.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return false;
        }

        var escaped = etag.AsSpan()[Prefix.Length..^Suffix.Length];
        if (!escaped[ToHour..].StartsWith(Colon) || !escaped[(ToHour + 5)..].StartsWith(Colon))
        {
            return false;
        }

        Span<char> stamp = stackalloc char[StampLength];
        escaped[..ToHour].CopyTo(stamp);
        stamp[ToHour] = ':';
        escaped.Slice(ToHour + 3, 2).CopyTo(stamp[(ToHour + 1)..]);
        stamp[ToHour + 3] = ':';
        escaped[(ToHour + 8)..].CopyTo(stamp[(ToHour + 4)..]);
        if (!DateTime.TryParseExact(stamp, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) || time.Kind != DateTimeKind.Utc)
        {
            return false;
        }

        ticks = time.Ticks;
        return true;
    }

    /// <summary>The ETag of a time stamp.</summary>
    public static string Unpack(long ticks) => string.Create(Length, ticks, static (etag, ticks) =>
    {
        Span<char> stamp = stackalloc char[StampLength];
        new DateTime(ticks, DateTimeKind.Utc).TryFormat(stamp, out _, "O", CultureInfo.InvariantCulture);
        Prefix.CopyTo(etag);
        var escaped = etag[Prefix.Length..];
        stamp[..ToHour].CopyTo(escaped);
        Colon.CopyTo(escaped[ToHour..]);
        stamp.Slice(ToHour + 1, 2).CopyTo(escaped[(ToHour + 3)..]);
        Colon.CopyTo(escaped[(ToHour + 5)..]);
        stamp[(ToHour + 4)..].CopyTo(escaped[(ToHour + 8)..]);
        Suffix.CopyTo(etag[^Suffix.Length..]);
    });
}
