using System.Globalization;
using System.Text.RegularExpressions;

namespace AbuseServerless.Durations;

/// <summary>
/// Durations as people write them: numbers with units (<c>90m</c>, <c>24h</c>, <c>7d</c>, <c>1d12h</c>), ISO 8601 (<c>PT24H</c>, <c>P7D</c>), or <c>d.hh:mm:ss</c> and <c>hh:mm:ss</c>.
/// </summary>
/// <remarks>.NET reads <c>24:00:00</c> as 24 days and <c>7</c> as 7 days. Here hours before a colon reach to 23, and a number without a unit is an error: what is written may be read in one way only.</remarks>
public static partial class Duration
{
    private const string Ways = "Write 90m, 24h, 7d or 1d12h, PT24H or P7D, or d.hh:mm:ss";

    /// <summary>Reads a duration.</summary>
    /// <param name="text">Units are <c>w</c>, <c>d</c>, <c>h</c>, <c>m</c> or <c>min</c>, <c>s</c> and <c>ms</c>, in this order and in whole numbers; upper case makes no difference.</param>
    /// <param name="duration">The duration, from zero.</param>
    /// <param name="fault">What is wrong, in a sentence or two; empty where nothing is.</param>
    public static bool TryParse(string? text, out TimeSpan duration, out string fault)
    {
        var written = text?.Trim() ?? "";
        fault = "";
        duration = TimeSpan.Zero;
        try
        {
            if (Clock().Match(written) is { Success: true } clock)
            {
                return TryReadClock(clock, written, out duration, out fault);
            }

            if (Units().Match(written) is { Success: true } units && written.Length > 0)
            {
                if (written.Contains('M', StringComparison.Ordinal) && !written.Any(char.IsAsciiLetterLower) && !written.Contains("MIN", StringComparison.Ordinal) && !written.Contains("MS", StringComparison.Ordinal))
                {
                    fault = $"'{written}' may be minutes or months: write {written.Replace('M', 'm')} for minutes, or days, such as 30d.";
                    return false;
                }

                duration = Read(units);
                return true;
            }

            if (Iso().Match(written) is { Success: true } iso && char.IsAsciiLetterOrDigit(written[^1]) && char.ToUpperInvariant(written[^1]) is not ('P' or 'T'))
            {
                duration = Read(iso);
                return true;
            }
        }
        catch (OverflowException)
        {
            fault = $"'{written}' is too long for a duration.";
            return false;
        }

        fault = written.Length > 0 && written.All(char.IsAsciiDigit)
            ? $"'{written}' has no unit: write {written}m, {written}h or {written}d."
            : $"'{written}' is not a duration. {Ways}.";
        return false;
    }

    /// <summary>Reads a duration.</summary>
    /// <exception cref="FormatException">It is not one; the message says why, and what to write.</exception>
    public static TimeSpan Parse(string? text) => TryParse(text, out var duration, out var fault) ? duration : throw new FormatException(fault);

    private static bool TryReadClock(Match clock, string written, out TimeSpan duration, out string fault)
    {
        var (days, hours, minutes, seconds) = (Number(clock, "d"), Number(clock, "h"), Number(clock, "min"), Number(clock, "s"));
        duration = TimeSpan.Zero;
        fault = "";
        if (hours > 23)
        {
            fault = clock.Groups["d"].Success
                ? $"'{written}' has more than 23 hours in addition to its days. {Ways}."
                : string.Create(CultureInfo.InvariantCulture, $"'{written}' has more than 23 hours: write {hours}h for {hours} hours, or {hours}d for {hours} days.");
            return false;
        }

        if (minutes > 59 || seconds > 59)
        {
            fault = $"'{written}' has more than 59 minutes or seconds. {Ways}.";
            return false;
        }

        var fraction = clock.Groups["f"].Success ? long.Parse(clock.Groups["f"].Value.PadRight(7, '0'), CultureInfo.InvariantCulture) : 0;
        duration = Sum((days, TimeSpan.TicksPerDay), (hours, TimeSpan.TicksPerHour), (minutes, TimeSpan.TicksPerMinute), (seconds, TimeSpan.TicksPerSecond), (fraction, 1));
        return true;
    }

    private static TimeSpan Read(Match units) => Sum(
        (Number(units, "w"), 7 * TimeSpan.TicksPerDay),
        (Number(units, "d"), TimeSpan.TicksPerDay),
        (Number(units, "h"), TimeSpan.TicksPerHour),
        (Number(units, "min"), TimeSpan.TicksPerMinute),
        (Number(units, "s"), TimeSpan.TicksPerSecond),
        (Number(units, "ms"), TimeSpan.TicksPerMillisecond));

    private static TimeSpan Sum(params ReadOnlySpan<(long Number, long Ticks)> parts)
    {
        var ticks = 0L;
        foreach (var (number, unit) in parts)
        {
            ticks = checked(ticks + number * unit);
        }

        return new TimeSpan(ticks);
    }

    private static long Number(Match match, string group) =>
        match.Groups[group].Success ? long.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?:(?<d>[0-9]+)\.)?(?<h>[0-9]+):(?<min>[0-9]{1,2})(?::(?<s>[0-9]{1,2})(?:\.(?<f>[0-9]{1,7}))?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex(
        @"^(?:(?<w>[0-9]+)\s*w\s*)?(?:(?<d>[0-9]+)\s*d\s*)?(?:(?<h>[0-9]+)\s*h\s*)?(?:(?<min>[0-9]+)\s*m(?:in)?\s*)?(?:(?<s>[0-9]+)\s*s\s*)?(?:(?<ms>[0-9]+)\s*ms)?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Units();

    [GeneratedRegex(
        @"^P(?:(?<w>[0-9]+)W)?(?:(?<d>[0-9]+)D)?(?:T(?:(?<h>[0-9]+)H)?(?:(?<min>[0-9]+)M)?(?:(?<s>[0-9]+)S)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Iso();
}
