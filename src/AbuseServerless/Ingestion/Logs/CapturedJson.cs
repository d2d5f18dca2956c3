using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>Reads properties that may be missing or of another type.</summary>
internal static class CapturedJson
{
    // 9999-12-31T23:59:59Z, the last second of DateTimeOffset.
    private const decimal LastSecond = 253_402_300_799m;

    /// <summary>A property as text; null where it is missing or no text.</summary>
    public static string? Text(this JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Reads <c>t</c>, else <c>time</c>: seconds since 1970 with a fraction, or RFC 3339.</summary>
    /// <param name="element">The object.</param>
    /// <param name="time">The time; null where there is neither.</param>
    /// <returns>False where the property is there and no time.</returns>
    public static bool TryReadTime(JsonElement element, out DateTimeOffset? time)
    {
        time = null;
        if (!element.TryGetProperty("t", out var value) && !element.TryGetProperty("time", out value))
        {
            return true;
        }

        time = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDecimal(out var seconds) && seconds is >= 0 and <= LastSecond =>
                DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)),
            JsonValueKind.String => Rfc3339.Parse(value.GetString()!),
            _ => null,
        };
        return time is not null;
    }
}
