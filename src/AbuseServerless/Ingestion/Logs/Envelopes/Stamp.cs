using System.Buffers;
using static AbuseServerless.Ingestion.Logs.Envelopes.StampDigits;
using static AbuseServerless.Ingestion.Logs.Envelopes.StampZone;

namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>Reads the time stamp at the beginning of a line, in the notations of syslog daemons, journals, containers and servers' own logs. By hand, for every line is read.</summary>
internal static class Stamp
{
    private static readonly SearchValues<char> NoWeekday = SearchValues.Create("[]:=<>/\"0123456789");

    /// <summary>Reads a stamp.</summary>
    /// <param name="text">The line from the stamp on.</param>
    /// <param name="time">The time.</param>
    /// <param name="notation">How it is written.</param>
    /// <param name="length">Characters of it, without the blank behind it.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out WrittenTime time, out StampNotation notation, out int length)
    {
        (time, notation, length) = (default, default, 0);
        if (text.Length < 10)
        {
            return false;
        }

        return (text[0] switch
        {
            >= '0' and <= '9' => TryDigits(text, ref time, ref notation, ref length),
            '@' => TryTai64(text, ref time, ref notation, ref length),
            _ => TryWords(text, ref time, ref notation, ref length),
        }) && time.IsValid;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, ref WrittenTime time, ref StampNotation notation, ref int length)
    {
        if (text[4] is '-' or '/' && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2]))
        {
            return TryIso(text, ref time, ref notation, ref length);
        }

        var digits = char.IsAsciiDigit(text[1]) ? 2 : 1;
        return text[digits] switch
        {
            // 11月 24 01:01:00, as the C library writes months in Japanese, Chinese and Korean, also in encodings of theirs, whose bytes are no UTF-8.
            '月' or '월' or '\uFFFD' => TryDayAndTime(text, digits + text[digits..].IndexOfAnyExcept("月월\uFFFD"), Number(text[..digits]), ref time, ref notation, ref length),
            '/' or '.' or '-' or ' ' when char.IsAsciiDigit(text[digits + 1]) => TryNumbers(text, digits, ref time, ref notation, ref length),
            '/' or '.' or '-' or ' ' => TryDayAndMonth(text, digits, ref time, ref notation, ref length),
            _ => char.IsAsciiDigit(text[4]) ? TryEpoch(text, ref time, ref notation, ref length) : text[4] is '年' or '년' && TryEastAsian(text, ref time, ref notation, ref length),
        };
    }

    // 24.11.2026 01:01:00, and 11/24/2026 1:01:00 AM. With slashes and without AM or PM nobody can tell days from months.
    private static bool TryNumbers(ReadOnlySpan<char> text, int at, ref WrittenTime time, ref StampNotation notation, ref int length)
    {
        var (first, separator) = (Number(text[..at]), text[at++]);
        if (separator is not ('/' or '.') || !TryNumber(text, ref at, 2, out var second) || text.Length < at + 12 || text[at] != separator || Number(text.Slice(at + 1, 4)) is not (> 0 and var year))
        {
            return false;
        }

        at += 5;
        at += text[at] == ',' ? 1 : 0;
        if (text[at++] != ' ' || !TryTimeOfDay(text, ref at, out var timeOfDay, out var isHalfDay) || (separator == '/' && !isHalfDay))
        {
            return false;
        }

        int? offset = text[at..] is " UTC" ? 0 : null;
        at += offset is null ? 0 : 4;
        time = separator == '.' ? new WrittenTime(year, second, first, timeOfDay, offset) : new WrittenTime(year, first, second, timeOfDay, offset);
        (notation, length) = (StampNotation.IsoWithoutZone, at);
        return true;
    }

    // 24 Nov 2026 01:01:00, 24-Nov-2026 01:01:00, 24/Nov/2026:01:01:00 +0000.
    private static bool TryDayAndMonth(ReadOnlySpan<char> text, int at, ref WrittenTime time, ref StampNotation notation, ref int length)
    {
        var (day, separator) = (Number(text[..at]), text[at++]);
        var end = text[at..Math.Min(text.Length, at + 12)].IndexOf(separator);
        if (end < 1 || MonthNames.Find(text.Slice(at, end)) is not (> 0 and var month))
        {
            return false;
        }

        at += end + 1;
        if (at + 5 >= text.Length || text[at + 4] is not (' ' or ':') || Number(text.Slice(at, 4)) is not (> 0 and var year))
        {
            return false;
        }

        at += 5;
        if (!TryTimeOfDay(text, ref at, out var timeOfDay, out _))
        {
            return false;
        }

        int? offset = null;
        if (text.Length > at + 5 && text[at] == ' ' && TryOffset(text[(at + 1)..], out var minutes, out var read) && read >= 5)
        {
            (offset, at) = (minutes, at + 1 + read);
        }

        time = new WrittenTime(year, month, day, timeOfDay, offset);
        (notation, length) = (StampNotation.Bsd, at);
        return true;
    }

    // 2026年11月24日 01:01:00, 2026년 11월 24일 01:01:00.
    private static bool TryEastAsian(ReadOnlySpan<char> text, ref WrittenTime time, ref StampNotation notation, ref int length)
    {
        var at = text[5] == ' ' ? 6 : 5;
        if (!TryNumber(text, ref at, 2, out var month) || text.Length < at + 10 || text[at] is not ('月' or '월') || !TryDayAndTime(text, at + 1, month, ref time, ref notation, ref length))
        {
            return false;
        }

        time = time with { Year = Number(text[..4]) };
        return true;
    }

    private static bool TryWords(ReadOnlySpan<char> text, ref WrittenTime time, ref StampNotation notation, ref int length)
    {
        var blank = text[..Math.Min(text.Length, 16)].IndexOf(' ');
        if (blank < 1)
        {
            return false;
        }

        // Some word is a month and a weekday, such as the French mar.
        if (MonthNames.Find(text[..blank]) is > 0 and var month && TryDayAndTime(text, blank, month, ref time, ref notation, ref length))
        {
            return true;
        }

        // A weekday, in whatever language: Tue 2026-11-24 01:01:00 UTC, Tue Nov 24 01:01:00 2026.
        var rest = text[(blank + 1)..];
        if (rest.Length < 15 || text[..blank].ContainsAny(NoWeekday))
        {
            return false;
        }

        // Tue, 24 Nov 2026 01:01:00 +0000, as mail has it.
        if (char.IsAsciiDigit(rest[0]) && rest[2] == ' ' && text[blank - 1] == ',')
        {
            if (!TryDayAndMonth(rest, 2, ref time, ref notation, ref length))
            {
                return false;
            }
        }
        else if (char.IsAsciiDigit(rest[0]) && rest[4] == '-' && TryIso(rest, ref time, ref notation, ref length))
        {
            if (time.Offset is null && length < rest.Length && rest[length] == ' ')
            {
                time = time with { Offset = ZoneBehind(rest[(length + 1)..], ref length, out var unknown), UnknownZone = unknown };
            }
        }
        else if (!TryWordsBehindWeekday(rest, ref time, ref notation, ref length))
        {
            return false;
        }

        length += blank + 1;
        return true;
    }

    private static bool TryWordsBehindWeekday(ReadOnlySpan<char> text, ref WrittenTime time, ref StampNotation notation, ref int length)
    {
        var blank = text[..Math.Min(text.Length, 16)].IndexOf(' ');
        return blank > 0 && MonthNames.Find(text[..blank]) is > 0 and var month && TryDayAndTime(text, blank, month, ref time, ref notation, ref length);
    }

    // [-M] d hh:mm:ss, behind the month; the year may stand before or behind the time of day.
    private static bool TryDayAndTime(ReadOnlySpan<char> text, int at, int month, ref WrittenTime time, ref StampNotation notation, ref int length)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        if (!TryNumber(text, ref at, 2, out var day))
        {
            return false;
        }

        // 24日 of an East Asian locale; Nov 24, 2026 @ 01:01:00.000 of Kibana.
        at += at < text.Length && text[at] is '日' or '일' or ',' ? 1 : 0;
        if (at >= text.Length || text[at++] != ' ')
        {
            return false;
        }

        var year = 0;
        if (at + 5 < text.Length && text[at + 4] == ' ' && Number(text.Slice(at, 4)) is > 0 and var before)
        {
            (year, at) = (before, at + 5);
            at += text[at..].StartsWith("@ ") ? 2 : 0;
        }

        at += at < text.Length && text[at] == ' ' ? 1 : 0;
        if (!TryTimeOfDay(text, ref at, out var timeOfDay, out _))
        {
            return false;
        }

        int? offset = null;
        if (year == 0 && at + 5 <= text.Length && text[at] == ' ' && Number(text.Slice(at + 1, 4)) is >= 1970 and <= 2200 and var behind && (text[(at + 5)..] is [] or [' ', ..] or [':', ' ', ..]))
        {
            (year, at) = (behind, at + 5);
        }

        time = new WrittenTime(year, month, day, timeOfDay, offset);
        (notation, length) = (StampNotation.Bsd, at);
        return true;
    }

    private static bool TryIso(ReadOnlySpan<char> text, ref WrittenTime time, ref StampNotation notation, ref int length)
    {
        if (text.Length < 19 || text[7] != text[4] || text[10] is not ('T' or 't' or ' ' or '_'))
        {
            return false;
        }

        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var at = 11;
        if (year < 1 || !TryTimeOfDay(text, ref at, out var timeOfDay, out _))
        {
            return false;
        }

        int? offset = null;
        if (at < text.Length && text[at] is 'Z' or 'z')
        {
            (offset, at) = (0, at + 1);
        }
        else if (TryOffset(text[at..], out var minutes, out var read))
        {
            (offset, at) = (minutes, at + read);
        }
        else if (text.Length > at + 6 && text[at] == ' ' && text[at + 1] is '+' or '-' && TryOffset(text[(at + 1)..], out minutes, out read) && read >= 5)
        {
            (offset, at) = (minutes, at + 1 + read);
        }
        else if (text[at..] is [' ', 'U', 'T', 'C', ..] && (text.Length == at + 4 || text[at + 4] == ' '))
        {
            (offset, at) = (0, at + 4);
        }

        time = new WrittenTime(year, month, day, timeOfDay, offset);
        notation = offset is null ? StampNotation.IsoWithoutZone : text[10] == ' ' ? StampNotation.Iso : StampNotation.Rfc3339;
        length = at;
        return true;
    }

    // Seconds since 1970 with a fraction, milliseconds or microseconds.
    private static bool TryEpoch(ReadOnlySpan<char> text, ref WrittenTime time, ref StampNotation notation, ref int length)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        end = end < 0 ? text.Length : end;
        if (end is not (10 or 13 or 16) || !long.TryParse(text[..end], out var value))
        {
            return false;
        }

        var at = end;
        var milliseconds = end switch { 13 => value, 16 => value / 1000, _ => value * 1000 + Fraction(text, ref at) };
        if (at < text.Length && text[at] is not (' ' or ':' or '\t'))
        {
            return false;
        }

        time = WrittenTime.At(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        (notation, length) = (StampNotation.Epoch, at);
        return true;
    }

    // @ and 24 hexadecimal digits: seconds, counted from 2^62 and ten ahead of UTC in 1970, and nanoseconds (multilog of daemontools).
    private static bool TryTai64(ReadOnlySpan<char> text, ref WrittenTime time, ref StampNotation notation, ref int length)
    {
        if (text.Length < 25
            || !ulong.TryParse(text[1..17], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var seconds)
            || !uint.TryParse(text[17..25], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var nanoseconds)
            || seconds < 1UL << 62 || seconds - (1UL << 62) > 253_402_300_000)
        {
            return false;
        }

        time = WrittenTime.At(DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, (long)(seconds - (1UL << 62)) - 10) * 1000 + nanoseconds / 1_000_000));
        (notation, length) = (StampNotation.Tai64, 25);
        return true;
    }
}
