namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Numbers and times of day in time stamps.</summary>
internal static class StampDigits
{
    /// <summary>Reads <c>hh:mm:ss</c> or <c>h:mm:ss</c> with a fraction, and AM or PM. A leap second counts as the one before.</summary>
    public static bool TryTimeOfDay(ReadOnlySpan<char> text, ref int at, out TimeSpan timeOfDay, out bool isHalfDay)
    {
        (timeOfDay, isHalfDay) = (default, false);
        var rest = text[Math.Min(at, text.Length)..];
        var digits = rest is [_, ':', ..] ? 1 : 2;
        if (rest.Length < digits + 6 || rest[digits] != ':' || rest[digits + 3] != ':'
            || (Number(rest[..digits]), Number(rest.Slice(digits + 1, 2)), Number(rest.Slice(digits + 4, 2))) is not (var hour and >= 0 and <= 23, var minute and >= 0 and <= 59, var second and >= 0 and <= 60))
        {
            return false;
        }

        at += digits + 6;
        var milliseconds = (int)Fraction(text, ref at);
        rest = text[at..];
        if (rest is [' ' or '\u202F', 'A' or 'P', 'M', ..] && hour is >= 1 and <= 12 && (rest.Length == 3 || rest[3] is ' ' or '\t'))
        {
            (hour, isHalfDay, at) = (hour % 12 + (rest[1] == 'P' ? 12 : 0), true, at + 3);
        }

        timeOfDay = new TimeSpan(0, hour, minute, Math.Min(second, 59), milliseconds);
        return true;
    }

    /// <summary>Whole milliseconds of <c>.123456</c> or <c>,123</c>; 0 where there is none.</summary>
    public static long Fraction(ReadOnlySpan<char> text, ref int at)
    {
        if (at + 1 >= text.Length || text[at] is not ('.' or ',') || !char.IsAsciiDigit(text[at + 1]))
        {
            return 0;
        }

        var (milliseconds, digits) = (0, 0);
        while (++at < text.Length && char.IsAsciiDigit(text[at]))
        {
            milliseconds = digits++ < 3 ? milliseconds * 10 + text[at] - '0' : milliseconds;
        }

        for (; digits < 3; digits++)
        {
            milliseconds *= 10;
        }

        return milliseconds;
    }

    /// <summary>Reads a number of some digits at the most.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, ref int at, int most, out int number)
    {
        number = 0;
        var start = at;
        for (; at < text.Length && at - start < most && char.IsAsciiDigit(text[at]); at++)
        {
            number = number * 10 + text[at] - '0';
        }

        return at > start;
    }

    /// <summary>A number; −1 where there is anything but digits.</summary>
    public static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return -1;
            }

            number = number * 10 + digit - '0';
        }

        return number;
    }
}
