using System.Globalization;

namespace AbuseServerless.Azure.Activity;

/// <summary>
/// Table Storage's ETags in 8 bytes instead of some 120: they hold nothing but the row's time stamp.
/// </summary>
internal static class CompactETag
{
    private const string Prefix = "W/\"datetime'";
    private const string Suffix = "'\"";
    private const string Format = "yyyy-MM-dd'T'HH'%3A'mm'%3A'ss.fffffff'Z'";

    /// <summary>The time stamp, in ticks.</summary>
    /// <returns>False where the ETag is of another form, which has to be kept as it is.</returns>
    public static bool TryPack(string etag, out long ticks)
    {
        ticks = 0;
        if (!etag.StartsWith(Prefix, StringComparison.Ordinal) || !etag.EndsWith(Suffix, StringComparison.Ordinal)
            || !DateTime.TryParseExact(
                etag.AsSpan()[Prefix.Length..^Suffix.Length], Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return false;
        }

        ticks = time.Ticks;
        return true;
    }

    /// <summary>The ETag of a time stamp.</summary>
    public static string Unpack(long ticks) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{new DateTime(ticks, DateTimeKind.Utc).ToString(Format, CultureInfo.InvariantCulture)}{Suffix}");
}
