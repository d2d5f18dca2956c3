using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AbuseServerless.Azure.Storage;

/// <summary>
/// The version of a row. An ETag of Table Storage holds nothing but the row's time stamp, so that 8 bytes stand for some 120; one of any other form is kept as it is.
/// </summary>
public readonly record struct RowVersion
{
    // W/"datetime'2026-11-24T01%3A02%3A03.1234567Z'"
    private const string Prefix = "W/\"datetime'";
    private const string Suffix = "'\"";
    private const string Colon = "%3A";
    private const int Length = 46;
    private const int StampLength = 28;
    private const int FirstColon = 13;
    private const int SecondColon = 16;

    private RowVersion(long ticks, string? other) => (Ticks, Other) = (ticks, other);

    /// <summary>The time stamp in ticks, more than 0; 0 where there is an <see cref="Other"/>.</summary>
    public long Ticks { get; }

    /// <summary>An ETag of another form; else null.</summary>
    public string? Other { get; }

    /// <summary>The version of a time stamp.</summary>
    public static RowVersion Of(long ticks) => new(ticks, null);

    /// <summary>The version that an ETag tells.</summary>
    /// <param name="etag">In ASCII.</param>
    public static RowVersion Parse(ReadOnlySpan<byte> etag)
    {
        if (etag.Length == Length && etag.StartsWith("W/\"datetime'"u8) && etag.EndsWith("'\""u8))
        {
            var escaped = etag[Prefix.Length..^Suffix.Length];
            var minute = escaped[FirstColon..];
            var second = minute[(Colon.Length + 2)..];
            Span<byte> stamp = stackalloc byte[StampLength];
            escaped[..FirstColon].CopyTo(stamp);
            minute.Slice(Colon.Length, 2).CopyTo(stamp[(FirstColon + 1)..]);
            second[Colon.Length..].CopyTo(stamp[(SecondColon + 1)..]);
            stamp[FirstColon] = stamp[SecondColon] = (byte)':';
            if (minute.StartsWith("%3A"u8) && second.StartsWith("%3A"u8) && Utf8Parser.TryParse(stamp, out DateTime time, out var parsed, 'O') && parsed == StampLength)
            {
                return Of(time.Ticks);
            }
        }

        return new RowVersion(0, Encoding.ASCII.GetString(etag));
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static RowVersion Parse(string etag) => Parse(Encoding.ASCII.GetBytes(etag));

    /// <summary>The ETag.</summary>
    public override string ToString() => Other ?? string.Create(Length, Ticks, static (etag, ticks) =>
    {
        Span<char> stamp = stackalloc char[StampLength];
        new DateTime(ticks, DateTimeKind.Utc).TryFormat(stamp, out _, "O", CultureInfo.InvariantCulture);
        Prefix.CopyTo(etag);
        var escaped = etag[Prefix.Length..];
        stamp[..FirstColon].CopyTo(escaped);
        Colon.CopyTo(escaped[FirstColon..]);
        stamp[(FirstColon + 1)..SecondColon].CopyTo(escaped[(FirstColon + Colon.Length)..]);
        Colon.CopyTo(escaped[(FirstColon + Colon.Length + 2)..]);
        stamp[(SecondColon + 1)..].CopyTo(escaped[(FirstColon + 2 * Colon.Length + 2)..]);
        Suffix.CopyTo(etag[^Suffix.Length..]);
    });
}
